"""What people do about assessments: press a button, order by a word, send a form."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Verb(StrEnum):
    """What can be done."""

    HELP = "help"
    START = "start"
    RESTART = "restart"
    FINISH = "finish"
    SHOW = "show"
    PLAN = "plan"
    ACCEPT = "accept"
    STEPS = "steps"
    DONE = "done"
    DROP = "drop"
    AGAIN = "again"
    INVITE = "invite"
    ANSWER = "answer"
    CLOSE = "close"
    COMPARE = "compare"
    SHARE = "share"
    EXPORT = "export"
    DRILL = "drill"
    TAKE = "take"
    PASS = "pass"  # noqa: S105  an order, no password
    REPLY = "reply"
    END = "end"


# What opens a form instead of asking for a reply.
FORMS = frozenset(
    {
        *(Verb.START, Verb.RESTART, Verb.ACCEPT, Verb.AGAIN, Verb.INVITE),
        *(Verb.ANSWER, Verb.SHARE, Verb.DRILL, Verb.PASS, Verb.REPLY),
    }
)
# What everybody may do: the rest is for managers.
OPEN_TO_ALL = frozenset({Verb.HELP, Verb.ANSWER, Verb.TAKE, Verb.PASS, Verb.REPLY})
# The words after the command, in both languages; the first of each verb is the one that help names.
_WORDS = {
    Verb.START: "start commencer démarrer demarrer begin continuer continue reprendre resume",
    Verb.RESTART: "new nouveau nouvelle recommencer restart",
    Verb.SHOW: "results résultats resultats result résultat resultat show voir",
    Verb.INVITE: "invite inviter invitation",
    Verb.STEPS: "actions action plan suivi",
    Verb.COMPARE: "compare comparer comparaison trend tendance",  # codespell:ignore comparaison
    Verb.SHARE: "share partager partage",
    Verb.EXPORT: "export exporter csv json pdf report rapport",
    Verb.DRILL: "drill exercice rehearsal répétition repetition simulation",  # codespell:ignore exercice
    Verb.HELP: "help aide ?",
}
WORDS = {word: verb for verb, words in _WORDS.items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class UseReadiness:
    """Wants `verb` done; `ref` is the number of what it is about, `other` what else it takes."""

    verb: Verb
    ref: int = 0
    other: str = ""
    kind: Literal["use_readiness"] = "use_readiness"


@dataclass(frozen=True, slots=True)
class FillReadiness:
    """Sent the form of `verb`; `fields` are what was chosen and typed, redacted."""

    verb: Verb
    ref: int = 0
    other: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    kind: Literal["fill_readiness"] = "fill_readiness"

    def field(self, name: str) -> str:
        """Return one field; empty where it was left so."""
        return dict(self.fields).get(name, "").strip()


ReadinessAct = UseReadiness | FillReadiness


def on_command(text: str) -> UseReadiness:
    """Return what the words after the command ask for; help, with the words, where nobody knows them."""
    word, _, rest = text.strip().partition(" ")
    if not word:
        return UseReadiness(Verb.START)
    verb = WORDS.get(word.casefold())
    return (
        UseReadiness(Verb.HELP, other=text.strip())
        if verb is None
        else UseReadiness(verb, other=rest.strip())
    )


def encode(choice: UseReadiness) -> str:
    """Return the line a button carries, for example ``readiness:plan:12:``."""
    return f"readiness:{choice.verb}:{choice.ref}:{choice.other}"


def decode(line: str) -> UseReadiness | None:
    """Return the choice behind `line`, or None for a line of an earlier version or of someone else."""
    match line.split(":", 3):
        case ["readiness", verb, number, other] if verb in set(Verb) and number.isdecimal():
            return UseReadiness(Verb(verb), int(number), other)
        case _:
            return None
