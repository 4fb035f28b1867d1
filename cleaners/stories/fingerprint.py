"""The door ``fingerprint``: a 64-bit simhash of a text's normal form, made with the ``simhash`` package."""

from __future__ import annotations

from typing import Any

import xxhash
from simhash import Simhash  # type: ignore[import-untyped]

from cleaners.stories.body import body_lines, page_lines
from cleaners.stories.normal import fold, squash

#: Characters of a feature.  Measured on cleaned Chinese text against 2, 3, 6 and 8 (baselines of near-duplicates).
WIDTH = 4
#: How far two fingerprints of one text usually lie apart at most; further ones are found by their clauses.
NEAR = 16


class _DistinctSimhash(Simhash):  # type: ignore[misc]  # the package has no types
    """Larger batches than the package's 200: one NumPy call for most texts."""

    batch_size = 4096


def _digest(feature: bytes) -> bytes:
    return xxhash.xxh3_64_digest(feature)


def fingerprint_of(squashed: str) -> int:
    """The simhash of the distinct four-character pieces of ``squashed``; 0 for an empty text.

    Distinct pieces, each of weight one: with NumPy 2 the package raises ``OverflowError`` on a piece that occurs more
    than 255 times (``人民法院`` in a long law), because it multiplies weights into bytes.
    """
    if not squashed:
        return 0
    pieces = {squashed[at : at + WIDTH] for at in range(max(len(squashed) - WIDTH + 1, 1))}
    made: Any = _DistinctSimhash(list(pieces), hashfunc=_digest)
    return int(made.value)


def fingerprint(text: str) -> int:
    """The 64-bit unsigned simhash of the text's normal form (widths, traditional characters, page furniture folded).

    Texts that differ in few places have values that differ in few bits, whatever it is that differs: a fingerprint
    finds candidates and never decides (``evidence.compare`` does).  0 for a text without letters.
    """
    return fingerprint_of(squash("".join(body_lines(page_lines(fold(text))))))


def distance(a: int, b: int) -> int:
    """In how many of the 64 bits two fingerprints differ."""
    return (a ^ b).bit_count()
