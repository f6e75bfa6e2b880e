"""Intent classifier: kernel ridge regression on what a sentence means and on the words it is made of.

Regularised least squares with one column an intent (Rifkin, Yeo & Poggio 2003, "Regularized Least-Squares
Classification"). The kernel is a sum: a Gaussian on the sentence encoder's vectors, for meaning, and a
linear one on word and character tf-idf, for vocabulary and typos. One Cholesky factorisation trains it and
also gives the exact scores of left-out examples, on which a temperature is learnt (Guo et al. 2017, "On
Calibration of Modern Neural Networks"), so that a confidence can be read as a probability.
"""

from __future__ import annotations

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

from components.kernel_ridge import KernelRidge, Strengths
from components.sentence_encoder import encode
from components.text import plain

_FILE = "vectoriser.skops"
_ARRAYS = "classifier.npz"
# The only type in our file that skops does not know by itself.
_TRUSTED = ["scipy.sparse._csr.csr_matrix", "numpy.dtype"]


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

        `meaning`: share of the encoder in the kernel, 0 to 1; `gamma`: sharpness of its Gaussian;
        `ridge`: regularisation; `balance`: 0 counts every example alike, 1 every intent alike;
        `names_as_examples`: learn each intent's name as one more example of it; `ranking_length`: intents
        returned.
        """
        return {
            "meaning": 0.7,
            "gamma": 1.0,
            "ridge": 0.1,
            "balance": 0.25,
            "names_as_examples": True,
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
        model: KernelRidge | None = None,
    ) -> None:
        """Hold the configuration and, once trained or loaded, the model."""
        self._config = {**self.get_default_config(), **config}
        self._storage = model_storage
        self._resource = resource
        self._model = model

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the model on every example that has an intent and a text."""
        examples = [e for e in training_data.intent_examples if e.get(INTENT) and e.get(TEXT)]
        if not examples:
            return self._resource
        texts = [plain(e.get(TEXT)) for e in examples]
        vectors, intents = self._vectors(examples), [e.get(INTENT) for e in examples]
        if self._config["names_as_examples"]:
            names = sorted(set(intents))
            said = [name.replace("_", " ") for name in names]
            texts, intents, vectors = texts + said, intents + names, np.vstack([vectors, encode(said)])
        strengths = Strengths(*(float(self._config[n]) for n in ("meaning", "gamma", "ridge", "balance")))
        self._model = KernelRidge.fit(
            texts, vectors, intents, strengths, seed=int(self._config["random_state"])
        )
        with self._storage.write_to(self._resource) as directory:
            skops.io.dump(self._model.vectoriser, directory / _FILE)
            np.savez_compressed(directory / _ARRAYS, **self._model.arrays())
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
        """Load the trained model; untrained when nothing was stored."""
        try:
            with model_storage.read_from(resource) as directory:
                # Nothing is unpickled: skops refuses types it was not told of, numpy objects.
                vectoriser = skops.io.load(directory / _FILE, trusted=_TRUSTED)
                with np.load(directory / _ARRAYS, allow_pickle=False) as stored:
                    model = KernelRidge.from_arrays(vectoriser, dict(stored))
        except ValueError:
            return cls(config, model_storage, resource)
        return cls(config, model_storage, resource, model)

    def process(self, messages: list[Message]) -> list[Message]:
        """Set `intent` and `intent_ranking`, best first, on every message."""
        if self._model is None or not messages:
            return messages
        texts = [plain(message.get(TEXT)) for message in messages]
        rows = self._model.probabilities(texts, self._vectors(messages))
        for message, row in zip(messages, rows, strict=True):
            best = np.argsort(-row)[: int(self._config["ranking_length"])]
            ranking = [{"name": str(self._model.intents[i]), "confidence": float(row[i])} for i in best]
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
