"""Unit tests of the components, run by the understanding's own interpreter (it has no pytest).

`test_components.py` runs them: ``nlu/.venv/bin/python -m unittest tests/nlu/inside_rasa.py``.
"""

from __future__ import annotations

import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "nlu"))

import numpy as np
from components.intent_classifier import SentenceIntentClassifier
from components.lexicon_extractor import LexiconEntityExtractor
from components.sentence_encoder import SentenceEncoderFeaturizer
from components.text import fold, plain, within_one_edit, words
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import read_yaml_file

CONTEXT = ExecutionContext(GraphSchema({}), node_name="node")
CAPITALS = {"capitals_only": ["IT", "SI"]}
LOOKUPS = [
    {"name": "department.it", "elements": ["IT", "SI", "service informatique"]},
    {"name": "department.legal", "elements": ["juridique", "service juridique"]},
    {"name": "department.support", "elements": ["SAV"]},
    {"name": "activity.measurement", "elements": ["KPI"]},
    {"name": "metric.kpi", "elements": ["kpi"]},
    {"name": "actor.agency", "elements": ["agence", "agences"]},
    {"name": "company.nike_plus", "elements": ["nike+"]},
]
PATTERNS = [{"name": "ticket_id", "pattern": r"#\d+"}]


def _trained(component: Any, data: TrainingData, config: dict[str, Any]) -> Any:
    """Train a component, then load it again from what it stored."""
    storage = LocalModelStorage(Path(tempfile.mkdtemp()))
    resource = Resource("resource")
    config = {**component.get_default_config(), **config}
    component.create(config, storage, resource, CONTEXT).train(data)
    return component.load(config, storage, resource, CONTEXT)


class Text(unittest.TestCase):
    """How messages are compared."""

    def test_folding(self) -> None:
        """Case and accents do not matter."""
        self.assertEqual(fold("Clientèle ÉTÉ Straße"), "clientele ete strasse")

    def test_words_keep_their_places(self) -> None:
        """An entity must point at the words it came from."""
        text = "l'Équipe R&D, chez Nike+ !"
        found = words(text)
        self.assertEqual([word.folded for word in found], ["l", "equipe", "r&d", "chez", "nike+"])
        self.assertTrue(all(text[word.start : word.end] == word.written for word in found))

    def test_phones_punctuation_is_undone(self) -> None:
        """Curly quotes and no-break spaces come from phones, not from people."""
        self.assertEqual(plain("l’agence\u00a0? « “oui” »…"), 'l\'agence ? « "oui" »...')

    def test_one_edit(self) -> None:
        """A letter more, less, wrong or swapped; never two."""
        for near in ("juridque", "juridiquee", "juridiqee", "jurdiique", "xuridique"):
            self.assertTrue(within_one_edit("juridique", near), near)
        for far in ("juridq", "jruidiqeu", "juridiquement", "uridiqu"):
            self.assertFalse(within_one_edit("juridique", far), far)


class Extractor(unittest.TestCase):
    """Entities from the lexicon."""

    extractor: LexiconEntityExtractor

    @classmethod
    def setUpClass(cls) -> None:
        """Train on a small lexicon; « agences » is seen often, « marques » too."""
        examples = [Message({TEXT: text}) for text in ("les marquées", "les marquées", "l'agence")]
        data = TrainingData(examples, lookup_tables=LOOKUPS, regex_features=PATTERNS)
        cls.extractor = _trained(LexiconEntityExtractor, data, CAPITALS)

    def values(self, text: str) -> list[tuple[str, str]]:
        """Return the entities found in `text`."""
        return [(found["entity"], found["value"]) for found in self.extractor.extract(text)]

    def test_case_and_accents_do_not_matter(self) -> None:
        """People write as they like."""
        self.assertEqual(
            self.values("le SERVICE JURIDIQUE et le sav"),
            [("department", "legal"), ("department", "support")],
        )

    def test_the_longest_phrase_wins(self) -> None:
        """« service juridique » is one department, named once."""
        (found,) = self.extractor.extract("au service juridique svp")
        self.assertEqual((found["start"], found["end"]), (3, 20))

    def test_short_names_that_are_words_need_capitals(self) -> None:
        """« si » and "it" are words; SI and IT are departments."""
        self.assertEqual(self.values("si it works, who knows"), [])
        self.assertEqual(self.values("ask IT, ou la SI"), [("department", "it"), ("department", "it")])

    def test_one_typo_in_a_long_word(self) -> None:
        """« juridque » is legal; « agenc » is too short to guess."""
        self.assertEqual(self.values("le juridque"), [("department", "legal")])
        self.assertEqual(self.values("agenc"), [])

    def test_a_phrase_may_mean_two_things(self) -> None:
        """A KPI is a metric, and measuring is an activity."""
        self.assertEqual(sorted(self.values("nos kpi")), [("activity", "measurement"), ("metric", "kpi")])

    def test_patterns(self) -> None:
        """A ticket number is what it says."""
        self.assertEqual(self.values("où en est #482 ?"), [("ticket_id", "#482")])

    def test_our_own_patterns(self) -> None:
        """Amounts are taken whole, and a count of something else is no ticket."""
        data = read_yaml_file(Path(__file__).resolve().parents[2] / "nlu" / "data" / "entities.yml")
        patterns = [
            {"name": table["regex"], "pattern": line.removeprefix("- ")}
            for table in data["nlu"]
            if "regex" in table
            for line in table["examples"].splitlines()
        ]
        extractor = _trained(LexiconEntityExtractor, TrainingData([], regex_features=patterns), {})
        for text, expected in {
            "35 000 euros par an ?": ["35 000 euros"],
            "a £1,800 quote": ["£1,800"],
            "2 grand a post": ["2 grand"],
            "entre 35-45K€": ["35-45K€"],
            "elle demande 400 €": ["400 €"],
            "on me demande 15 fois la même chose": [],
            "où en est ma demande 482 ?": ["demande 482"],
            "any news on case #12": ["case #12"],
        }.items():
            self.assertEqual([found["value"] for found in extractor.extract(text)], expected, text)

    def test_signs_belong_to_names(self) -> None:
        """Nike+ is a company; nike alone is not in this lexicon."""
        self.assertEqual(self.values("comme Nike+ ?"), [("company", "nike_plus")])
        self.assertEqual(self.values("comme nike ?"), [])


