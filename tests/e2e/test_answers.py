"""Typical answers in both languages, as wide as a phone shows them; makes the pictures of docs/answers.md.

Each is asked of a whole Relais, and looked at in a real browser, whose thread panel is 380 pixels wide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.async_api import Locator, Page, async_playwright, expect

from tests.e2e.relais import CHROMIUM, FLAGS, ROOT, Relais, started

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from bot.settings import Backends

# Tall enough that no answer is cut by the panel's edge.
WIDTH, HEIGHT = 1180, 3200
MOST_BYTES = 150_000
WHY = {"fr": "Pourquoi ?", "en": "Why?"}
SOURCES = {"fr": "Qui le dit ?", "en": "Who says so?"}
LESS = {"fr": "Réduire", "en": "Show less"}
TABLE = {"fr": "Qui fait quoi : le tableau", "en": "Who does what: the table"}
AGENCY = {"fr": "Ce qui revient à l’agence", "en": "What falls to the agency"}


@dataclass(frozen=True)
class Case:
    """A question and what its reply must say.

    `then` is said after it in its thread; `press` are buttons pressed there, one after the other.
    """

    name: str
    language: str
    question: str
    says: str
    then: str = ""
    press: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Name the test, and the picture."""
        return f"{self.name}-{self.language}"


CASES = (
    Case("customers", "fr", "est-ce que notre agence peut répondre aux clients ?",
         "Réponses aux clients par l’agence : non."),
    Case("customers", "en", "can our agency answer customers?",
         "Answering customers by the agency: no."),
    Case("moderation", "fr", "la modération, un prestataire peut s’en charger ?",
         "Modération par un prestataire : discuté."),
    Case("moderation", "en", "who does moderation: a provider?",
         "Moderation by a provider: disputed."),
    Case("intern", "fr", "un stagiaire peut-il tenir la page ?",
         "Animation par un stagiaire : oui, mais pas sans appui."),
    Case("intern", "en", "can an intern run the page?",
         "Running the community by an intern: yes, but not without support."),
    Case("tiktok", "fr", "faut-il être sur TikTok ?", "Sur TikTok, les sources ne disent rien."),
    Case("tiktok", "en", "should we be on TikTok?", "The sources say nothing about TikTok."),
    Case("luxury", "fr", "on est une maison de luxe : faut-il y être ?", "Disputé : vérifiez d’abord"),
    Case("luxury", "en", "we are a luxury brand: should we be there?", "Disputed: first check"),
    Case("salary", "fr", "quel est le salaire d’un community manager ?", "Pas de chiffre actuel sûr."),
    Case("salary", "en", "what does a community manager earn?", "No reliable current figure."),
    Case("crisis", "fr", "qui répond en cas de crise ?", "Savoir d’avance qui intervient."),
    Case("crisis", "en", "who answers in a crisis?", "Know beforehand who steps in."),
    Case("says-who", "fr", "qui répond en cas de crise ?", "À propos de", then="qui le dit ?"),
    Case("says-who", "en", "who answers in a crisis?", "About “", then="says who?"),
    Case("still-true", "fr", "combien de personnes faut-il pour nos réseaux ?", "Ce qui a changé depuis",
         then="c’est toujours vrai ?"),
    Case("still-true", "en", "how many people do we need for our networks?", "What has changed since",
         then="is it still true?"),
    Case("agency-column", "fr", "est-ce que notre agence peut répondre aux clients ?",
         "Oui : Création de contenus", press=(TABLE["fr"], AGENCY["fr"])),
    Case("agency-column", "en", "can our agency answer customers?",
         "Yes: Content creation", press=(TABLE["en"], AGENCY["en"])),
    Case("out-of-scope", "fr", "quelle météo demain à Lyon ?", "Cela sort de mon domaine."),
    Case("out-of-scope", "en", "what is the weather in Lyon tomorrow?", "That’s outside what I know."),
    Case("doubtful", "fr", "c’est qui le responsable ?", "J’ai compris :"),
    Case("doubtful", "en", "people complain about us online", "I understood:"),
)  # fmt: skip


