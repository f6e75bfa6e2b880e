"""The time that one long message takes, without Rasa: ``python -m benchmarks.long_message``.

Everything between Slack and the queue, and between a queued act and Slack's blocks, on one core. While it
runs, nobody else is served.
"""

from __future__ import annotations

import argparse
import json
import time
from functools import cache
from typing import TYPE_CHECKING

from actions.acts import Said
from actions.dialogue.questions import beginning, is_follow_up, questions_in
from actions.model import Inbound
from actions.privacy import redact
from bot.language import LinguaGuesser
from bot.outgoing.address import Address, Destination
from bot.outgoing.calls import CALL, Say
from bot.pages.page import as_written, mention, note
from bot.queue.envelope import Envelope
from bot.slack.blocks.render import render_parts
from bot.slack.blocks.text import escape, mentions, plain

if TYPE_CHECKING:
    from collections.abc import Callable

CHARACTERS = 40_000
ROUNDS = 5
# What is repeated until the message is long: an ordinary text, then what a pattern may take long over.
TEXTS = {
    "an ordinary text": "Qui répond aux clients le week-end, et peut-on confier cela à une agence ? Merci. ",
    "one word": "a",
    "half addresses": "a@",
    "addresses": "a.b@c.fr ",
    "dots": "a.b.",
    "brackets": "[",
    "links": "[a](https://b",
    "mentions": "<@U1",
    "escaped signs": "&amp;",
    "question marks": "?",
    "questions": "et qui ? ",
    "spaces": " ",
    "lines": "\n",
    "stars": "*a_`",
    "digits": "1",
    "digits apart": "1 ",
    "bank accounts": "FR76 3000 6000 0112 3456 7890 189 ",
    "cards": "4111 1111 1111 1112 ",
    "social security": "1 84 12 76 451 089 46 ",
    "phone numbers": "06 12 34 56 78 ",
}


@cache
def _guesser() -> LinguaGuesser:
    return LinguaGuesser()


def queued(text: str) -> str:
    """Return the act of a message as it is queued; `text` is as Slack sends it."""
    mentions(text, "URELAIS")
    said = Said(redact(plain(text, "URELAIS")))
    inbound = Inbound("T1:C1:1.0", "T1:U1", "T1:C1:1.0")
    return Envelope(inbound, said, Address("T1:U1", "C1", "1.0")).to_json()


def read(text: str) -> object:
    """Return what is read of a question besides what Rasa understands."""
    start = beginning(text)
    return questions_in(start), is_follow_up(start), _guesser().guess(start)


def drawn(text: str) -> str:
    """Return what Slack gets when the words are relayed, after a queue between."""
    page = note(f"*{mention('T1:U1')}*: {as_written(text)}")
    call = CALL.validate_json(CALL.dump_json(Say("key", Destination("C1"), page)))
    assert isinstance(call, Say)
    return json.dumps([part.blocks for part in render_parts(call.page)])


def laid_out(text: str) -> str:
    """Return what Slack gets of a page with `text` as our own words, in which markup counts."""
    return json.dumps([part.blocks for part in render_parts(note(text))])


STAGES: dict[str, Callable[[str], object]] = {
    "payload to act": queued,
    "read": read,
    "act to blocks": drawn,
}


def message(name: str, characters: int = CHARACTERS) -> str:
    """Return a message of so many characters."""
    repeated = TEXTS[name]
    return (repeated * (characters // len(repeated) + 1))[:characters]


def seconds(stage: Callable[[str], object], text: str, rounds: int = ROUNDS) -> float:
    """Return the time on the processor, the least of some rounds."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        stage(text)
        taken.append(time.process_time() - start)
    return min(taken)


def main() -> None:
    """Print the milliseconds of every stage, for each kind of text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--characters", type=int, default=CHARACTERS)
    characters = parser.parse_args().characters
    _guesser().guess("bonjour tout le monde")
    print(f"a message of {characters:,} characters, milliseconds: {', '.join(STAGES)}, in all")
    for name in TEXTS:
        text = message(name, characters)
        taken = [
            1000 * seconds(stage, escape(text) if stage is queued else text) for stage in STAGES.values()
        ]
        print(f"{name:20}" + "".join(f"{each:8.1f}" for each in (*taken, sum(taken))))


if __name__ == "__main__":
    main()
