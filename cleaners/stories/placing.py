"""Placing a text among the stories already there: the one function above every kind of store.

A story is told by its first text; a new text is compared with the first texts of the candidates and never with later
members, so that a chain of small steps cannot glue two different notices together.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import xxhash

from cleaners.stories.evidence import Verdict, compare
from cleaners.stories.fingerprint import NEAR, distance
from cleaners.stories.prepared import Prepared

#: First texts that one new text is compared with, at most, nearest fingerprints first.
COMPARED_AT_MOST = 40

_TITLE_AT_LEAST = 8


class Candidates(Protocol):
    """Where stories are looked up: in memory here, in the store's tables in ``models.index``."""

    def add(self, story: str, first: Prepared) -> None:
        """Remembers a new story by its first text: its ``keys`` and its fingerprint."""
        ...

    def near(self, text: Prepared) -> Iterable[tuple[str, Prepared]]:
        """Stories whose first text shares a key with ``text`` or has a fingerprint within ``NEAR`` bits of it."""
        ...


def keys(text: Prepared) -> list[int]:
    """The signed 64-bit numbers under which a text is looked up: equal keys make two texts candidates.

    At most ten: hashes of long clauses, the document's own number, a title of eight characters and more; each kind in a
    name space of its own.  Keys find what a cut moved out of the fingerprint's reach.
    """
    spoken = [f"clause:{value}" for value in text.hashes]
    if text.number:
        spoken.append(f"number:{text.number}")
    if len(text.title) >= _TITLE_AT_LEAST:
        spoken.append(f"title:{text.title}")
    return [_signed(xxhash.xxh3_64_intdigest(word.encode())) for word in spoken]


def _signed(value: int) -> int:
    return value - (1 << 64) if value >= 1 << 63 else value


def place(text: Prepared, among: Candidates) -> tuple[str, Verdict] | None:
    """The story that ``text`` belongs to and why; ``None`` where it begins a story of its own (the caller adds it).

    Of several stories that it could join, the one of which most is found in it.
    """
    ranked = sorted(among.near(text), key=lambda one: distance(one[1].fingerprint, text.fingerprint))
    best: tuple[str, Verdict] | None = None
    for story, first in ranked[:COMPARED_AT_MOST]:
        verdict = compare(first, text)
        if verdict.same and (best is None or verdict.shared > best[1].shared):
            best = story, verdict
            if verdict.shared > 0.98:
                break
    return best


__all__ = ["NEAR", "Candidates", "keys", "place"]
