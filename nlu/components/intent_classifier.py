"""Intent classifier: sentence encoder and word/character features, together.

Two multinomial logistic regressions, one on the sentence vector and one on word and character tf-idf,
are mixed in log space and sharpened by a temperature learnt on held-out examples (Guo et al. 2017,
"On Calibration of Modern Neural Networks"), so that a confidence can be read as a probability.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import skops.io
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.optimize import minimize_scalar
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import FeatureUnion

from components.text import plain

_FILE = "classifier.skops"
_HELD_OUT = 0.2


@dataclass
class _Experts:
    """The two regressions and the vectoriser of the second; `intents` is their common class order."""

    encoder: LogisticRegression
    vectoriser: FeatureUnion
    lexical: LogisticRegression

    def log_probabilities(self, texts: list[str], vectors: np.ndarray, weight: float) -> np.ndarray:
        """Mix the experts: `weight` for the encoder; shape ``(len(texts), intents)``, not normalised."""
        by_meaning = self.encoder.predict_log_proba(vectors)
        by_words = self.lexical.predict_log_proba(self.vectoriser.transform(texts))
        return weight * by_meaning + (1.0 - weight) * by_words


def _vectoriser() -> FeatureUnion:
    """Words and pairs of words for vocabulary, characters for typos and missing accents."""
    shared = {"sublinear_tf": True, "strip_accents": "unicode", "min_df": 2}
    return FeatureUnion(
        [
            ("words", TfidfVectorizer(ngram_range=(1, 2), **shared)),
            ("characters", TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), **shared)),
        ]
    )


def _softmax(scores: np.ndarray, temperature: float) -> np.ndarray:
    scaled = scores / temperature
    scaled = scaled - scaled.max(axis=1, keepdims=True)
    exponentials = np.exp(scaled)
    return exponentials / exponentials.sum(axis=1, keepdims=True)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SentenceIntentClassifier(GraphComponent, IntentClassifier):
    """Predicts the intent of a message with a calibrated confidence."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Ask for a featurizer before this component."""
        return [Featurizer]

    @staticmethod
    def required_packages() -> list[str]:
        """Name what must be installed; Rasa wants names both importable and distributed."""
        return ["skops"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the defaults.

        `encoder_c`, `lexical_c`: inverse regularisation strengths of the two regressions;
        `encoder_weight`: share of the encoder in the mix, 0 to 1; `ranking_length`: intents returned.
        """
        return {
            "encoder_c": 20.0,
            "lexical_c": 50.0,
            "encoder_weight": 0.55,
            "ranking_length": 10,
            "random_state": 42,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceIntentClassifier:
        """Create an untrained classifier."""
        return cls(config, model_storage, resource)

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        experts: _Experts | None = None,
        temperature: float = 1.0,
    ) -> None:
        """Hold the configuration and, once trained or loaded, the experts."""
        self._config = {**self.get_default_config(), **config}
        self._storage = model_storage
        self._resource = resource
        self._experts = experts
        self._temperature = temperature

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the temperature on a held-out fifth, then the experts on everything."""
        examples = [e for e in training_data.intent_examples if e.get(INTENT) and e.get(TEXT)]
        if not examples:
            return self._resource
        texts = [plain(e.get(TEXT)) for e in examples]
        intents = np.array([e.get(INTENT) for e in examples])
        vectors = self._vectors(examples)
        self._temperature = self._learn_temperature(texts, vectors, intents)
        self._experts = self._fit(texts, vectors, intents)
        with self._storage.write_to(self._resource) as directory:
            skops.io.dump(
                {
                    "encoder": self._experts.encoder,
                    "vectoriser": self._experts.vectoriser,
                    "lexical": self._experts.lexical,
                    "temperature": self._temperature,
                },
                directory / _FILE,
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
    ) -> SentenceIntentClassifier:
        """Load the trained experts; untrained when the model holds none."""
        try:
            with model_storage.read_from(resource) as directory:
                # Only the types that training wrote: skops refuses anything else.
                stored = skops.io.load(directory / _FILE, trusted=["scipy.sparse._csr.csr_matrix"])
        except ValueError:
            return cls(config, model_storage, resource)
        experts = _Experts(stored["encoder"], stored["vectoriser"], stored["lexical"])
        return cls(config, model_storage, resource, experts, stored["temperature"])

    def process(self, messages: list[Message]) -> list[Message]:
        """Set `intent` and `intent_ranking`, best first, on every message."""
        if self._experts is None:
            return messages
        scores = self._experts.log_probabilities(
            [plain(m.get(TEXT)) for m in messages], self._vectors(messages), self._config["encoder_weight"]
        )
        for message, row in zip(messages, _softmax(scores, self._temperature), strict=True):
            best = np.argsort(-row)[: int(self._config["ranking_length"])]
            ranking = [
                {"name": str(self._experts.encoder.classes_[i]), "confidence": float(row[i])} for i in best
            ]
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    @staticmethod
    def _vectors(messages: list[Message]) -> np.ndarray:
        """Stack the sentence vectors; shape ``(len(messages), dimensions)``."""
        rows = []
        for message in messages:
            _, sentence = message.get_dense_features(TEXT)
            rows.append(sentence.features[0])
        return np.vstack(rows)

    def _fit(self, texts: list[str], vectors: np.ndarray, intents: np.ndarray) -> _Experts:
        vectoriser = _vectoriser()
        # A loose tolerance: further iterations triple the time and change no prediction.
        shared = {
            "max_iter": 200,
            "tol": 1e-2,
            "class_weight": "balanced",
            "random_state": self._config["random_state"],
        }
        encoder = LogisticRegression(C=self._config["encoder_c"], **shared).fit(vectors, intents)
        lexical = LogisticRegression(C=self._config["lexical_c"], **shared).fit(
            vectoriser.fit_transform(texts), intents
        )
        return _Experts(encoder, vectoriser, lexical)

    def _learn_temperature(self, texts: list[str], vectors: np.ndarray, intents: np.ndarray) -> float:
        """Minimise the log loss on held-out examples; 1.0 where a class is too small to split."""
        _, counts = np.unique(intents, return_counts=True)
        if counts.min() < 1 / _HELD_OUT:
            return 1.0
        seen, held_out = train_test_split(
            np.arange(len(texts)),
            test_size=_HELD_OUT,
            stratify=intents,
            random_state=self._config["random_state"],
        )
        experts = self._fit([texts[i] for i in seen], vectors[seen], intents[seen])
        scores = experts.log_probabilities(
            [texts[i] for i in held_out], vectors[held_out], self._config["encoder_weight"]
        )
        column = {intent: i for i, intent in enumerate(experts.encoder.classes_)}
        truth = np.array([column[intent] for intent in intents[held_out]])

        def log_loss(temperature: float) -> float:
            chosen = _softmax(scores, temperature)[np.arange(len(truth)), truth]
            return float(-np.log(np.clip(chosen, 1e-12, None)).mean())

        return float(minimize_scalar(log_loss, bounds=(0.1, 5.0), method="bounded").x)