@pytest.fixture
def answers(pictures: Path) -> Path:
    """Where these pictures go."""
    folder = pictures / "answers"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def relais(tmp_path_factory: pytest.TempPathFactory, rasa: Backends) -> Iterator[Relais]:
    """A Relais of these pictures' own: whoever meets the shared one first must still be introduced."""
    with started(
        tmp_path_factory.mktemp("answers"), RASA_URL=rasa.rasa_url, RASA_TOKEN=rasa.rasa_token
    ) as running:
        yield running


@pytest.fixture(scope="module")
async def phone(relais: Relais) -> AsyncIterator[Page]:
    """A browser at the local workspace, in #ask-social, whose person has met Relais already."""
    hello = await relais.say("<@URELAIS> hello")
    await relais.replies(hello)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = await browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        await page.goto(relais.url)
        await page.click("button.sidebar-item:has-text('ask-social')")
        yield page
        await browser.close()


async def reply_to(case: Case, page: Page, relais: Relais) -> tuple[str, Locator]:
    """Ask, follow up and press as `case` says; return the thread, and its last reply on the screen."""
    await relais.forget_rate()
    thread = await relais.say(f"<@URELAIS> {case.question}")
    await relais.replies(thread)
    await page.locator(f'main .msg[data-ts="{thread}"] .thread-summary').click()
    shown = page.locator(".thread-body .msg")
    expected = 1
    if case.then:
        await relais.say(case.then, thread=thread)
        expected += 1
    assert len(await relais.replies(thread, at_least=expected)) == expected
    for label in case.press:
        await page.locator(".thread-body").get_by_role("button", name=label).last.click()
    reply = shown.nth(2 * expected - 1) if not case.press else shown.filter(has_text=case.says).last
    await expect(reply).to_contain_text(case.says)
    return thread, reply


async def take(reply: Locator, picture: Path) -> None:
    """Take a picture of one reply, small enough for a page of documentation."""
    await reply.page.mouse.move(0, 0)
    await reply.screenshot(path=picture)
    assert _with_few_colours(picture) < MOST_BYTES


def _with_few_colours(picture: Path) -> int:
    """Keep the 256 colours that matter, half of the bytes; return how many bytes are left."""
    with Image.open(picture) as drawn:
        few = drawn.convert("RGB").quantize(256)
    few.save(picture, optimize=True)
    return picture.stat().st_size


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_a_typical_answer(case: Case, phone: Page, relais: Relais, answers: Path) -> None:
    """One reply, which says what it must, no wider than a phone."""
    _, reply = await reply_to(case, phone, relais)
    box = await reply.bounding_box()
    assert box is not None
    assert box["width"] <= 390
    await take(reply, answers / f"{case}.png")


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_details_open_in_place(language: str, phone: Page, relais: Relais, answers: Path) -> None:
    """« Pourquoi ? » and « Qui le dit ? » change the one message, and close again; nothing is added."""
    case = next(c for c in CASES if (c.name, c.language) == ("customers", language))
    thread, reply = await reply_to(case, phone, relais)
    short = (await reply.inner_text()).replace("(edited)", "")
    (before,) = await relais.replies(thread)
    for name, labels in (("why", WHY), ("sources", SOURCES)):
        button = reply.get_by_role("button", name=labels[language], exact=True)
        await button.click()
        await expect(button).to_have_count(0)
        await expect(reply).to_contain_text(case.says)
        await take(reply, answers / f"{name}-{language}.png")
    (opened,) = await relais.replies(thread)
    assert opened["ts"] == before["ts"]
    assert opened["blocks"] != before["blocks"]
    await reply.get_by_role("button", name=LESS[language]).click()
    await expect(reply.get_by_role("button", name=LESS[language])).to_have_count(0)
    (closed,) = await relais.replies(thread)
    assert (closed["ts"], closed["blocks"]) == (before["ts"], before["blocks"])
    assert (await reply.inner_text()).replace("(edited)", "").split() == short.split()


def test_the_page_shows_every_picture() -> None:
    """docs/answers.md names each question and shows each answer."""
    page = (ROOT / "docs" / "answers.md").read_text("utf-8")
    for case in CASES:
        assert f"pictures/answers/{case}.png" in page
        assert (case.then or case.question) in page
