"""Whether two texts are one: what differs decides, and the verdict says what it was.

A copy may be cut, framed, re-paragraphed, put into other characters; a copy does not change a figure, a date, a
document number or the place that it speaks of.  No fingerprint is looked at here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from cleaners.stories.differences import (
    PAIRS_AT_MOST,
    Gap,
    Replacement,
    gaps_between,
    pairs_of_rewritten,
    replacements,
)
from cleaners.stories.prepared import Prepared

_SHORTER_FOUND = 0.6
_LONGER_FOUND = 0.4
_SOUGHT_AT_MOST = 300
_NUMERALS = frozenset("一二三四五六七八九十百千万两〇")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two texts are one, by which rule, on what quoted evidence; ``shared``: part of the shorter found."""

    same: bool
    reason: str
    evidence: str = ""
    shared: float = 0.0


def compare(a: Prepared, b: Prepared) -> Verdict:
    """Whether ``a`` and ``b`` are one text.  Symmetric; bounded to some tens of milliseconds whatever is given."""
    if not a.joined or not b.joined:
        return Verdict(False, "no_text")
    if a.joined == b.joined:
        return Verdict(True, "equal", shared=1.0)
    if a.number and b.number and a.number != b.number:
        return Verdict(False, "other_number", f"{a.number} / {b.number}")
    gaps = gaps_between(a.clauses, b.clauses)
    lost_a = _unfound(a, b, ((gap.a_from, gap.a_to) for gap in gaps))
    lost_b = _unfound(b, a, ((gap.b_from, gap.b_to) for gap in gaps))
    found_a = 1 - sum(len(a.clauses[at]) for at in lost_a) / a.weight
    found_b = 1 - sum(len(b.clauses[at]) for at in lost_b) / b.weight
    shorter, longer = (found_a, found_b) if a.weight <= b.weight else (found_b, found_a)
    if shorter < 0.2:
        return Verdict(False, "little_in_common", f"{shorter:.2f}", shorter)
    replaced = [
        one
        for i, j in _rewritten(a, b, gaps, lost_a, lost_b)
        for one in replacements(a.clauses[i], b.clauses[j])
    ]
    for one in replaced:
        if _figures_differ(one):
            return Verdict(False, "other_figure", _quoted(one), shorter)
    words = Counter((one.old, one.new) for one in replaced if len(one.old) > 1 or len(one.new) > 1)
    for (old, new), times in words.items():
        if times > 1:
            return Verdict(False, "filled_template", f"{''.join(old)} / {''.join(new)}", shorter)
    if shorter < _SHORTER_FOUND:
        return Verdict(False, "too_little_in_common", f"{shorter:.2f}", shorter)
    if longer < _LONGER_FOUND and not (a.cut or b.cut):
        return Verdict(False, "quoted_in_longer", f"{longer:.2f}", shorter)
    return Verdict(True, "copy", f"{shorter:.2f}", shorter)


def _unfound(one: Prepared, other: Prepared, spans: Iterable[tuple[int, int]]) -> set[int]:
    lost = set()
    sought = 0
    for start, end in spans:
        for at in range(start, end):
            clause = one.clauses[at]
            if clause in other.known:
                continue
            sought += 1
            if sought > _SOUGHT_AT_MOST or len(clause) < 3 or clause not in other.joined:
                lost.add(at)
    return lost


def _rewritten(
    a: Prepared, b: Prepared, gaps: list[Gap], lost_a: set[int], lost_b: set[int]
) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    for gap in gaps:
        here = pairs_of_rewritten(a.clauses[gap.a_from : gap.a_to], b.clauses[gap.b_from : gap.b_to])
        shifted = [(i + gap.a_from, j + gap.b_from) for i, j in here]
        pairs += [(i, j) for i, j in shifted if i in lost_a or j in lost_b]
        if len(pairs) >= PAIRS_AT_MOST:
            return pairs
    left_a = sorted(lost_a - {i for i, _ in pairs})
    left_b = sorted(lost_b - {j for _, j in pairs})
    moved = pairs_of_rewritten([a.clauses[i] for i in left_a], [b.clauses[j] for j in left_b])
    return (pairs + [(left_a[i], left_b[j]) for i, j in moved])[:PAIRS_AT_MOST]


def _figures_differ(one: Replacement) -> bool:
    old = [token for token in one.old if token.startswith("<")]
    new = [token for token in one.new if token.startswith("<")]
    if old and new:
        return old != new
    return bool(_NUMERALS.issuperset(one.old) and _NUMERALS.issuperset(one.new))


def _quoted(one: Replacement) -> str:
    def side(middle: tuple[str, ...]) -> str:
        return re.sub("[<>]", "", "".join((*one.before, *middle, *one.after)))

    return f"{side(one.old)} / {side(one.new)}"
