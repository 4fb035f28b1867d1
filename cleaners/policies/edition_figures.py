"""The counted and dated figures of a text (互认项目超过200项, 不迟于11月底), and which of two texts answer each other.

How two editions are laid side by side stands in ``edition_difference``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from cleaners.dates import read_han_number
from cleaners.policies.layout import fold, squeeze

_COUNTERS = (
    "个百分点|百分点|场次|人次|万元|亿元|件|项|种|家|所|个|名|人|场|次|张|床|元|县|台|套|批|例|支|条|处|门|天|日内"
    "|小时|分钟|个月|个工作日|工作日|年|岁|倍|座|户|份|公里|学时|周|类|辆"
)
#: In figures any number with a counter or a 万, 亿, %; in Han numerals only what is counted so in titles (十件实事).
_FIGURE = re.compile(
    rf"(?<![\d.〔\[(第号])(?P<n>\d+(?:\.\d+)?(?:(?P<pct>%)|(?P<big>[万亿千百]*)[余多]?(?P<unit>{_COUNTERS})?))"
    rf"|(?<![第一二三四五六七八九十])(?P<han>[二两三四五六七八九]?十[一二三四五六七八九]?|[二两三四五六七八九])(?P<thing>件|条|项|类|大)"
)
_DAY = re.compile(
    r"(?:(?P<year>20\d\d|本|次|上)年)?(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日(?:\d{1,2}时)?|(?P<part>底|末|初|中旬|上旬|下旬))?"
    r"|(?P<whole>20\d\d)年?(?:底|末)?(?!\d|[年月日]|号)"
)
_QUOTED = re.compile(r"《[^《》]{0,200}》|〔\d{4}〕\d+号|\[\d{1,3}\]")
_MARKS = re.compile(r"[\W_\d]+")
_BREAK = re.compile(r"[,;。:!?、\n]")
_CONTEXT = 60


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as printed with its counter, what kind of thing it counts, and the clause that it stands in."""

    shown: str
    kind: str  # the counter; "day" for a date; "" for a bare 10万
    value: str  # equal for 八件 and 8件
    clause: str
    start: int


@dataclass(frozen=True, slots=True)
class FigureChange:
    """The same matter with another figure, and the later clause that says it: 200项 → 300项."""

    before: str
    after: str
    about: str


def pairs_of(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a text without marks, blanks and digits."""
    plain = _MARKS.sub("", squeeze(fold(text)))
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


def weights_of(texts: Sequence[frozenset[str]]) -> dict[str, float]:
    """How much a pair of characters tells: the rarer in these texts, the more."""
    counts = Counter(pair for text in texts for pair in text)
    return {pair: log(1 + len(texts) / n) for pair, n in counts.items()}


def likeness(a: frozenset[str], b: frozenset[str], weights: Mapping[str, float]) -> float:
    """Weighted Dice's coefficient, 0 to 1."""
    total = sum(weights.get(pair, 1.0) for pair in a) + sum(weights.get(pair, 1.0) for pair in b)
    return 2 * sum(weights.get(pair, 1.0) for pair in a & b) / total if total else 0.0


def find_figures(text: str) -> list[Figure]:
    """Every figure of a text in order, years and what stands in 《》 or 〔〕 left out.

    Before: ``不迟于11月底互认项目超过200项``  after: ``11月底`` (day), ``200项`` (项)
    """
    folded = fold(text)
    plain = _QUOTED.sub(lambda match: "□" * len(match[0]), folded)
    found: list[Figure] = []
    taken: list[tuple[int, int]] = []
    for match in _DAY.finditer(plain):
        taken.append(match.span())
        if match["month"]:
            value = f"{match['year'] or ''}-{match['month']}-{match['day'] or match['part'] or ''}"
            found.append(_figure(text, folded, match.span(), "day", value))
    for match in _FIGURE.finditer(plain):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        if match["han"]:
            number = read_han_number(match["han"].replace("两", "二"))
            found.append(_figure(text, folded, match.span(), match["thing"], str(number)))
            continue
        kind = match["pct"] or match["unit"] or ""
        if not kind and not match["big"]:
            continue
        number_shown = match["n"][: len(match["n"]) - len(kind)]
        found.append(_figure(text, folded, match.span(), kind, number_shown))
    return sorted(found, key=lambda one: one.start)


def _figure(text: str, folded: str, span: tuple[int, int], kind: str, value: str) -> Figure:
    start, end = span
    before, after = folded[max(0, start - _CONTEXT) : start], folded[end : end + _CONTEXT]
    left = max((match.end() for match in _BREAK.finditer(before)), default=0)
    right = _BREAK.search(after)
    clause_from, clause_to = start - len(before) + left, end + (right.start() if right else len(after))
    return Figure(text[start:end], kind, value, squeeze(text[clause_from:clause_to]), start)


def match_figures(
    earlier: Sequence[Figure], later: Sequence[Figure], *, alike: float
) -> list[tuple[Figure, Figure]]:
    """Figures of one kind whose clauses speak of one matter, each of the later ones with at most one earlier.

    ``alike``: the least likeness (0 to 1) of two clauses that speak of one matter.
    The likest are paired first; of equals those at the same place among their kind.
    """
    contexts = {id(one): pairs_of(one.clause) for one in (*earlier, *later)}
    weights = weights_of(list(contexts.values()))
    scored: list[tuple[float, int, int, int]] = []
    for place, new in enumerate(later):
        for other, old in enumerate(earlier):
            if _family(old.kind) != _family(new.kind):
                continue
            score = likeness(contexts[id(old)], contexts[id(new)], weights)
            if score >= alike:
                scored.append((-round(score, 3), abs(place - other), place, other))
    pairs: list[tuple[Figure, Figure]] = []
    used_new: set[int] = set()
    used_old: set[int] = set()
    for _, _, place, other in sorted(scored):
        if place in used_new or other in used_old:
            continue
        used_new.add(place)
        used_old.add(other)
        pairs.append((earlier[other], later[place]))
    return sorted(pairs, key=lambda pair: pair[1].start)


def changes_among(pairs: Sequence[tuple[Figure, Figure]]) -> list[FigureChange]:
    """Those of the pairs whose values differ, each told once."""
    found: dict[tuple[str, str], FigureChange] = {}
    for old, new in pairs:
        if old.value != new.value:
            found.setdefault(
                (old.shown, new.shown), FigureChange(squeeze(old.shown), squeeze(new.shown), new.clause)
            )
    return list(found.values())


def _family(kind: str) -> str:
    return kind[:1] if kind in ("场次", "人次") else kind
