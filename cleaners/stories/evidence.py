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
from cleaners.stories.regions import is_region, speak_of_others

_SHORTER_FOUND = 0.6
_LONGER_FOUND = 0.4
_LONGER_FOUND_THAT_DAY = 0.3
_WHOLE = 0.8
_WORTH_ALIGNING = 0.2
_SOUGHT_AT_MOST = 300
_READ_MORE_AT_MOST = 6
_UNIT_AT_MOST = 3
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
    if a.corrects != b.corrects:
        return Verdict(False, "correction", (a if a.corrects else b).clauses[0])
    if _revised(a.history, b.history):
        return Verdict(False, "other_version", " ".join(sorted(a.history ^ b.history)))
    if speak_of_others(a.title_regions, b.title_regions):
        return Verdict(False, "other_region", f"{' '.join(a.title_regions)} / {' '.join(b.title_regions)}")
    gaps = gaps_between(a.clauses, b.clauses)
    lost_a = _unfound(a, b, ((gap.a_from, gap.a_to) for gap in gaps))
    lost_b = _unfound(b, a, ((gap.b_from, gap.b_to) for gap in gaps))
    open_a, open_b = _open_end(a, b, lost_a), _open_end(b, a, lost_b)
    lost_a -= open_a
    lost_b -= open_b
    found_a = a.weight - sum(len(a.clauses[at]) for at in lost_a)
    found_b = b.weight - sum(len(b.clauses[at]) for at in lost_b)
    if (
        min(found_a / a.weight, found_b / b.weight) < _WORTH_ALIGNING
        and max(found_a / a.weight, found_b / b.weight) < 0.2
    ):
        return Verdict(False, "little_in_common")
    replaced: list[Replacement] = []
    for i, j in _rewritten(a, b, gaps, lost_a, lost_b):
        if i in open_a or j in open_b:
            continue
        here, common = replacements(a.clauses[i], b.clauses[j])
        replaced += here
        found_a += common if i in lost_a else 0
        found_b += common if j in lost_b else 0
    part_a, part_b = found_a / a.weight, found_b / b.weight
    shorter, longer = (part_a, part_b) if a.weight <= b.weight else (part_b, part_a)
    for one in replaced:
        if _figures_differ(one):
            return Verdict(False, "other_figure", _quoted(one), shorter)
        if _regions_differ(one):
            return Verdict(False, "other_region", _quoted(one), shorter)
    words = Counter((one.old, one.new) for one in replaced if len(one.old) > 1 or len(one.new) > 1)
    for (old, new), times in words.items():
        if times > 1:
            return Verdict(False, "filled_template", f"{''.join(old)} / {''.join(new)}", shorter)
    if shorter < _SHORTER_FOUND:
        return Verdict(False, "too_little_in_common", f"{shorter:.2f}", shorter)
    alike = _titles_alike(a, b)
    if not alike and longer < _WHOLE and (a.headline in b.headings or b.headline in a.headings):
        return Verdict(False, "item_of_collection", a.title if a.headline in b.headings else b.title, shorter)
    enough = _LONGER_FOUND_THAT_DAY if a.published_on and a.published_on == b.published_on else _LONGER_FOUND
    if longer < enough and not (a.cut or b.cut or alike or open_a or open_b):
        return Verdict(False, "quoted_in_longer", f"{longer:.2f}", shorter)
    return Verdict(True, "copy", f"{shorter:.2f}", shorter)


def _titles_alike(a: Prepared, b: Prepared) -> bool:
    short, long = sorted((a.headline, b.headline), key=len)
    return len(short) >= 4 and short in long


def _revised(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether one law was revised after the other: a copy may lack a line of its history, but not the last."""
    if not one or not other or one == other:
        return False
    return max(one) != max(other) or not (one <= other or other <= one)


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


def _open_end(one: Prepared, other: Prepared, lost: set[int]) -> set[int]:
    """The last clause of a copy that was cut in its middle, if it begins as a clause of the other.

    Before: ``累计确定密切接触者24……[详细]``; the original goes on ``累计确定密切接触者2452例``.
    """
    last = len(one.clauses) - 1
    if last not in lost:
        return set()
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
    if not rest or (
        shared >= 4
        and len(rest) <= _READ_MORE_AT_MOST
        and "<" not in rest
        and common.rfind("<") <= common.rfind(">")
        and at + shared < len(other.joined)
    ):
        return {last}
    return set()


def _rewritten(
    a: Prepared, b: Prepared, gaps: list[Gap], lost_a: set[int], lost_b: set[int]
) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    for gap in gaps:
        here = pairs_of_rewritten(a.clauses[gap.a_from : gap.a_to], b.clauses[gap.b_from : gap.b_to])
        shifted = [(i + gap.a_from, j + gap.b_from) for i, j in here]
        in_place = gap.a_to - gap.a_from == gap.b_to - gap.b_from
        pairs += [(i, j) for i, j in shifted if i in lost_a or j in lost_b or in_place]
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
        return old != new and not (old[-1].endswith(new[-1]) or new[-1].endswith(old[-1]))
    return bool(_NUMERALS.issuperset(one.old) and _NUMERALS.issuperset(one.new))


def _regions_differ(one: Replacement) -> bool:
    old = {token for token in one.old if is_region(token)}
    new = {token for token in one.new if is_region(token)}
    return bool(old and new and not old & new)


def _quoted(one: Replacement) -> str:
    def side(middle: tuple[str, ...]) -> str:
        return re.sub("[<>]", "", "".join((*one.before, *middle, *one.after)))

    return f"{side(one.old)} / {side(one.new)}"
