"""Lays the responsibility table out as text, since a wide table is hard to read on a phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from actions.acts import ShowRoles
from actions.dialogue.guidance import Ruling
from actions.knowledge.responsibility import Actor, RoleVerdict
from bot.pages.page import Button, Buttons, Items, Paragraph, Piece, Tone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actions.language import Language
    from actions.reply import RolesTable
    from bot.pages.dialogue.topics import TopicPages
    from bot.strings import Strings

# Up to this many cells are shown with their explanation; a larger table shows only the verdicts.
_MOST_EXPLAINED = 4


@dataclass(frozen=True, slots=True)
class RolesPages:
    """Lays the responsibility table out in the reader's language."""

    topics: TopicPages

    def pieces(self, table: RolesTable, language: Language) -> Iterator[Piece]:
        """Lay out `table`: one row in full, one column grouped by verdict, the whole in short."""
        say = self.topics.strings[language]
        yield Paragraph(self._title(table, say, language), Tone.HEADING)
        if len(table.activities) * len(table.actors) <= _MOST_EXPLAINED:
            for activity in table.activities:
                for actor in table.actors:
                    yield Paragraph(self.topics.ruling(Ruling(activity, actor), language))
        elif len(table.actors) == 1:
            yield from self._column(table, table.actors[0], language)
        else:
            yield Items(tuple(self._row(table, row, language) for row in range(len(table.activities))))
        yield Paragraph(say("roles_note"), Tone.SMALL)
        yield Buttons(tuple(self._next_buttons(table, say)))

    def _title(self, table: RolesTable, say: Strings, language: Language) -> str:
        if len(table.activities) == 1:
            return say("roles_of_activity", activity=table.activities[0].name.in_(language))
        if len(table.actors) == 1:
            return say(f"roles_of_{table.actors[0]}")
        return say("roles_all")

    def _column(self, table: RolesTable, actor: Actor, language: Language) -> Iterator[Piece]:
        """Group one actor's activities by verdict, the plainest first."""
        say = self.topics.strings[language]
        groups: dict[RoleVerdict, list[str]] = {verdict: [] for verdict in RoleVerdict}
        for activity in table.activities:
            groups[activity.cell(actor).verdict].append(activity.name.in_(language))
        yield Items(
            tuple(
                say("roles_group", verdict=say(f"group_{verdict}"), names=say("list_comma").join(names))
                for verdict, names in groups.items()
                if names
            )
        )

    def _row(self, table: RolesTable, row: int, language: Language) -> str:
        """Group the actors of a row by verdict."""
        say, activity = self.topics.strings[language], table.activities[row]
        groups: dict[RoleVerdict, list[str]] = {verdict: [] for verdict in RoleVerdict}
        for actor in table.actors:
            groups[activity.cell(actor).verdict].append(say(f"actor_{actor}"))
        cells = (
            say("roles_cell", verdict=self._short(verdict, say), actors=say("list_comma").join(actors))
            for verdict, actors in groups.items()
            if actors
        )
        return say("roles_row", activity=activity.name.in_(language), cells=" · ".join(cells))

    def _short(self, verdict: RoleVerdict, say: Strings) -> str:
        return say("short_silent" if verdict is RoleVerdict.SILENT else f"group_{verdict}")

    def _next_buttons(self, table: RolesTable, say: Strings) -> Iterator[Button]:
        """Offer the other columns, the crisis row, and the whole."""
        for actor in Actor:
            if table.actors != (actor,):
                yield Button(say(f"roles_of_{actor}"), ShowRoles(actor=actor.value))
        if [activity.id for activity in table.activities] != ["crisis_management"]:
            yield Button(say("roles_crisis"), ShowRoles(activity="crisis_management"))
        if len(table.activities) == 1 or len(table.actors) == 1:
            yield Button(say("button_roles"), ShowRoles())
