"""Placing a text among the stories already there: the one function above every kind of store.

A story is told by its first text; a new text is compared with the first texts of the candidates and never with later
members, so that a chain of small steps cannot glue two different notices together.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Protocol, TypeVar

import xxhash

from cleaners.stories.evidence import Verdict, compare
from cleaners.stories.prepared import Prepared

#: First texts that one new text is compared with, at most.  Measured on the dev collection: in the order of
#: ``likelihood`` the story that a text joins is the first of up to 94 for 3,954 of 3,980 texts, among the first nine
#: for all but two, and those two joined another region's notice.
COMPARED_AT_MOST = 16
#: Stories that one key may bring up, the newest: a title that stands on every bulletin would bring up all of them.
PER_KEY = 40
#: The same for a band, where only those count whose whole fingerprint is near: a band of 16 bits is shared by chance.
PER_BAND = 400
#: Bits of one band of a fingerprint; two fingerprints less than four bits apart share one of the four bands.
BAND_BITS = 16

_TITLE_AT_LEAST = 8
_SURE = 0.98

StoryId = TypeVar("StoryId")


class Candidates(Protocol[StoryId]):
    """Where stories are looked up: ``memory.InMemory`` for one collection, tables for the product's store."""

    def add(self, story: StoryId, first: Prepared) -> None:
        """Remembers a new story by its first text: its ``keys`` and its fingerprint."""
        ...

    def near(self, text: Prepared) -> Iterable[tuple[StoryId, Prepared]]:
        """Stories whose first text shares a key with ``text``, or a band and lies within ``NEAR``: the likeliest first.

        In the order of ``likelihood``, equals by age.  May be lazy: ``place`` takes at most ``COMPARED_AT_MOST`` and
        often only one, so that a store need not load and prepare every candidate's text.
        """
        ...


def likelihood(shared: int, bits: int) -> tuple[int, int]:
    """What candidates are ordered by, likeliest first: keys shared, most first; then bits that differ, fewest first.

    A bulletin's editions share its title and perhaps a clause, their fingerprints being as near as a copy's with a
    frame around it; the copy shares most of its clauses with its original.
    """
    return -shared, bits


def keys(text: Prepared) -> list[int]:
    """The signed 64-bit numbers under which a text is looked up: equal keys make two texts candidates.

    At most ten: hashes of long clauses, the document's own number, a title of eight characters and more; each kind in a
    name space of its own.  Keys find what a cut moved out of the fingerprint's reach.  A key can be on many texts (the
    title of a daily bulletin): a store answers with the newest some tens of each.
    """
    spoken = [f"clause:{value}" for value in text.hashes]
    if text.number:
        spoken.append(f"number:{text.number}")
    if len(text.headline) >= _TITLE_AT_LEAST:
        spoken.append(f"title:{text.headline}")
    return sorted({_key(word) for word in spoken})


def bands(fingerprint: int) -> list[int]:
    """The signed 64-bit numbers of a fingerprint's four bands: near fingerprints mostly share one.

    Measured on the dev collection: keys and bands group as well as a scan of all fingerprints (B-cubed F1 0.9985 and
    0.9986), and a store answers both from one table, with nothing kept in memory.
    """
    mask = (1 << BAND_BITS) - 1
    return [_key(f"band{at}:{fingerprint >> at * BAND_BITS & mask}") for at in range(64 // BAND_BITS)]


def _key(word: str) -> int:
    value = xxhash.xxh3_64_intdigest(word.encode("utf-8", "surrogatepass"))
    return value - (1 << 64) if value >= 1 << 63 else value


def place(text: Prepared, among: Candidates[StoryId]) -> tuple[StoryId, Verdict] | None:
    """The story that ``text`` belongs to and why; ``None`` where it begins a story of its own (the caller adds it).

    Of several stories that it could join, the one that it has most in common with, so that a copy cut after its first
    paragraphs joins its original and not a round-up that has them too.  Texts are to be placed in order of publication.
    """
    best: tuple[StoryId, Verdict] | None = None
    for story, first in islice(among.near(text), COMPARED_AT_MOST):
        verdict = compare(first, text)
        if verdict.same and (best is None or _in_common(verdict) > _in_common(best[1])):
            best = story, verdict
            if _in_common(verdict) > 2 * _SURE:
                break
    return best


def _in_common(verdict: Verdict) -> float:
    return verdict.shared + verdict.covered
