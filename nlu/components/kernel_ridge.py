"""The model of the intent classifier, in numpy: fit, leave-one-out, probabilities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import linalg
from scipy.optimize import minimize_scalar
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion

# Enough to learn one number; each costs a triangular solve, and its siblings too.
_CALIBRATION_EXAMPLES = 500
_SIBLINGS = 4
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

    `centre` is the mean training vector, shape ``(d,)``, from which meanings are seen: an encoder's vectors
    share a direction that says nothing (Mu & Viswanath 2018, "All-but-the-Top"). `examples` are the training
    vectors seen so, ``(n, d)``; `dual` their coefficients, ``(n, intents)``; `lexical` the coefficients of
    the words, ``(features, intents)``: the linear part of the kernel is kept in its primal form, which
    predicts faster.
    """

    vectoriser: FeatureUnion
    intents: np.ndarray
    centre: np.ndarray
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
        centre = vectors.mean(axis=0).astype(np.float32)
        vectors = _seen_from(centre, vectors)
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
        left_out = _left_out(factor, dual, targets, vectors, seed)
        lexical = (1.0 - strengths.meaning) / 2.0 * (words.T @ dual)
        return cls(
            vectoriser,
            intents,
            centre,
            vectors,
            dual,
            np.asarray(lexical),
            strengths.meaning,
            strengths.gamma,
            _temperature(*left_out),
        )

    def probabilities(self, texts: list[str], vectors: np.ndarray) -> np.ndarray:
        """Return the probability of each intent, shape ``(len(texts), intents)``, rows summing to one."""
        near = self.meaning * _gaussian(_seen_from(self.centre, vectors), self.examples, self.gamma)
        scores = near @ self.dual + self.vectoriser.transform(texts) @ self.lexical
        return _softmax(scores, self.temperature)

    def arrays(self) -> dict[str, Any]:
        """Return everything but the vectoriser, as arrays; half precision where it changes nothing."""
        return {
            "intents": self.intents.astype(str),
            "centre": self.centre,
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
            arrays["centre"],
            arrays["examples"].astype(np.float32),
            arrays["dual"],
            arrays["lexical"].astype(np.float32),
            meaning,
            gamma,
            temperature,
        )


def _seen_from(centre: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """Return the directions from `centre` to `vectors`, as unit vectors of their shape."""
    away: np.ndarray = vectors.astype(np.float32) - centre
    away /= np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-6)
    return away


def _gaussian(left: np.ndarray, right: np.ndarray, gamma: float) -> np.ndarray:
    """Return exp(-gamma |x - y|²) for unit vectors; shape ``(len(left), len(right))``."""
    gaussian: np.ndarray = left @ right.T
    np.clip(gaussian, -1.0, 1.0, out=gaussian)
    gaussian -= 1.0
    gaussian *= 2.0 * gamma
    np.exp(gaussian, out=gaussian)
    return gaussian


def _left_out(
    factor: np.ndarray, dual: np.ndarray, targets: np.ndarray, vectors: np.ndarray, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return exact scores of some examples as if neither they nor their nearest siblings had been learnt.

    Also the columns of their intents. Leaving out the one alone would flatter: whoever wrote it wrote others
    like it. Without the group G its scores are ``targets_G - (K⁻¹_GG)⁻¹ dual_G`` (Rifkin & Lippert 2007, for
    more than one).
    """
    size, intents = len(targets), targets.argmax(axis=1)
    some = np.random.default_rng(seed).permutation(size)[:_CALIBRATION_EXAMPLES]
    groups = []
    for one in some:
        siblings = np.flatnonzero(intents == intents[one])
        near = siblings[np.argsort(-(vectors[siblings] @ vectors[one]))]
        groups.append(np.array([one, *near[near != one][:_SIBLINGS]]))
    held = np.concatenate(groups)
    unit = np.zeros((size, len(held)), np.float32)
    unit[held, np.arange(len(held))] = 1.0
    half = linalg.solve_triangular(factor, unit, lower=True, overwrite_b=True, check_finite=False)
    scores, start = [], 0
    for group in groups:
        columns = half[:, start : start + len(group)]
        scores.append(targets[group[0]] - linalg.solve(columns.T @ columns, dual[group], assume_a="pos")[0])
        start += len(group)
    return np.array(scores), intents[some]


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
