"""Stories kept in memory: candidates for a collection that is grouped in one go, found as the product's store does."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from cleaners.stories.fingerprint import NEAR, distance
from cleaners.stories.placing import COMPARED_AT_MOST, PER_BAND, PER_KEY, bands, keys, likelihood
from cleaners.stories.prepared import Prepared


class InMemory:
    """``Candidates`` over a dictionary of keys and bands."""

    def __init__(self) -> None:
        self._stories: list[str] = []
        self._firsts: list[Prepared] = []
        self._under: defaultdict[int, list[int]] = defaultdict(list)

    def add(self, story: str, first: Prepared) -> None:
        """Remembers a new story by its first text."""
        at = len(self._stories)
        self._stories.append(story)
        self._firsts.append(first)
        for key in {*keys(first), *bands(first.fingerprint)}:
            self._under[key].append(at)

    def near(self, text: Prepared) -> Iterator[tuple[str, Prepared]]:
        """Stories that share a key with ``text``, or a band and lie within ``NEAR`` bits, likeliest first."""
        shared: Counter[int] = Counter()
        for key in keys(text):
            shared.update(self._newest(key, PER_KEY))
        found = {at: distance(self._firsts[at].fingerprint, text.fingerprint) for at in shared}
        for band in bands(text.fingerprint):
            for at in self._newest(band, PER_BAND):
                bits = distance(self._firsts[at].fingerprint, text.fingerprint)
                if bits <= NEAR:
                    found[at] = bits
        ordered = sorted(found, key=lambda at: (likelihood(shared[at], found[at]), at))
        for at in ordered[:COMPARED_AT_MOST]:
            yield self._stories[at], self._firsts[at]

    def _newest(self, key: int, at_most: int) -> list[int]:
        return self._under[key][-at_most:] if key in self._under else []
