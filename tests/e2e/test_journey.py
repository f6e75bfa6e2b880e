"""A person in a real browser asks, reads one answer in the thread, presses on.

Makes the README's picture.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.e2e.relais import CHROMIUM, FLAGS, Relais, addresses

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

QUESTION = "on hésite : confier nos réseaux sociaux à une agence ou garder ça en interne ?"
RELATED = "Ce qu’on peut externaliser"


@pytest.fixture
async def page(relais: Relais) -> AsyncIterator[Page]:
    """A browser at the local workspace, in #ask-social."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = await browser.new_page(viewport={"width": 1180, "height": 860})
        await page.goto(relais.url)
        await page.click("button.sidebar-item:has-text('ask-social')")
        yield page
        await browser.close()


async def ask(page: Page, text: str) -> None:
    """Type in the channel and open the thread of the reply."""
    await page.fill("main textarea.composer-input", text)
    await page.click("main button.composer-send")
    await page.locator(".msg", has_text=text.removeprefix("@relais ")).locator(".thread-summary").last.click()


async def test_a_french_question_from_typing_to_the_next_answer(
    page: Page, relais: Relais, pictures: Path
) -> None:
    """One reply in its thread, in French, sourced; a related question gives its answer there too."""
    await ask(page, f"@relais {QUESTION}")
    thread = page.locator(".thread-body")
    answer = thread.locator(".msg").nth(1)
    await expect(answer).to_contain_text("Non, pas entièrement.")
    await expect(answer).to_contain_text("Romain Pechard, Weqli, 25 août 2010")
    await expect(answer).to_contain_text("Service responsable")
    await expect(answer).to_contain_text("conseiller automatique")
    await expect(thread.locator(".msg")).to_have_count(2)
    await page.mouse.move(0, 0)
    await page.screenshot(path=pictures / "exchange.png")

    await answer.get_by_role("button", name=RELATED).click()
    follow_up = thread.locator(".msg").nth(2)
    await expect(follow_up).to_contain_text("À faire ensuite")
    await expect(follow_up).not_to_contain_text("conseiller automatique")
    await expect(thread.locator(".msg")).to_have_count(3)

    asked = [m for m in await relais.messages() if QUESTION in m["text"]]
    assert len(await relais.replies(asked[0]["ts"], at_least=2)) == 2


async def test_an_english_question_in_a_thread_without_a_mention(page: Page, relais: Relais) -> None:
    """Follow-ups in a thread it takes part in need no mention; the reply is in English."""
    thread = await relais.say("<@URELAIS> is it free, or do we need a budget for social media?")
    assert len(await relais.replies(thread)) == 1
    await relais.say("and how many people does it take to look after our accounts?", thread=thread)
    replies = await relais.replies(thread, at_least=2)
    assert len(replies) == 2
    assert "What to do next" in str(replies[1]["blocks"])
    del page


async def test_reasons_open_and_close_in_place(page: Page, pictures: Path) -> None:
    """« Pourquoi ? » changes the message; nothing is added to the thread."""
    await ask(page, "@relais faut-il payer les influenceurs qui parlent de nous, et qui doit les contacter ?")
    thread = page.locator(".thread-body")
    answer = thread.locator(".msg").nth(1)
    await answer.get_by_role("button", name="Pourquoi").click()
    await expect(answer).to_contain_text("Ce qui a changé depuis")
    await page.screenshot(path=pictures / "why.png")
    await answer.get_by_role("button", name="Réduire").click()
    await expect(answer).not_to_contain_text("Ce qui a changé depuis")
    await expect(thread.locator(".msg")).to_have_count(2)


async def test_a_person_is_called_from_the_button(page: Page, relais: Relais) -> None:
    """« Parler à quelqu’un » opens a form, filled in; sent, it is a card in the department's channel."""
    question = "combien de personnes faut-il dans l'équipe pour tenir nos comptes sérieusement ?"
    await ask(page, f"@relais {question}")
    thread = page.locator(".thread-body")
    await thread.locator(".msg").nth(1).get_by_role("button", name="Parler à quelqu’un").click()
    form = page.locator(".modal")
    await expect(form.locator("input").first).to_have_value(question)
    await form.get_by_role("button", name="Envoyer").click()
    await expect(thread.locator(".msg").nth(2)).to_contain_text("Direction")
    await expect(thread.locator(".msg").nth(2)).to_contain_text("Personne ne l’a encore prise.")
    cards = [m for m in await relais.messages("CDEPTMANAGEMENT") if question in str(m["blocks"])]
    assert len(cards) == 1


async def test_a_double_click_gives_one_answer(page: Page, relais: Relais) -> None:
    """Two quick presses of one button are one wish."""
    thread = await relais.say(
        "<@URELAIS> what are the cases where a company should stay away from social media?"
    )
    await relais.replies(thread)
    await page.locator(".msg", has_text="should stay away").locator(".thread-summary").last.click()
    button = page.locator(".thread-body .msg").nth(1).get_by_role("button", name="The right time to start")
    await button.dblclick()
    assert len(await relais.replies(thread, at_least=2)) == 2


async def test_everything_is_healthy_and_on_loopback(relais: Relais) -> None:
    """Every part answers, and no part listens to the network."""
    assert await relais.health() == {"ok": True, "redis": True, "rasa": True, "slack": True}
    listening = await asyncio.to_thread(addresses, relais.children())
    assert len(listening) >= 2
    assert listening <= {"127.0.0.1", "::ffff:127.0.0.1"}
