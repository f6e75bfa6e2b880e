"""Four people in real browsers take one request from question to rating. Makes the pictures of the guide."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from tests.e2e.relais import CHROMIUM, FLAGS, Relais

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

QUESTION = "combien de personnes faut-il pour répondre aux avis clients sans y passer nos nuits ?"
SECRET = "entre nous : ce contrat est une catastrophe"
ANSWER = "Une demi-personne suffit, avec une charte signée."
REPLY = "et si un client menace de nous attaquer ?"
REASON = "c’est de la communication de crise, pas du droit"
# Presses when the clock reaches the next full second and a bit: in both browsers at once.
_CLICK = "(button, ms) => new Promise(done => setTimeout(() => done(button.click()), ms - Date.now() % 1000))"
_MEANWHILE = 1600
LINE = "La marche à suivre est dans le dossier commun."


@dataclass
class Person:
    """Somebody at a browser of their own."""

    page: Page

    @property
    def thread(self) -> Locator:
        """The thread that is open."""
        return self.page.locator(".thread-body")

    async def press(self, name: str, *, within: Locator | None = None) -> None:
        """Press the last button of this name."""
        await (
            (within or self.page.locator("main .msg"))
            .get_by_role("button", name=name, exact=True)
            .last.click()
        )

    async def fill(self, texts: dict[int, str], *, send: str = "Envoyer") -> None:
        """Fill the fields of the form that is open, by their order, and send it."""
        form = self.page.locator(".modal")
        await expect(form).to_be_visible()
        for place, text in texts.items():
            field = form.locator(".bk-input").nth(place)
            if await field.locator("select").count():
                await field.locator("select").select_option(text)
            else:
                await field.locator("input").fill(text)
        await form.get_by_role("button", name=send).click()
        await expect(form).to_have_count(0)

    async def write(self, text: str) -> None:
        """Write into the thread that is open."""
        composer = self.page.get_by_placeholder("Reply in thread")
        await composer.fill(text)
        await composer.press("Enter")


@asynccontextmanager
async def somebody(browser: Browser, relais: Relais, name: str, channel: str) -> AsyncIterator[Person]:
    """Open a browser as `name`, looking at `channel`."""
    context = await browser.new_context(viewport={"width": 1180, "height": 1000})
    page = await context.new_page()
    await page.goto(relais.url)
    await page.select_option("select", label=name)
    await page.click(f"button.sidebar-item:has-text('{channel}')")
    yield Person(page)
    await context.close()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A browser for several people."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


async def test_a_request_from_question_to_rating(browser: Browser, relais: Relais, pictures: Path) -> None:
    """Ask, hand over, two press at once, internal talk, answer, reply, not ours, settle, rate.

    The one who asks is the workspace's colleague: the employee's first message belongs to another test.
    """
    async with (
        somebody(browser, relais, "Colleague", "ask-social") as employee,
        somebody(browser, relais, "Legal", "dept-legal") as legal,
        somebody(browser, relais, "Legal 2", "dept-legal") as legal2,
        somebody(browser, relais, "Communications", "dept-communication") as communication,
    ):
        await _ask_and_hand_over(employee, pictures)
        await _take_at_once(legal, legal2, relais, pictures)
        await _talk_inside_then_answer(legal, employee, relais, pictures)
        await _reply(employee, legal)
        await _not_ours(legal, communication, employee, pictures)
        await _settle_and_rate(communication, employee, pictures)
        told = [str(m) for m in await relais.messages() if QUESTION in str(m) or m.get("thread_ts")]
        assert not any(SECRET in each or REASON in each for each in told)


async def _ask_and_hand_over(employee: Person, pictures: Path) -> None:
    page = employee.page
    await page.fill("main textarea.composer-input", f"@relais {QUESTION}")
    await page.click("main button.composer-send")
    await page.locator("main .msg", has_text=QUESTION).last.locator(".thread-summary").click()
    await employee.press("Parler à quelqu’un", within=employee.thread)
    form = page.locator(".modal")
    await expect(form.locator("input").first).to_have_value(QUESTION)
    await form.screenshot(path=pictures / "escalation-form.png")
    await employee.fill({0: "legal"})
    card = employee.thread.locator(".msg", has_text="Demande n°").last
    await expect(card).to_contain_text("Personne ne l’a encore prise.")
    await expect(card).to_contain_text("au plus tard")


async def _take_at_once(legal: Person, legal2: Person, relais: Relais, pictures: Path) -> None:
    """Both press before either sees the other's press: one has it, the other is told who."""
    card = legal.page.locator("main .msg", has_text=QUESTION).last
    await expect(card).to_contain_text("Personne ne l’a encore prise.")
    await expect(legal2.page.locator("main .msg", has_text=QUESTION).last).to_be_visible()
    await legal.page.screenshot(path=pictures / "escalation-card.png")
    take = legal.page.locator("main .msg", has_text=QUESTION).get_by_role("button", name="Je prends")
    other = legal2.page.locator("main .msg", has_text=QUESTION).get_by_role("button", name="Je prends")
    await asyncio.gather(*(button.last.evaluate(_CLICK, _MEANWHILE) for button in (take, other)))
    await expect(card).to_contain_text("s’en occupe")
    # This workspace shows to everybody what Slack shows to one person: whom it was for is asked of its log.
    await expect(legal.page.locator(".msg", has_text="a été plus rapide")).to_have_count(1)
    told = [m for m in await relais.messages("CDEPTLEGAL") if "a été plus rapide" in str(m)]
    assert {m["ephemeral_to"] for m in told} < {"ULEGAL", "ULEGAL2"}
    assert len(told) == 1
    assert f"<@{told[0]['ephemeral_to']}>" not in told[0]["text"]


