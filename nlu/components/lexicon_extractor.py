"""Entities from a lexicon, found whatever the case, the accents and (in long words) one typo.

The lexicon is ordinary Rasa training data: each lookup table is named ``<entity>.<value>`` and lists the
phrases that mean that value, so a model carries its own lexicon and Rasa retrains when it changes. A
``regex`` gives an entity of its name whose value is what it matched (amounts, years, ticket numbers).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

import rasa.shared.utils.io
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.text import Word, within_one_edit, words

_FILE = "lexicon.json"


@dataclass(frozen=True)
class _Meaning:
    """What a phrase stands for; `written` is set where its capitals matter (``IT``)."""

    entity: str
    value: str
    written: str | None


@dataclass(frozen=True)
class _Learnt:
    """What training stores.

    `lexicon` maps table names to phrases, `patterns` are pairs of entity and expression, `known` are
    the folded words of the training texts.
    """

    lexicon: dict[str, list[str]]
    patterns: list[list[str]]
    known: list[str]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class LexiconEntityExtractor(GraphComponent, EntityExtractorMixin):
    """Finds the longest lexicon phrases in a message and gives their canonical values."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the defaults.

        `capitals_only`: phrases that are another word in small letters (``IT``, ``SI``);
        `typo_from`: shortest word in which one typo is forgiven; `known_from`: a word seen this
        often in the training texts is a real word, hence not a typo of another.
        """
        return {"capitals_only": [], "typo_from": 6, "known_from": 2}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LexiconEntityExtractor:
        """Create an extractor with an empty lexicon."""
        return cls(config, model_storage, resource)

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        learnt: _Learnt | None = None,
    ) -> None:
        """Index what training `learnt`; nothing yet in an extractor that is about to be trained."""
        learnt = learnt or _Learnt({}, [], [])
        self._config = {**self.get_default_config(), **config}
        self._storage = model_storage
        self._resource = resource
        self._known = frozenset(learnt.known)
        self._patterns = [
            (entity, re.compile(rf"(?<!\w)(?:{expression})(?!\w)", re.IGNORECASE))
            for entity, expression in learnt.patterns
        ]
        self._phrases: dict[tuple[str, ...], list[_Meaning]] = {}
        for table, phrases in learnt.lexicon.items():
            entity, _, value = table.partition(".")
            for phrase in phrases:
                self._add(entity, value, phrase)
        self._longest = max(map(len, self._phrases), default=0)
        self._long_words = {
            word for phrase in self._phrases for word in phrase if len(word) >= int(self._config["typo_from"])
        }

    def _add(self, entity: str, value: str, phrase: str) -> None:
        capitals = phrase in self._config["capitals_only"]
        key = tuple(word.folded for word in words(phrase))
        meaning = _Meaning(entity, value, phrase if capitals else None)
        meanings = self._phrases.setdefault(key, [])
        if meaning not in meanings:
            meanings.append(meaning)

    def train(self, training_data: TrainingData) -> Resource:
        """Store the lookup tables and the words that the training texts use."""
        lexicon: dict[str, list[str]] = {}
        for table in training_data.lookup_tables:
            if "." in table["name"]:
                lexicon.setdefault(table["name"], []).extend(table["elements"])
        patterns = [[feature["name"], feature["pattern"]] for feature in training_data.regex_features]
        counts = Counter(
            word.folded
            for example in training_data.training_examples
            for word in words(example.get(TEXT) or "")
        )
        known = sorted(word for word, count in counts.items() if count >= int(self._config["known_from"]))
        with self._storage.write_to(self._resource) as directory:
            rasa.shared.utils.io.dump_obj_as_json_to_file(
                directory / _FILE, asdict(_Learnt(lexicon, patterns, known))
            )
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_kwargs: Any,
    ) -> LexiconEntityExtractor:
        """Load the lexicon that training stored."""
        with model_storage.read_from(resource) as directory:
            stored = rasa.shared.utils.io.read_json_file(directory / _FILE)
        return cls(config, model_storage, resource, _Learnt(**stored))

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities found to each message."""
        for message in messages:
            found = self.add_extractor_name(self.extract(message.get(TEXT) or ""))
            message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages

    def extract(self, text: str) -> list[dict[str, Any]]:
        """Return Rasa entities in order: the longest phrase wins, phrases do not overlap."""
        sentence = words(text)
        corrected = [self._correct(word) for word in sentence]
        found: list[dict[str, Any]] = []
        position = 0
        while position < len(sentence):
            length, meanings = self._longest_match(sentence, corrected, position)
            found += [
                {
                    "entity": meaning.entity,
                    "value": meaning.value,
                    "start": sentence[position].start,
                    "end": sentence[position + length - 1].end,
                    "confidence_entity": 1.0,
                }
                for meaning in meanings
            ]
            position += length
        return found + self._matched(text)

    def _matched(self, text: str) -> list[dict[str, Any]]:
        """Return what the patterns find in order; within one entity the longest wins."""
        found: list[dict[str, Any]] = [
            {
                "entity": entity,
                "value": match.group(),
                "start": match.start(),
                "end": match.end(),
                "confidence_entity": 1.0,
            }
            for entity, pattern in self._patterns
            for match in pattern.finditer(text)
        ]
        found.sort(key=lambda entity: (entity["start"], -entity["end"]))
        kept: list[dict[str, Any]] = []
        for entity in found:
            if not any(
                entity["entity"] == other["entity"] and entity["start"] < other["end"] for other in kept
            ):
                kept.append(entity)
        return kept

    def _longest_match(
        self, sentence: list[Word], corrected: list[str], position: int
    ) -> tuple[int, list[_Meaning]]:
        """Return how many words match at `position` (1 when none does) and what they mean."""
        for length in range(min(self._longest, len(sentence) - position), 0, -1):
            key = tuple(corrected[position : position + length])
            written = "".join(word.written for word in sentence[position : position + length])
            meanings = [m for m in self._phrases.get(key, []) if m.written in (None, written)]
            if meanings:
                return length, meanings
        return 1, []

    def _correct(self, word: Word) -> str:
        """Return the lexicon word that `word` misspells, else its folded form."""
        folded = word.folded
        if (
            folded in self._long_words
            or folded in self._known
            or len(folded) < int(self._config["typo_from"])
        ):
            return folded
        near = (known for known in self._long_words if within_one_edit(folded, known))
        return min(near, default=folded)
