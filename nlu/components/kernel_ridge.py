"""The model of the intent classifier, in numpy: fit, leave-one-out, probabilities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import linalg
from scipy.optimize import minimize_scalar
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion

# Enough to learn one number; each costs a triangular solve.
_CALIBRATION_EXAMPLES = 2000
# Rows of the kernel filled at a time.
_ROWS = 1000


@dataclass(frozen=True)
class Strengths:
    """How much each part counts; see `SentenceIntentClassifier.get_default_config`."""

    meaning: float
    gamma: float
    ridge: float
    balance: float


def _vectoriser() -> FeatureUnion:
    """Words and pairs of words for vocabulary, characters for typos and missing accents."""
    shared = {"sublinear_tf": True, "strip_accents": "unicode", "min_df": 2, "dtype": np.float32}
    return FeatureUnion(
        [
            ("words", TfidfVectorizer(ngram_range=(1, 2), **shared)),
            ("characters", TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), **shared)),
        ]
    )


@dataclass(frozen=True)
class KernelRidge:
    """A trained model.

    `examples` are the training vectors, shape ``(n, d)``; `dual` their coefficients, ``(n, intents)``;
    `lexical` the coefficients of the words, ``(features, intents)``: the linear part of the kernel is kept
    in its primal form, which predicts faster.
    """

    vectoriser: FeatureUnion
    intents: np.ndarray
    examples: np.ndarray
    dual: np.ndarray
    lexical: np.ndarray
    meaning: float
    gamma: float
    temperature: float

    @classmethod
    def fit(
        cls,
        texts: list[str],
        vectors: np.ndarray,
        labels: list[str],
        strengths: Strengths,
        *,
        seed: int,
    ) -> KernelRidge:
        """Fit on `texts`, their `vectors` of shape ``(n, d)`` and their `labels`.

        Time grows with n³ and memory with n²: 12,700 examples take 40 seconds on two busy cores,
        and 2.4 GB with Rasa around it.
        """
        vectors = vectors.astype(np.float32)
        intents, columns, counts = np.unique(labels, return_inverse=True, return_counts=True)
        targets = np.zeros((len(texts), len(intents)), np.float32)
        targets[np.arange(len(texts)), columns] = 1.0
        vectoriser = _vectoriser()
        words = vectoriser.fit_transform(texts)
        kernel = _gaussian(vectors, vectors, strengths.gamma)
        kernel *= strengths.meaning
        for start in range(0, len(texts), _ROWS):  # in strips: the product of sparse matrices is dense
            strip = slice(start, start + _ROWS)
            kernel[strip] += (1.0 - strengths.meaning) / 2.0 * (words[strip] @ words.T).toarray()
        weights = (len(texts) / len(intents) / counts) ** strengths.balance
        kernel[np.diag_indices_from(kernel)] += strengths.ridge / weights[columns].astype(np.float32)
        factor = linalg.cholesky(kernel, lower=True, overwrite_a=True, check_finite=False)
        dual = linalg.cho_solve((factor, True), targets, check_finite=False)
        left_out = _leave_one_out(factor, dual, targets, seed)
        lexical = (1.0 - strengths.meaning) / 2.0 * (words.T @ dual)
        return cls(
            vectoriser,
            intents,
            vectors,
            dual,
            np.asarray(lexical),
            strengths.meaning,
            strengths.gamma,
            _temperature(*left_out),
        )

    def probabilities(self, texts: list[str], vectors: np.ndarray) -> np.ndarray:
        """Return the probability of each intent, shape ``(len(texts), intents)``, rows summing to one."""
        near = self.meaning * _gaussian(vectors.astype(np.float32), self.examples, self.gamma)
        scores = near @ self.dual + self.vectoriser.transform(texts) @ self.lexical
        return _softmax(scores, self.temperature)

    def arrays(self) -> dict[str, Any]:
        """Return everything but the vectoriser, as arrays; half precision where it changes nothing."""
        return {
            "intents": self.intents.astype(str),
            "examples": self.examples.astype(np.float16),
            "dual": self.dual,
            "lexical": self.lexical.astype(np.float16),
            "scalars": np.array([self.meaning, self.gamma, self.temperature]),
        }

    @classmethod
    def from_arrays(cls, vectoriser: FeatureUnion, arrays: dict[str, Any]) -> KernelRidge:
        """Undo `arrays`."""
        meaning, gamma, temperature = (float(value) for value in arrays["scalars"])
        return cls(
            vectoriser,
            arrays["intents"],
            arrays["examples"].astype(np.float32),
            arrays["dual"],
            arrays["lexical"].astype(np.float32),
            meaning,
            gamma,
            temperature,
        )


def _gaussian(left: np.ndarray, right: np.ndarray, gamma: float) -> np.ndarray:
    """Return exp(-gamma |x - y|²) for unit vectors; shape ``(len(left), len(right))``."""
    gaussian: np.ndarray = left @ right.T
    np.clip(gaussian, -1.0, 1.0, out=gaussian)
    gaussian -= 1.0
    gaussian *= 2.0 * gamma
    np.exp(gaussian, out=gaussian)
    return gaussian


def _leave_one_out(
    factor: np.ndarray, dual: np.ndarray, targets: np.ndarray, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return exact leave-one-out scores of some examples, and the columns of their intents.

    Without example i its score is ``target_i - dual_i / (K⁻¹)_ii`` (Rifkin & Lippert 2007).
    """
    size = len(targets)
    some = np.random.default_rng(seed).permutation(size)[:_CALIBRATION_EXAMPLES]
    unit = np.zeros((size, len(some)), np.float32)
    unit[some, np.arange(len(some))] = 1.0
    half = linalg.solve_triangular(factor, unit, lower=True, overwrite_b=True, check_finite=False)
    diagonal = (half**2).sum(axis=0)
    return targets[some] - dual[some] / diagonal[:, None], targets[some].argmax(axis=1)


def _temperature(scores: np.ndarray, truth: np.ndarray) -> float:
    """Return the temperature that makes `scores` the likeliest probabilities of `truth`."""

    def log_loss(temperature: float) -> float:
        chosen = _softmax(scores, temperature)[np.arange(len(truth)), truth]
        return float(-np.log(np.clip(chosen, 1e-12, None)).mean())

    return float(minimize_scalar(log_loss, bounds=(0.02, 1.0), method="bounded").x)


def _softmax(scores: np.ndarray, temperature: float) -> np.ndarray:
    scaled = scores / temperature
    scaled = scaled - scaled.max(axis=1, keepdims=True)
    exponentials = np.exp(scaled)
    shares: np.ndarray = exponentials / exponentials.sum(axis=1, keepdims=True)
    return shares
