"""Every key that Relais writes to Redis; each has a time to live."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Key:
    """A key, and its time to live after the last write."""

    name: str
    ttl: timedelta


PREFIX = "relais"


def person_language(person: str) -> Key:
    """The language a person set."""
    return Key(f"{PREFIX}:person:{person}:language", timedelta(days=400))


def person_introduced(person: str) -> Key:
    """Set once a person was told that an automatic advisor speaks; they are told again after a year."""
    return Key(f"{PREFIX}:person:{person}:introduced", timedelta(days=365))


def person_locale(person: str) -> Key:
    """The language of a person's Slack, `fr`, `en` or `other`; people rarely change it."""
    return Key(f"{PREFIX}:person:{person}:locale", timedelta(days=30))


# How long what Slack said is known while Slack is away; it is asked again long before.
_DIRECTORY = timedelta(days=7)


def directory_fact(team: str, kind: str, identifier: str) -> Key:
    """What Slack said of one channel, person or user group, and when."""
    return Key(f"{PREFIX}:directory:{team}:{kind}:{identifier}", _DIRECTORY)


def directory_pin(team: str, channel: str) -> Key:
    """The id of the channel that a department's channel name led to first."""
    return Key(f"{PREFIX}:directory:{team}:pin:{channel}", timedelta(days=400))


def directory_handles(team: str) -> Key:
    """The people of a workspace: a hash from a handle to a user id."""
    return Key(f"{PREFIX}:directory:{team}:handles", timedelta(days=30))


def directory_listing(team: str) -> Key:
    """How far the list of everybody in a workspace has been read."""
    return Key(f"{PREFIX}:directory:{team}:listing", timedelta(days=30))


def journal_entry(identifier: str) -> Key:
    """One question that was not answered well, redacted."""
    return Key(f"{PREFIX}:journal:entry:{identifier}", timedelta(days=90))


def journal_index() -> Key:
    """The ids of the journal's entries by time; expired ones are dropped when read."""
    return Key(f"{PREFIX}:journal:index", timedelta(days=90))


def delivery(identifier: str) -> Key:
    """One version of a topic that a person got, by ids."""
    return Key(f"{PREFIX}:delivery:{identifier}", timedelta(days=90))


def deliveries(topic: str) -> Key:
    """The ids of a topic's deliveries by time; expired ones are dropped when read."""
    return Key(f"{PREFIX}:deliveries:{topic}", timedelta(days=90))


def corrected(topic: str, version: int) -> Key:
    """The conversations that got the correction of a version."""
    return Key(f"{PREFIX}:corrected:{topic}:{version}", timedelta(days=90))


def turn(conversation: str) -> Key:
    """The last turn of a conversation, for follow-ups."""
    return Key(f"{PREFIX}:conversation:{conversation}:turn", timedelta(hours=1))


def speakers(conversation: str) -> Key:
    """Who spoke when in a conversation, and whether to Relais: ids, and no words."""
    return Key(f"{PREFIX}:conversation:{conversation}:speakers", timedelta(hours=1))


def opinions(topic: str) -> Key:
    """Who found the answer on a topic helpful: a hash from a hashed rater to yes or no."""
    return Key(f"{PREFIX}:opinions:{topic}", timedelta(days=400))


def scenario(person: str, identifier: str) -> Key:
    """What a person typed into a calculator, numbers and a name of their own."""
    return Key(f"{PREFIX}:person:{person}:scenario:{identifier}", timedelta(days=90))


def scenario_index(person: str) -> Key:
    """The ids of a person's scenarios by time; expired ones are dropped when read."""
    return Key(f"{PREFIX}:person:{person}:scenarios", timedelta(days=90))


# A case expires this long after its last event, and a closed one after six months.
CASE = timedelta(days=400)
CASE_CLOSED = timedelta(days=180)


def case_number() -> Key:
    """The number of the last case; it outlives every case."""
    return Key(f"{PREFIX}:case:number", CASE * 2)


def case_opened(act: str) -> Key:
    """The number of the case that an act opened, so that a second attempt finds it."""
    return Key(f"{PREFIX}:case:opened:{act}", timedelta(days=1))


def case_events(number: int) -> Key:
    """The events of a case, one JSON document each; events are only ever added."""
    return Key(f"{PREFIX}:case:{number}:events", CASE)


def case_told(number: int) -> Key:
    """The version of a case up to which its automatic events were told."""
    return Key(f"{PREFIX}:case:{number}:told", CASE)


def case_places(number: int) -> Key:
    """The threads of a case: a hash from a side to its thread."""
    return Key(f"{PREFIX}:case:{number}:places", CASE)


def case_at(conversation: str) -> Key:
    """The case whose department's thread a conversation is."""
    return Key(f"{PREFIX}:case:at:{conversation}", CASE)


def cases() -> Key:
    """The numbers of all cases by opening time; expired ones are dropped when read."""
    return Key(f"{PREFIX}:cases:all", CASE)


def cases_open() -> Key:
    """The numbers of the open cases by the time to look at them again."""
    return Key(f"{PREFIX}:cases:open", CASE)


def cases_of(person: str) -> Key:
    """The numbers of a person's cases by opening time."""
    return Key(f"{PREFIX}:person:{person}:cases", CASE)


def cases_in(conversation: str) -> Key:
    """The numbers of a conversation's cases by opening time."""
    return Key(f"{PREFIX}:conversation:{conversation}:cases", CASE)


def digest_sent(department: str, opening: str) -> Key:
    """Set once a department has had its digest of a morning."""
    return Key(f"{PREFIX}:digest:{department}:{opening}", timedelta(days=2))


def relayed(ref: str) -> Key:
    """The case in which a message was relayed, for edits of it."""
    return Key(f"{PREFIX}:case:crossed:{ref}", timedelta(days=60))


def copy(ref: str) -> Key:
    """The id of the relayed copy of a message."""
    return Key(f"{PREFIX}:case:copy:{ref}", timedelta(days=60))


def edit(ref: str) -> Key:
    """An edit of a relayed message, until its author sends it on."""
    return Key(f"{PREFIX}:case:edit:{ref}", timedelta(days=1))


# Long enough for a trend over two years.
READINESS = timedelta(days=800)


def readiness_number(kind: str) -> Key:
    """The number of the last assessment, survey, action or rehearsal; it outlives them all."""
    return Key(f"{PREFIX}:readiness:{kind}:number", READINESS * 2)


def readiness_document(kind: str, number: int) -> Key:
    """One assessment, survey, action or rehearsal, as JSON."""
    return Key(f"{PREFIX}:readiness:{kind}:{number}", READINESS)


def readiness_index(kind: str) -> Key:
    """The numbers of all of one kind; expired ones are dropped when read."""
    return Key(f"{PREFIX}:readiness:{kind}:all", READINESS)


def readiness_once(kind: str, act: str) -> Key:
    """The number of the value that an act added, so that a second attempt finds it."""
    return Key(f"{PREFIX}:readiness:{kind}:by:{act}", timedelta(days=1))


def readiness_draft(person: str, scope: str) -> Key:
    """An assessment that a person has begun; they have a week to go on."""
    return Key(f"{PREFIX}:person:{person}:readiness:{scope}", timedelta(days=7))