class Understanding(unittest.TestCase):
    """The encoder and the classifier together."""

    TEXTS = {
        "cost": [
            "is it free",
            "what does it cost",
            "how much money",
            "what budget do we need",
            "the price please",
        ],
        "staff": [
            "how many people",
            "is one person enough",
            "the size of the team",
            "how many staff",
            "who many heads",
        ],
    }

    @classmethod
    def setUpClass(cls) -> None:
        """Train on ten examples."""
        encoder = SentenceEncoderFeaturizer.get_default_config()
        cls.featurizer = SentenceEncoderFeaturizer.create(
            {**encoder, "batch_size": 3}, LocalModelStorage(Path(tempfile.mkdtemp())), Resource("f"), CONTEXT
        )
        messages = [
            Message({TEXT: text, INTENT: intent}) for intent, texts in cls.TEXTS.items() for text in texts
        ]
        cls.data = cls.featurizer.process_training_data(TrainingData(messages))
        cls.classifier = _trained(SentenceIntentClassifier, cls.data, {})

    def test_a_sentence_is_one_unit_vector(self) -> None:
        """Shape (1, 512), length one, whatever the batch."""
        message = Message({TEXT: "is it free"})
        self.featurizer.process([message])
        _, sentence = message.get_dense_features(TEXT)
        self.assertEqual(sentence.features.shape, (1, 512))
        self.assertAlmostEqual(float(np.linalg.norm(sentence.features)), 1.0, places=4)

    def test_a_paraphrase_in_the_other_language(self) -> None:
        """Both languages share one space: English examples understand French."""
        messages = [Message({TEXT: "c'est gratuit ?"}), Message({TEXT: "combien de personnes ?"})]
        self.classifier.process(self.featurizer.process(messages))
        self.assertEqual([message.get("intent")["name"] for message in messages], ["cost", "staff"])

    def test_the_name_of_an_intent_is_an_example(self) -> None:
        """It is a short description of the intent that costs nothing."""
        message = Message({TEXT: "staff"})
        self.featurizer.process([message])

        def confidence(classifier: SentenceIntentClassifier) -> float:
            classifier.process([message])
            return {r["name"]: r["confidence"] for r in message.get("intent_ranking")}["staff"]

        without = _trained(SentenceIntentClassifier, self.data, {"names_as_examples": False})
        self.assertGreater(confidence(self.classifier), confidence(without))

    def test_confidences_are_probabilities(self) -> None:
        """They fall from best to worst and sum to one."""
        message = Message({TEXT: "is one person enough"})
        self.classifier.process(self.featurizer.process([message]))
        confidences = [ranked["confidence"] for ranked in message.get("intent_ranking")]
        self.assertEqual(confidences, sorted(confidences, reverse=True))
        self.assertAlmostEqual(sum(confidences), 1.0, places=5)

    def test_a_bad_configuration_is_refused(self) -> None:
        """A batch of nothing is an error when the graph is made, not during training."""
        with self.assertRaises(ValueError):
            SentenceEncoderFeaturizer(
                "n", {**SentenceEncoderFeaturizer.get_default_config(), "batch_size": 0}
            )


if __name__ == "__main__":
    unittest.main()
