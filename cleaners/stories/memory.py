"""Stories kept in memory: candidates for a collection that is grouped in one go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from cleaners.stories.fingerprint import NEAR
from cleaners.stories.placing import keys
from cleaners.stories.prepared import Prepared

#: Stories that one key may bring up, the newest: a title that stands on every bulletin would bring up all of them.
PER_KEY = 40


class InMemory:
    """``Candidates`` over a dictionary of keys and one array of fingerprints."""

    def __init__(self) -> None:
        self._stories: list[str] = []
        self._firsts: list[Prepared] = []
        self._by_key: defaultdict[int, list[int]] = defaultdict(list)
        self._fingerprints: npt.NDArray[np.uint64] = np.zeros(1024, dtype=np.uint64)

    def add(self, story: str, first: Prepared) -> None:
        """Remembers a new story by its first text."""
        at = len(self._stories)
        if at == len(self._fingerprints):
            self._fingerprints = np.concatenate([self._fingerprints, np.zeros_like(self._fingerprints)])
        self._fingerprints[at] = first.fingerprint
        self._stories.append(story)
        self._firsts.append(first)
        for key in keys(first):
            self._by_key[key].append(at)

    def near(self, text: Prepared) -> Iterator[tuple[str, Prepared]]:
        """Stories that share a key with ``text`` or lie within ``NEAR`` bits, nearest fingerprint first."""
        stored = self._fingerprints[: len(self._stories)]
        bits = np.bitwise_count(stored ^ np.uint64(text.fingerprint))
        found = {at for key in keys(text) if key in self._by_key for at in self._by_key[key][-PER_KEY:]}
        found.update(np.flatnonzero(bits <= NEAR).tolist())
        for at in sorted(found, key=lambda one: (int(bits[one]), one)):
            yield self._stories[at], self._firsts[at]
