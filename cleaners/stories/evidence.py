"""Whether two texts are one: what differs decides, and the verdict says what it was.

A copy may be cut, framed, re-paragraphed, put into other characters; a copy does not change a figure, a date, a
document number or the place that it speaks of.  No fingerprint is looked at here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cleaners.stories.alignment import Alignment, Side, align
from cleaners.stories.differences import Replacement
from cleaners.stories.prepared import Prepared
from cleaners.stories.regions import is_region

#: Parts of the shorter and of the longer text that must be found in the other (baselines of near-duplicates, 4.6).
_SHORTER_FOUND = 0.6
_LONGER_FOUND = 0.4
_LONGER_FOUND_THAT_DAY = 0.3
#: A collection is told from a copy by what it has beside the item.
_WHOLE = 0.7
#: Clauses said in other words, which a copy does not do; under one title an editor's touch is forgiven.
_REWORDED = 2
_REWORDED_UNDER_ONE_TITLE = 4
#: What must be found before a frame of furniture is forgiven.
_BEFORE_FRAMES = 0.3
_NUMERALS = frozenset("一二三四五六七八九十百千万两〇")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two texts are one, by which rule, on what quoted evidence.

    ``shared`` is the part of the shorter text that is found in the longer, ``covered`` that of the longer in the
    shorter, both 0 to 1 and told of texts that are one.
    """

    same: bool
    reason: str
    evidence: str = ""
    shared: float = 0.0
    covered: float = 0.0


def compare(a: Prepared, b: Prepared) -> Verdict:
    """Whether ``a`` and ``b`` are one text; the same answer in either order, evidence quoted shorter text first.

    Bounded: two texts of ``normal.READ_AT_MOST`` characters take less than 50 ms, whatever is in them.

    Reasons for one text: ``equal``, ``copy``.  Reasons for two: ``no_text``, ``other_number``, ``correction``,
    ``other_version``, ``other_region``, ``other_figure``, ``filled_template``, ``item_of_collection``,
    ``reworded``, ``little_in_common``, ``quoted_in_longer``.
    """
    if not a.joined or not b.joined:
        return Verdict(False, "no_text")
    if (b.weight, b.joined) < (a.weight, a.joined):
        a, b = b, a
    told = _by_what_they_say_of_themselves(a, b)
    if told is None and a.joined == b.joined:
        return Verdict(True, "equal", shared=1.0, covered=1.0)
    return told or _by_what_differs(align(a, b, settled=_figures_differ))


def _by_what_they_say_of_themselves(a: Prepared, b: Prepared) -> Verdict | None:
    if a.number and b.number and a.number != b.number:
        return Verdict(False, "other_number", f"{a.number} / {b.number}")
    if a.corrects != b.corrects:
        return Verdict(False, "correction", (a if a.corrects else b).clauses[0])
    if _revised(a.history, b.history):
        return Verdict(False, "other_version", " ".join(sorted(a.history ^ b.history)))
    if a.places.exclude(b.places):
        return Verdict(
            False, "other_region", " / ".join(" ".join(sorted(one.places.finest)) for one in (a, b))
        )
    return None


def _by_what_differs(pair: Alignment) -> Verdict:
    a, b = pair.a.text, pair.b.text
    shorter, longer = pair.a, pair.b
    shared = shorter.part
    for reason, quote in _conflicts(pair.replaced, mainland=not (a.traditional or b.traditional)):
        return Verdict(False, reason, quote)
    alike = _titles_alike(a, b)
    if _enough_of(shorter, alike) < _SHORTER_FOUND:
        return Verdict(False, "little_in_common", f"{shared:.2f}")
    if not alike and (_is_item(pair.a, pair.b) or _is_item(pair.b, pair.a)):
        return Verdict(False, "item_of_collection", f"{a.title} / {b.title}")
    reworded = 0 if a.traditional or b.traditional else pair.rewritten
    if reworded >= (_REWORDED_UNDER_ONE_TITLE if alike else _REWORDED):
        return Verdict(False, "reworded", f"{reworded} clauses")
    that_day = a.published_on is not None and a.published_on == b.published_on
    cut = a.cut or b.cut or pair.a.open or pair.b.open
    if longer.part < (_LONGER_FOUND_THAT_DAY if that_day else _LONGER_FOUND) and not (cut or alike):
        return Verdict(False, "quoted_in_longer", f"{longer.part:.2f}")
    return Verdict(True, "copy", f"{shared:.2f}", shared, longer.part)


def _enough_of(side: Side, titles_alike: bool) -> float:
    return side.unframed_part if titles_alike and side.part >= _BEFORE_FRAMES else side.part


def _is_item(item: Side, collection: Side) -> bool:
    """Whether the one is an article of the other, a round-up: its title stands there as a heading beside others.

    Before: ``1. 兰州300人穿警服持警棍凌晨袭击工地`` … ``2. 伊朗新增1411例新冠肺炎`` …
    """
    one, whole = item.text, collection.text
    beside = [heading for heading in whole.items if heading not in one.headings and heading not in one.joined]
    begins_as_item = one.clauses[0] in whole.items and one.clauses[0] not in one.items
    if one.headline not in whole.headings:
        return begins_as_item and len(beside) > 1 and collection.part < _WHOLE
    return collection.part < _WHOLE or (one.headline in whole.items and len(beside) > 0)


def _conflicts(replaced: Sequence[Replacement], *, mainland: bool) -> list[tuple[str, str]]:
    """What no copy does, worst first: another figure, another place, the same word put for the same word again.

    Words are not held against a text in traditional characters: Taiwan says 资讯 for 信息 throughout.
    """
    found = [("other_figure", _quoted(one)) for one in replaced if _figures_differ(one)]
    found += [("other_region", _quoted(one)) for one in replaced if _regions_differ(one)]
    if mainland:
        words = Counter((one.old, one.new) for one in replaced if len(one.old) > 1 or len(one.new) > 1)
        found += [
            ("filled_template", f"{''.join(old)} / {''.join(new)}")
            for (old, new), times in words.items()
            if times > 1
        ]
    return found


def _titles_alike(a: Prepared, b: Prepared) -> bool:
    short, long = sorted((a.headline, b.headline), key=len)
    return len(short) >= 4 and short in long


def _revised(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether one law was revised after the other: a copy may lack a line of its history, but not the last."""
    if not one or not other or one == other:
        return False
    return max(one) != max(other) or not (one <= other or other <= one)


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
