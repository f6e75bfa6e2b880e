"""Departments of a run: open at all hours, with targets of minutes, so that reminders fall into it."""

from __future__ import annotations

NAMES = (
    "marketing", "e_marketing", "communication", "hr", "customer_relations",
    "support", "innovation", "legal", "it", "management",
)  # fmt: skip
HELPERS = 3


def channel(name: str) -> str:
    """Return the name of a department's channel."""
    return f"dept-{name}"


def team(name: str) -> list[str]:
    """Return the handles of who is in a department."""
    return [name, *(f"{name}.helper{number}" for number in range(1, HELPERS + 1)), "manager"]


def rooms() -> dict[str, list[str]]:
    """Return the departments' channels, with who is in them."""
    return {channel(name): team(name) for name in NAMES}


def document(first_answer: float, resolution: float) -> str:
    """Return the departments' file, with targets in hours."""
    entries = "".join(
        f"  - id: {name}\n    name: {{fr: {name}, en: {name}}}\n    channel: {channel(name)}\n"
        f'    owner: "@{name}"\n    backup: "@{name}.helper1"\n'
        for name in NAMES
    )
    return (
        "unrouted: communication\ndefaults:\n  languages: [en, fr]\n  time_zone: Europe/Paris\n"
        '  holidays: none\n  hours:\n    mon-sun: ["00:00-24:00"]\n'
        f"  first_answer: {first_answer}\n  resolution: {resolution}\ndepartments:\n{entries}"
    )
