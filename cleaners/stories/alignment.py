"""How two prepared texts lie against each other: what of each is found in the other, and what was put for what.

Only measures; whether it makes one text or two is judged in ``evidence``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cleaners.stories.differences import (
    ALIKE_ANYWHERE,
    PAIRS_AT_MOST,
    Gap,
    Replacement,
    gaps_between,
    pairs_of_rewritten,
    replacements,
)
from cleaners.stories.prepared import Prepared

_SOUGHT_AT_MOST = 300
_WORTH_ALIGNING = 0.2
_READ_MORE_AT_MOST = 6
_UNIT_AT_MOST = 3
_FRAME_AT_MOST = 60


@dataclass(slots=True)
class Side:
    """One text of a pair: characters ``found`` in the other, lost clauses, the clause it breaks off in, its frame.

    ``frame`` counts the characters of lost clauses before the first and after the last found one, at most
    ``_FRAME_AT_MOST`` at each end: what a page that knows no mark for its furniture puts around an article.
    """

    text: Prepared
    lost: set[int]
    open: set[int]
    found: int
    frame: int

    @property
    def part(self) -> float:
        return self.found / self.text.weight

    @property
    def unframed_part(self) -> float:
        return self.found / max(self.text.weight - self.frame, 1)


@dataclass(slots=True)
class Alignment:
    """Two texts against each other; ``rewritten`` counts clauses that say the same in other words."""

    a: Side
    b: Side
    replaced: list[Replacement]
    rewritten: int


def align(
    a: Prepared, b: Prepared, *, settled: Callable[[Replacement], bool] = lambda one: False
) -> Alignment:
    """The two texts against each other; both must have clauses.

    Goes no further once a replacement is found of which ``settled`` says that it decides: two editions of a bulletin
    differ in each clause, and the first says it.
    """
    gaps = gaps_between(a.clauses, b.clauses)
    one = _side(a, b, ((gap.a_from, gap.a_to) for gap in gaps))
    other = _side(b, a, ((gap.b_from, gap.b_to) for gap in gaps))
    alignment = Alignment(one, other, [], 0)
    if max(one.part, other.part) < _WORTH_ALIGNING:
        return alignment
    near, far = _answering(one, other, gaps)
    for i, j in near + far:
        if i in one.open or j in other.open:
            continue
        here, common = replacements(a.clauses[i], b.clauses[j])
        alignment.replaced += here
        if any(map(settled, here)):
            return alignment
        if (i, j) in far:
            continue
        alignment.rewritten += a.clauses[i] not in b.clauses[j] and b.clauses[j] not in a.clauses[i]
        one.found += common if i in one.lost else 0
        other.found += common if j in other.lost else 0
    return alignment


def _side(text: Prepared, other: Prepared, spans: Iterable[tuple[int, int]]) -> Side:
    lost: set[int] = set()
    sought = 0
    for start, end in spans:
        for at in range(start, end):
            clause = text.clauses[at]
            if clause in other.known:
                continue
            sought += 1
            if sought > _SOUGHT_AT_MOST or len(clause) < 3 or clause not in other.joined:
                lost.add(at)
    opened = _open_end(text, other, lost)
    lost -= opened
    found = text.weight - sum(len(text.clauses[at]) for at in lost)
    return Side(text, lost, opened, found, _frame(text, lost))


def _frame(text: Prepared, lost: set[int]) -> int:
    total = 0
    for order in (range(len(text.clauses)), range(len(text.clauses) - 1, -1, -1)):
        edge = 0
        for at in order:
            if at not in lost or edge + len(text.clauses[at]) > _FRAME_AT_MOST:
                break
            edge += len(text.clauses[at])
        total += edge
    return total


def _open_end(one: Prepared, other: Prepared, lost: set[int]) -> set[int]:
    """The last clause of a copy that was cut in its middle, if it begins as a clause of the other.

    Before: ``累计确定密切接触者24……[详细]``; the original goes on ``累计确定密切接触者2452例``.
    """
    last = len(one.clauses) - 1
    if last not in lost:
        return {last} if one.cut else set()
    clause = one.clauses[last]
    begun = clause.rstrip(">") if one.cut else clause
    before = one.clauses[last - 1] if last else ""
    at = other.joined.find(before + begun[:4]) + len(before)
    if at < len(before):
        return set()
    shared = 0
    for here, there in zip(begun, other.joined[at:], strict=False):
        if here != there:
            break
        shared += 1
    common, rest = begun[:shared], begun[shared:]
    if rest.startswith(">") and len(rest) > _UNIT_AT_MOST and rest[1:] not in other.joined:
        common, rest = f"{common}>", rest[1:]
    if not rest:
        return {last}
    in_a_number = common.rfind("<") > common.rfind(">")
    read_more = 1 < len(rest) <= _READ_MORE_AT_MOST and "<" not in rest and rest[1:] not in other.joined
    return {last} if shared >= 4 and read_more and not in_a_number else set()


def _answering(
    one: Side, other: Side, gaps: list[Gap]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Clauses that answer each other: those of one gap; then those lost on both sides, wherever they stand."""
    a, b = one.text.clauses, other.text.clauses
    near: list[tuple[int, int]] = []
    for gap in gaps:
        here = pairs_of_rewritten(a[gap.a_from : gap.a_to], b[gap.b_from : gap.b_to])
        in_place = gap.a_to - gap.a_from == gap.b_to - gap.b_from
        shifted = [(i + gap.a_from, j + gap.b_from) for i, j in here]
        near += [(i, j) for i, j in shifted if i in one.lost or j in other.lost or in_place]
        if len(near) >= PAIRS_AT_MOST:
            return near[:PAIRS_AT_MOST], []
    left_a = sorted(one.lost - {i for i, _ in near})
    left_b = sorted(other.lost - {j for _, j in near})
    far = pairs_of_rewritten([a[i] for i in left_a], [b[j] for j in left_b], alike=ALIKE_ANYWHERE)
    return near, [(left_a[i], left_b[j]) for i, j in far][: PAIRS_AT_MOST - len(near)]
