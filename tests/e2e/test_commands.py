"""Commands in a real browser: the table of roles, and a staffing estimate from form to share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import Page, expect

from tests.e2e.test_journey import page  # noqa: F401  a fixture

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.relais import Relais


async def order(page: Page, command: str) -> None:  # noqa: F811
    """Type a command in #ask-social, as a colleague: the employee's first message belongs to another test."""
    await page.select_option("select", label="Colleague")
    await page.click("button.sidebar-item:has-text('ask-social')")
    await page.fill("main textarea.composer-input", command)
    await page.click("main button.composer-send")


async def in_private(page: Page) -> None:  # noqa: F811
    """Look at the private conversation with Relais, as this workspace lists it: under one's own name."""
    await page.click("button.sidebar-item:has-text('Colleague')")


async def test_the_table_of_roles(page: Page, pictures: Path) -> None:  # noqa: F811
    """`/roles agence` gives the agency's column; `/roles` the whole, in words and as a picture."""
    await order(page, "/roles que peut faire l'agence ?")
    await expect(page.locator("main .msg").last).to_contain_text("conversation privée")
    await in_private(page)
    column = page.locator("main .msg", has_text="Ce qui revient à l’agence").last
    await expect(column).to_contain_text("Création de contenus, Développement technique")
    await order(page, "/roles")
    await in_private(page)
    whole = page.locator("main .msg", has_text="Qui fait quoi, d’après les sources").first
    await expect(whole).to_contain_text("Gestion de crise")
    picture = page.locator("main .msg img").last
    await expect(picture).to_be_visible()
    await picture.screenshot(path=pictures / "roles.png")


async def test_an_estimate_from_form_to_share(page: Page, relais: Relais, pictures: Path) -> None:  # noqa: F811
    """A mistake gets its sentence; the result shows its working, is compared, shared and exported."""
    await page.set_viewport_size({"width": 1180, "height": 1500})
    await order(page, "/staffing")
    form = page.locator(".modal")
    await form.locator("input").nth(0).fill("Lancement")
    await form.locator("input").nth(4).fill("beaucoup")
    await form.get_by_role("button", name="Calculer").click()
    await expect(form).to_contain_text("Écrivez un nombre")
    await form.locator("input").nth(4).fill("60")
    await form.screenshot(path=pictures / "staffing-form.png")
    await form.get_by_role("button", name="Calculer").click()
    await expect(form).to_have_count(0)
    await in_private(page)
    result = page.locator("main .msg", has_text="Lancement").last
    await expect(result).to_contain_text("Total")
    await expect(result).to_contain_text("2 réseaux × 60 h × 1 min ÷ 60 = 2 h")
    await result.screenshot(path=pictures / "staffing.png")
    await result.get_by_role("button", name="Exporter en CSV").click()
    await result.get_by_role("button", name="Comparer").first.click()
    await result.get_by_role("button", name="Partager").click()
    await result.locator(".thread-summary").click()
    thread = page.locator(".thread-body")
    await expect(thread).to_contain_text("Calcul partagé dans")
    await expect(thread.locator("a[href$='relais-staffing.csv']").first).to_be_visible()
    chart = thread.locator("img").last
    await expect(chart).to_be_visible()
    await chart.screenshot(path=pictures / "comparison.png")
    shared = [m for m in await relais.messages() if "partage un calcul" in str(m.get("blocks"))]
    assert len(shared) == 1


async def test_avoided_calls(page: Page, pictures: Path) -> None:  # noqa: F811
    """`/deflection` says when it breaks even, that no study was found, and draws what moves it."""
    await order(page, "/deflection")
    form = page.locator(".modal")
    await form.get_by_role("button", name="Calculer").click()
    await expect(form).to_have_count(0)
    await in_private(page)
    result = page.locator("main .msg", has_text="Animation et appels évités").first
    await expect(result).to_contain_text("équilibre")
    await expect(result).to_contain_text("aucune étude contrôlée")
    # The table of roles may be further up; only a picture follows the result.
    chart = page.locator("main .msg").last.locator("img")
    await expect(chart).to_be_visible()
    await chart.evaluate("image => image.decode()")
    await chart.screenshot(path=pictures / "deflection.png")
