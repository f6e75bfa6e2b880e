"""A manager's assessment in real browsers, from refusal to what is asked again; the guide's pictures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from playwright.async_api import Browser, Locator, expect

from tests.e2e.test_escalation import Person, browser, somebody  # noqa: F401  a fixture

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.relais import Relais

PAGES = 7


async def order(person: Person, command: str) -> None:
    """Type a command in #ask-social."""
    await person.page.click("button.sidebar-item:has-text('ask-social')")
    await person.page.fill("main textarea.composer-input", command)
    await person.page.click("main button.composer-send")


async def in_private(person: Person, name: str = "Manager") -> None:
    """Look at the private conversation with Relais, as this workspace lists it: under one's own name."""
    await person.page.click(f"button.sidebar-item:has-text('{name}')")


async def thread_of(person: Person, text: str) -> None:
    """Open the thread under the last message that says `text`."""
    await person.page.locator("main .msg", has_text=text).last.locator(".thread-summary").click()


def modal(person: Person) -> Locator:
    """Return the modal that is open."""
    return person.page.locator(".modal")


async def answer(person: Person, level: int, page: int, *, low: tuple[int, ...] = ()) -> None:
    """Answer a page: `level` everywhere, the first level for the questions whose places are in `low`."""
    form = modal(person)
    await expect(form).to_contain_text(f"Page {page} sur")
    questions = form.locator(".bk-input:has(input[type=radio])")
    for place in range(await questions.count()):
        options = questions.nth(place).locator("input[type=radio]")
        wanted = 0 if place in low else min(level, await options.count() - 1) - 1
        await options.nth(wanted).check()


async def turn(person: Person, name: str = "Suivant") -> None:
    """Send the page."""
    await modal(person).get_by_role("button", name=name, exact=True).click()


async def finish(person: Person, level: int, *, start: int = 1) -> None:
    """Answer every page from `start` on, and close what thanks for it."""
    for page in range(start, PAGES + 1):
        await answer(person, level, page, low=(0,) if page == PAGES and level > 2 else ())
        await turn(person, "Terminer" if page == PAGES else "Suivant")
    await modal(person).get_by_role("button", name="Fermer").click()


async def test_an_assessment_from_refusal_to_being_asked_again(
    browser: Browser,  # noqa: F811
    relais: Relais,
    pictures: Path,
) -> None:
    """Refused, started, left, resumed, finished, three views, the gap, shared, an action, asked again."""
    async with (
        somebody(browser, relais, "Colleague", "ask-social") as colleague,
        somebody(browser, relais, "Manager", "ask-social") as manager,
    ):
        await order(colleague, "/readiness")
        await expect(colleague.page.locator("main .msg").last).to_contain_text("Réservé aux responsables")
        await _start_leave_resume(manager, pictures)
        await _result(manager, pictures)
        await _three_views(browser, relais, manager, pictures)
        await _share(manager, colleague)
        await _action(manager, pictures)


async def _start_leave_resume(manager: Person, pictures: Path) -> None:
    await manager.page.set_viewport_size({"width": 1180, "height": 1900})
    await order(manager, "/readiness")
    await answer(manager, 3, 1)
    await modal(manager).screenshot(path=pictures / "readiness-page.png")
    await turn(manager)
    await expect(modal(manager)).to_contain_text("Page 2 sur")
    await modal(manager).get_by_role("button", name="Plus tard").click()
    await order(manager, "/readiness")
    await expect(modal(manager)).to_contain_text("là où vous en étiez")
    await finish(manager, 4, start=2)


async def _result(manager: Person, pictures: Path) -> None:
    await in_private(manager)
    result = manager.page.locator("main .msg", has_text="sur 100").first
    await expect(result).to_contain_text("Allez-y, sous conditions")
    await expect(result).to_contain_text("aucune source n’en donne")
    await result.screenshot(path=pictures / "readiness-result.png")
    radar = manager.page.locator("main .msg img[alt*='Radar']").last
    await expect(radar).to_be_visible()
    await radar.screenshot(path=pictures / "readiness-radar.png")


async def _three_views(browser: Browser, relais: Relais, manager: Person, pictures: Path) -> None:  # noqa: F811
    await manager.press("Inviter d’autres avis")
    form = modal(manager)
    for department in ("Juridique", "Communication"):
        await form.get_by_label(department, exact=True).check()
    await form.get_by_role("button", name="Inviter").click()
    people = (("Legal", "dept-legal"), ("Legal 2", "dept-legal"), ("Communications", "dept-communication"))
    for name, channel in people:
        async with somebody(browser, relais, name, channel) as other:
            await other.press("Donner mon avis")
            await finish(other, 2)
    await in_private(manager)
    await manager.press("Clore et comparer")
    await thread_of(manager, "C’est demandé à")
    gap = manager.thread.locator(".msg", has_text="Où les avis diffèrent").last
    await expect(gap).to_contain_text("3 réponses")
    await gap.screenshot(path=pictures / "readiness-gap.png")


async def _share(manager: Person, colleague: Person) -> None:
    await order(manager, "/readiness partager")
    form = modal(manager)
    await form.locator("select").select_option(label="#ask-social")
    await form.get_by_role("button", name="Partager").click()
    await expect(colleague.page.locator("main .msg", has_text="sur 100").last).to_be_visible()


async def _action(manager: Person, pictures: Path) -> None:
    await in_private(manager)
    await manager.press("Que faire ?")
    await thread_of(manager, "aucune source n’en donne")
    plan = manager.thread.locator(".msg", has_text="Ce qui ferait le plus bouger").last
    await expect(plan).to_be_visible()
    await plan.screenshot(path=pictures / "readiness-plan.png")
    await manager.press("En faire une action", within=manager.thread)
    form = modal(manager)
    await form.locator("input[type=date]").fill(date.today().isoformat())  # noqa: DTZ011  the workspace's own
    await form.get_by_label("Mon équipe : suivre seulement".replace(" :", "\u00a0:")).check()
    await form.screenshot(path=pictures / "readiness-action.png")
    await form.get_by_role("button", name="Lancer").click()
    await expect(manager.page.locator("main .msg", has_text="Action n° 1 lancée").last).to_be_visible()
    await order(manager, "/readiness actions")
    await in_private(manager)
    await manager.press("Réévaluer ce point")
    await expect(modal(manager).locator(".bk-input:has(input[type=radio])")).to_have_count(1)
    await answer(manager, 4, 1)
    await turn(manager, "Terminer")
    await modal(manager).get_by_role("button", name="Fermer").click()
    moved = manager.page.locator("main .msg", has_text="action n° 1").last
    await expect(moved).to_contain_text("→ 4")
    trend = manager.page.locator("main .msg img[alt^='Le score dans le temps']").last
    await expect(trend).to_be_visible()
    await trend.screenshot(path=pictures / "readiness-trend.png")
