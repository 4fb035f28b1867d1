"""What differs between two lists of clauses: gaps between common clauses, clauses rewritten, tokens replaced.

Only finds; whether a difference makes another text is judged in ``evidence``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from cleaners.stories.regions import REGION

#: Clause pairs that are aligned token by token, at most, and tokens of one side: what bounds the time of a pair.
PAIRS_AT_MOST = 60
TOKENS_AT_MOST = 160
#: Masked clauses that share so much answer each other: within a gap, and anywhere.
ALIKE = 0.5
ALIKE_ANYWHERE = 0.7
_CONTAINED = 0.85
_COMPARED_IN_A_GAP = 40

_TOKEN = re.compile(rf"(?:<[^>]*>[年月日时])+|<[^>]*>|[a-z]+|{REGION}|.", re.DOTALL)
_REGION = re.compile(REGION)
_NUMBER = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Gap:
    """Clauses ``a[a_from:a_to]`` stand where the other text has ``b[b_from:b_to]``; one side may be empty."""

    a_from: int
    a_to: int
    b_from: int
    b_to: int


@dataclass(frozen=True, slots=True)
class Replacement:
    """``old`` of the one clause stands as ``new`` in the other, between the common tokens ``before`` and ``after``."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]


def gaps_between(a: Sequence[str], b: Sequence[str]) -> list[Gap]:
    """Where the two differ, in order: by clauses that occur once on each side and keep their order (patience)."""
    gaps: list[Gap] = []
    anchors = [(-1, -1), *_anchors(a, b), (len(a), len(b))]
    for (a_before, b_before), (a_next, b_next) in pairwise(anchors):
        i, j, k, n = a_before + 1, a_next, b_before + 1, b_next
        while i < j and k < n and a[i] == b[k]:
            i, k = i + 1, k + 1
        while i < j and k < n and a[j - 1] == b[n - 1]:
            j, n = j - 1, n - 1
        if i < j or k < n:
            gaps.append(Gap(i, j, k, n))
    return gaps


def _anchors(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    once_a = {clause for clause, times in Counter(a).items() if times == 1}
    at_b = {clause: at for at, clause in enumerate(b) if clause in once_a}
    once_b = {clause for clause, times in Counter(b).items() if times == 1}
    common = [(at, at_b[clause]) for at, clause in enumerate(a) if clause in at_b and clause in once_b]
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for index, (_, position) in enumerate(common):
        depth = bisect_left(tails, position)
        previous.append(ends[depth - 1] if depth else -1)
        if depth == len(tails):
            tails.append(position)
            ends.append(index)
        else:
            tails[depth], ends[depth] = position, index
    chain = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chain.append(common[index])
        index = previous[index]
    return chain[::-1]


def pairs_of_rewritten(a: Sequence[str], b: Sequence[str], *, alike: float = ALIKE) -> list[tuple[int, int]]:
    """Clauses of ``a`` and ``b`` that say the same but for a figure or a word, each used once, as pairs of indexes.

    ``alike``: how much of two clauses, figures and places masked, must be shared (Dice, 0 to 1).
    """
    shapes_a = [_shape(clause) for clause in a[:_COMPARED_IN_A_GAP]]
    shapes_b = [_shape(clause) for clause in b[:_COMPARED_IN_A_GAP]]
    scored = []
    for i, one in enumerate(shapes_a):
        for j, other in enumerate(shapes_b):
            if one and other and (shared := len(one & other)):
                score = 2 * shared / (len(one) + len(other))
                if a[i] in b[j] or b[j] in a[i]:
                    score = 1.0
                if score >= alike or shared >= _CONTAINED * min(len(one), len(other)) > 8:
                    scored.append((score, -abs(i - j), i, j))
    scored.sort(reverse=True)
    used_a: set[int] = set()
    used_b: set[int] = set()
    pairs = []
    for _, _, i, j in scored:
        if i not in used_a and j not in used_b:
            used_a.add(i)
            used_b.add(j)
            pairs.append((i, j))
    return sorted(pairs)


def _shape(clause: str) -> set[str]:
    masked = "^" + _REGION.sub("@", _NUMBER.sub("0", clause)) + "$"
    return {masked[at : at + 2] for at in range(len(masked) - 1)}


def tokens_of(clause: str) -> list[str]:
    """Numbers as ``<15>``, dates as a whole, Latin words, names of regions, else single Han characters."""
    return _TOKEN.findall(clause)


def replacements(one: str, other: str) -> tuple[list[Replacement], int]:
    """What stands in ``one`` as something else in ``other``, and how many characters they have in common.

    What only one of them has is no replacement.
    """
    a, b = tokens_of(one)[:TOKENS_AT_MOST], tokens_of(other)[:TOKENS_AT_MOST]
    found: list[Replacement] = []
    common = 0
    for kind, i, j, k, n in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if kind == "replace":
            found.append(
                Replacement(tuple(a[i:j]), tuple(b[k:n]), tuple(a[max(0, i - 3) : i]), tuple(a[j : j + 3]))
            )
        elif kind == "equal":
            common += sum(map(len, a[i:j]))
    return found, common
