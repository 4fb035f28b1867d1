"""Fingerprints a second, ours against the package's default, in one run on one core.

    python -m tests.benchmarks.fingerprints [texts]

The texts are invented, 2,000 characters each; the door's whole way is timed (normal form, body, simhash).
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from time import perf_counter

from simhash import Simhash  # type: ignore[import-untyped]

from cleaners.stories import fingerprint
from tests.benchmarks.synthetic import text_of

LENGTH = 2000


def texts_a_second(make: Callable[[str], object], texts: list[str]) -> float:
    began = perf_counter()
    for text in texts:
        make(text)
    return len(texts) / (perf_counter() - began)


def main(count: int) -> None:
    draw = random.Random(1)
    texts = [text_of(draw, LENGTH) for _ in range(count)]
    fingerprint(texts[0])  # the tables of characters are made once
    ours = theirs = 0.0
    for _ in range(3):
        ours = max(ours, texts_a_second(fingerprint, texts))
        theirs = max(theirs, texts_a_second(Simhash, texts))
    print(f"ours {ours:,.0f}/s, the package's default {theirs:,.0f}/s, {ours / theirs:.2f} times")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
