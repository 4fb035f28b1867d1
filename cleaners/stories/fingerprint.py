"""The door ``fingerprint``: a 64-bit simhash of a text's normal form, made with the ``simhash`` package."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import xxhash
from simhash import Simhash, bytes_to_int  # type: ignore[import-untyped]

from cleaners.stories.body import body_lines, page_lines
from cleaners.stories.normal import fold, squash

#: Characters of a feature.  Measured on cleaned Chinese text against 2, 3, 6 and 8 (baselines of near-duplicates).
WIDTH = 4
#: How far two fingerprints of one text usually lie apart at most; further ones are found by their clauses.
NEAR = 16

_BYTES_A_CHARACTER = 4


class _FastSimhash(Simhash):  # type: ignore[misc]  # the package has no types
    """The package's simhash over byte strings of weight one, hashed with XXH3 and counted in one go.

    The package's own loop encodes, hashes and batches feature by feature, and with NumPy 2 raises ``OverflowError`` on
    a feature of weight above 255 (``人民法院`` in a long law), because it multiplies weights into bytes: hence distinct
    features without weights here.
    """

    def build_by_features(self, features: Iterable[bytes]) -> None:
        digests = list(map(xxhash.xxh3_64_digest, features))
        ones = self._sum_hashes(digests)
        self.value = bytes_to_int(np.packbits(ones > len(digests) / 2).tobytes())


def fingerprint_of(squashed: str) -> int:
    """The simhash of the distinct four-character pieces of ``squashed``; 0 for an empty text."""
    if not squashed:
        return 0
    encoded = squashed.encode("utf-32-le", "surrogatepass")
    piece = WIDTH * _BYTES_A_CHARACTER
    starts = range(0, max(len(encoded) - piece, 0) + 1, _BYTES_A_CHARACTER)
    return int(_FastSimhash({encoded[at : at + piece] for at in starts}).value)


def fingerprint(text: str) -> int:
    """The 64-bit unsigned simhash of the text's normal form (widths, traditional characters, page furniture folded).

    Texts that differ in few places have values that differ in few bits, whatever it is that differs: a fingerprint
    finds candidates and never decides (``evidence.compare`` does).  0 for a text without letters.
    """
    return fingerprint_of(squash("".join(body_lines(page_lines(fold(text))))))


def distance(a: int, b: int) -> int:
    """In how many of the 64 bits two fingerprints differ."""
    return (a ^ b).bit_count()
