"""The three pipelines, as Rasa configurations."""

from __future__ import annotations

from typing import Any

import yaml

from benchmarks.understanding.data import NLU

ENCODER = "components.sentence_encoder.SentenceEncoderFeaturizer"
LEXICON = "components.lexicon_extractor.LexiconEntityExtractor"
TOKENIZER = {"name": "WhitespaceTokenizer"}
WORDS = {"name": "CountVectorsFeaturizer"}
# What people read in the report.
TITLES = {
    "ours": "ours (sentence encoder, kernel ridge)",
    "stock": "stock Rasa (count vectors, DIET)",
    "logistic": "Rasa's logistic regression on our encoder",
}


def components(name: str, epochs: int, seed: int) -> list[dict[str, Any]]:
    """Return the components of a pipeline; `epochs` and `seed` are for DIET, which trains by chance."""
    match name:
        case "ours":
            shipped = yaml.safe_load((NLU / "config.yml").read_text("utf-8"))["pipeline"]
            # The lexicon finds entities; intents do not depend on it.
            return [component for component in shipped if component["name"] != LEXICON]
        case "stock":
            characters = {**WORDS, "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4}
            diet = {"name": "DIETClassifier", "epochs": epochs, "random_seed": seed}
            return [TOKENIZER, WORDS, characters, diet]
        case "logistic":
            # The classifier puts dense and sparse features side by side.
            return [TOKENIZER, {"name": ENCODER}, WORDS, {"name": "LogisticRegressionClassifier"}]
        case _:
            raise ValueError(f"no pipeline {name!r}; there are {', '.join(TITLES)}")


def config(name: str, epochs: int, seed: int) -> str:
    """Return a Rasa configuration file."""
    # YAML's anchors for components used twice would only puzzle a reader.
    pipeline = [dict(component) for component in components(name, epochs, seed)]
    return yaml.safe_dump(
        {"recipe": "default.v1", "assistant_id": "bench", "language": "en", "pipeline": pipeline},
        sort_keys=False,
    )