async def _talk_inside_then_answer(legal: Person, employee: Person, relais: Relais, pictures: Path) -> None:
    """What is said in the card's thread stays there; « Répondre » crosses."""
    cards = [m for m in await relais.messages("CDEPTLEGAL") if QUESTION in str(m.get("blocks"))]
    body = {"user": "ULEGAL", "channel": "CDEPTLEGAL", "text": SECRET, "thread_ts": cards[-1]["ts"]}
    await relais.control("message", body)
    await legal.press("Répondre", within=legal.page.locator("main .msg", has_text=QUESTION))
    await legal.fill({0: ANSWER})
    answer = employee.thread.locator(".msg", has_text=ANSWER)
    await expect(answer).to_contain_text("(Juridique)")
    await expect(employee.thread.locator(".msg", has_text="a répondu").first).to_be_visible()
    await legal.page.locator("main .msg", has_text=QUESTION).last.locator(".thread-summary").click()
    await expect(legal.thread).to_contain_text(SECRET)
    await expect(legal.thread).to_contain_text("a répondu à la personne")
    await legal.page.screenshot(path=pictures / "escalation-inside.png")


async def _reply(employee: Person, legal: Person) -> None:
    """The requester's words go to the card's thread; a mark on them says so, and Relais says no more."""
    before = await employee.thread.locator(".msg").count()
    await employee.write(REPLY)
    await expect(legal.thread).to_contain_text(REPLY)
    await expect(employee.thread.locator(".msg", has_text=REPLY).locator(".reaction")).to_have_count(1)
    await expect(employee.thread.locator(".msg")).to_have_count(before + 1)


async def _not_ours(legal: Person, communication: Person, employee: Person, pictures: Path) -> None:
    """A reason is required; the requester learns who has it now, and not the reason."""
    await legal.press("Pas pour nous", within=legal.page.locator("main .msg", has_text=QUESTION))
    form = legal.page.locator(".modal")
    await form.locator("select").select_option("communication")
    await form.get_by_role("button", name="Envoyer").click()
    await expect(form).to_contain_text("Merci d’écrire quelque chose ici.")
    await legal.fill({1: REASON})
    await expect(employee.thread).to_contain_text("a transmis votre demande")
    await expect(legal.page.locator("main .msg", has_text="est maintenant").last).to_contain_text(
        "Communication"
    )
    card = communication.page.locator("main .msg", has_text=QUESTION).last
    await card.locator(".thread-summary").click()
    await expect(communication.thread).to_contain_text(REASON)
    await communication.page.screenshot(path=pictures / "escalation-moved.png")
    await communication.press("Je prends", within=communication.page.locator("main .msg", has_text=QUESTION))
    await expect(card).to_contain_text("s’en occupe")


async def _settle_and_rate(communication: Person, employee: Person, pictures: Path) -> None:
    """A line for the requester, who finds it helpful and adds a word."""
    card = communication.page.locator("main .msg", has_text=QUESTION)
    await communication.press("Régler", within=card)
    await communication.fill({0: LINE})
    told = employee.thread.locator(".msg", has_text="a réglé votre demande")
    await expect(told).to_contain_text(LINE)
    await employee.press("Utile", within=told)
    await expect(card.last).to_contain_text("La réponse a été jugée utile.")
    await expect(employee.thread.locator(".msg", has_text="Demande n°").first).to_contain_text("utile")
    await employee.page.screenshot(path=pictures / "escalation-settled.png")


async def test_home_and_the_managers_report(browser: Browser, relais: Relais, pictures: Path) -> None:
    """A department's queue with its buttons in App Home; what managers see, and who is no manager."""
    async with (
        somebody(browser, relais, "Colleague", "ask-social") as colleague,
        somebody(browser, relais, "Human Resources", "dept-hr") as hr,
        somebody(browser, relais, "Manager", "ask-social") as manager,
    ):
        await _order(colleague, "/escalate qui forme les équipes au ton de la marque ?")
        await colleague.fill({0: "hr", 2: "urgent"})
        await expect(hr.page.locator("main .msg", has_text="ton de la marque")).to_have_count(1)
        await hr.page.click("button.sidebar-item:has-text('relais')")
        home = hr.page.locator("main")
        await expect(home).to_contain_text("Ressources humaines : demandes à traiter")
        await hr.press("Je prends", within=home)
        await expect(home).to_contain_text("s’en occupe")
        await hr.page.screenshot(path=pictures / "escalation-home.png")
        await _order(colleague, "/escalations")
        await colleague.page.click("button.sidebar-item:has-text('Colleague')")
        refused = colleague.page.locator("main .msg", has_text="Réservé aux responsables").last
        await expect(refused).to_be_visible()
        await _order(manager, "/escalations")
        await manager.page.click("button.sidebar-item:has-text('Manager')")
        report = manager.page.locator("main .msg", has_text="Ressources humaines").last
        await expect(report).to_be_visible()
        chart = manager.page.locator("main .msg img").last
        await expect(chart).to_be_visible()
        await chart.screenshot(path=pictures / "escalations.png")


async def _order(person: Person, command: str) -> None:
    await person.page.fill("main textarea.composer-input", command)
    await person.page.click("main button.composer-send")
