"""``make policy [FILE="… …"]``: choose when to answer, ask back or refuse, and show the trade-off.

Every policy of a grid is tried on labelled questions that the model has never seen. The one with the best
mean worth goes to `actions/knowledge/policy.yml`; the picture shows what each of the others would give up.
"""

from __future__ import annotations

import argparse
import asyncio
import re
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl

from actions.dialogue.decide import UnderstoodMessage, decide_said
from actions.knowledge.library import HERE, Library, load
from actions.language import Language
from actions.reply import Answer, Answers, Clarify, Decision, Refuse
from benchmarks.evaluation.__main__ import HELD_OUT, ROOT
from benchmarks.evaluation.rows import OUT_OF_SCOPE, Row, read_rows
from bot.commands.ask import terminal_advisor
from bot.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actions.knowledge.topic import Topic

mpl.use("Agg")
import matplotlib.pyplot as plt

# What a reply is worth to the person. Doubt shown without need is a little noise. A right button is one
# press away: after a question back that is fine, after a refusal less so, after a wrong answer one has read
# in vain first. Being asked back in vain costs a moment, being sent away more, being misled most.
WORTH = {
    "right": 1.0,
    "right, in doubt": 0.95,
    "button": 0.4,
    "away, button": 0.0,
    "wrong, button": -0.1,
    "asked in vain": -0.3,
    "away": -0.6,
    "wrong": -0.8,
}
GRID = {
    "answer_from": (0.25, 0.3, 0.35, 0.4, 0.45, 0.5),
    # Never 0: of two questions that are as likely, one is not picked for the person.
    "margin": (0.05, 0.1, 0.15),
    "sure_from": (0.6, 0.7, 0.8, 0.9),
    "ask_from": (0.08, 0.12, 0.16, 0.2, 0.25),
    "doubt_from": (0.3, 0.4, 0.5, 0.6, 0.7),
}


@dataclass(frozen=True, slots=True)
class Trial:
    """A policy and what it would have done."""

    values: dict[str, float]
    worth: float
    right: float
    wrong: float
    asked: float


async def understand(files: list[Path]) -> list[tuple[Row, UnderstoodMessage]]:
    """Understand every row once; deciding again is cheap."""
    async with terminal_advisor(read_settings()) as (advisor, _):
        rows = [row for path in files for row in read_rows(path)]
        return [(row, await advisor.understand(row.text)) for row in rows]


def outcome(row: Row, decision: Decision, understood: UnderstoodMessage) -> str:
    """Return which key of `WORTH` the reply is."""
    right = row.right

    def offered(topics: tuple[Topic, ...]) -> bool:
        return any(topic.topic in right for topic in topics)

    match decision:
        case Answer(topic, _, instead) if topic.topic in right:
            return "right, in doubt" if instead else "right"
        case Answer(_, _, instead):
            return "wrong, button" if offered(instead) else "wrong"
        case Answers(topics):
            return "right" if offered(topics) else "wrong"
        case Clarify(topics):
            return "button" if offered(topics) else "asked in vain"
        case Refuse(near):
            if OUT_OF_SCOPE in right:
                return "right"
            return "away, button" if offered(near) else "away"
        case _:
            return "right" if understood.whole.best.intent in right else "wrong"


def trials(understood: list[tuple[Row, UnderstoodMessage]], library: Library) -> Iterator[Trial]:
    """Try every policy of the grid."""
    for values in (dict(zip(GRID, chosen, strict=True)) for chosen in product(*GRID.values())):
        tried = replace(library, policy=library.policy.model_copy(update=values))
        found = [outcome(row, decide_said(h, tried, None, Language.EN), h) for row, h in understood]
        shares = {what: found.count(what) / len(found) for what in WORTH}
        yield Trial(
            values,
            sum(WORTH[what] * share for what, share in shares.items()),
            shares["right"] + shares["right, in doubt"],
            shares["wrong"] + shares["wrong, button"],
            shares["button"] + shares["asked in vain"],
        )


def picture(tried: list[Trial], best: Trial, path: Path) -> None:
    """Draw right replies against wrong ones; the colour is how often Relais asks back."""
    figure, axes = plt.subplots(figsize=(8, 6), layout="constrained")
    wrong, right, asked = ([100 * getattr(t, name) for t in tried] for name in ("wrong", "right", "asked"))
    dots = axes.scatter(wrong, right, c=asked, s=14, cmap="cividis")
    chosen = (100 * best.wrong, 100 * best.right)
    axes.scatter(*chosen, s=160, facecolors="none", edgecolors="black", linewidths=2)
    axes.annotate("chosen", chosen, textcoords="offset points", xytext=(10, -14))
    axes.set_xlabel("wrong replies, %")
    axes.set_ylabel("right replies, %")
    figure.colorbar(dots, label="asked back, %")
    figure.savefig(path, dpi=120)
    plt.close(figure)


def write(values: dict[str, float], path: Path) -> None:
    """Put the chosen values into the policy file, its comments kept."""
    text = path.read_text("utf-8")
    for name, value in values.items():
        text, replaced = re.subn(rf"^{name}: .*$", f"{name}: {value}", text, flags=re.MULTILINE)
        if replaced != 1:
            raise SystemExit(f"{path} does not hold {name} once.")
    path.write_text(text, "utf-8")


def main() -> None:
    """Choose, write, draw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=[HELD_OUT])
    parser.add_argument("--picture", type=Path, default=ROOT / "docs" / "pictures" / "policy.png")
    arguments = parser.parse_args()
    tried = list(trials(asyncio.run(understand(arguments.files)), load()))
    best = max(tried, key=lambda trial: trial.worth)
    write(best.values, HERE / "policy.yml")
    picture(tried, best, arguments.picture)
    names = ", ".join(path.name for path in arguments.files)
    print(f"{len(tried)} policies tried on {names}; the best: {best.values}")
    print(f"right {best.right:.1%}, wrong {best.wrong:.1%}, asked back {best.asked:.1%}")


if __name__ == "__main__":
    main()
