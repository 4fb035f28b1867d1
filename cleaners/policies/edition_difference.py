"""What changed from one edition of a document to the next, for people: items added, dropped, changed.

Paragraphs that say the same are laid side by side wherever they stand, and their figures with them.  How the answer
is worded stands in ``edition_words``; which documents are editions of one series in ``editions``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from cleaners.policies.edition_figures import (
    Figure,
    FigureChange,
    changes_among,
    find_figures,
    likeness,
    match_figures,
    pairs_of,
    weights_of,
)
from cleaners.policies.layout import fold, squeeze, tidy

#: Paragraphs of an edition that are compared, characters of one of them, and figures of a text.
MOST_ITEMS, MOST_CHARACTERS, MOST_FIGURES = 400, 1500, 300
#: Two paragraphs that share less are two items.  Set by judgement, still to be measured on real pairs of editions.
_ONE_ITEM = 0.38
#: In a changed paragraph the clauses are known to speak of one matter: less likeness is asked of its figures.
_IN_ONE_ITEM = 0.25
#: A report words its clauses anew (互认项目超过200项, 项目互认至少达到300项 share 0.31; other matters < 0.2).
_IN_A_REPORT = 0.22
_LEAST = 8
_NUMBERING = re.compile(
    r"^\s*(?:\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,3}[、.]|\d{1,2}[.、](?!\d)|[①-⑳]|第[一二三四五六七八九十百]{1,5}条)\s*"
)
_FRAME = re.compile(
    r"^(?:[^,。;]{0,40}[〔\[(]\d{4}[〕\])][^,。;]{0,8}号|(?:19|20)\d\d年\d{1,2}月\d{1,2}日|附件?[::]?.{0,40}"
    r"|\(?(?:此件|信息公开|联系人|联系电话|来源).{0,60}|[^。]{0,300}[::])$"
)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=年|[-—~至])")
_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class ChangedItem:
    """One item of both editions in its two wordings, and the figures that differ."""

    before: str
    after: str
    figures: tuple[FigureChange, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionDifference:
    """What the later edition adds, drops and changes, in the order of its text.

    ``partial``: the later one is known from a report only, so that nothing is said of what it drops and of wording.
    ``cut``: the texts are longer than what is compared.
    """

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[ChangedItem, ...] = ()
    partial: bool = False
    cut: bool = False

    @property
    def figures(self) -> tuple[FigureChange, ...]:
        """The changed figures of all items, each pair once."""
        once = {(one.before, one.after): one for item in self.changed for one in item.figures}
        return tuple(once.values())


def compare_editions(
    earlier: str,
    later: str,
    *,
    earlier_year: int | None = None,
    later_year: int | None = None,
    partial: bool = False,
) -> EditionDifference:
    """What changed from the text ``earlier`` to ``later``; the year of each is no change in itself.

    ``partial``: ``later`` is a report of the edition (give its title as the first line) and not its text.

    Before: ``11月底前互认项目超过200项。`` and ``11月底前互认项目不少于300项。``
    after: one changed item with the figures 200项 → 300项
    """
    old, cut_old = _items(earlier, earlier_year)
    new, cut_new = _items(later, later_year, keep_all=partial)
    cut = cut_old or cut_new
    if partial:
        return _from_report(old, new, cut)
    same = {one.plain for one in old} & {one.plain for one in new}
    old_left = [one for one in old if one.plain not in same]
    new_left = [one for one in new if one.plain not in same]
    pairs = _aligned(old_left, new_left)
    partner = {new_at: old_at for old_at, new_at in pairs}
    changed: list[ChangedItem] = []
    for at, item in enumerate(new_left):
        if at in partner:
            before = old_left[partner[at]]
            figures = match_figures(before.figures, item.figures, alike=_IN_ONE_ITEM)
            changed.append(ChangedItem(before.shown, item.shown, tuple(changes_among(figures))))
    matched_old = {old_at for old_at, _ in pairs}
    return EditionDifference(
        added=tuple(item.shown for at, item in enumerate(new_left) if at not in partner),
        removed=tuple(item.shown for at, item in enumerate(old_left) if at not in matched_old),
        changed=tuple(changed),
        cut=cut,
    )


@dataclass(frozen=True, slots=True)
class _Item:
    shown: str
    plain: str  # what is compared: without numbering, marks and the edition's own year
    pairs: frozenset[str]

    @property
    def figures(self) -> list[Figure]:
        return find_figures(self.shown)[:MOST_FIGURES]


def _items(text: str, year: int | None, *, keep_all: bool = False) -> tuple[list[_Item], bool]:
    items: list[_Item] = []
    cut = False
    for line in tidy(text).split("\n"):
        shown = line.strip()
        folded = fold(shown)
        body = folded[_heading_end(folded) :]
        plain = _LETTERS.sub("", _YEAR.sub(lambda match: _relative(match[1], year), squeeze(body)))
        if len(plain) < _LEAST or (not keep_all and _FRAME.match(folded)):
            continue
        if len(items) == MOST_ITEMS:
            return items, True
        cut = cut or len(shown) > MOST_CHARACTERS
        shown = shown[:MOST_CHARACTERS]
        items.append(_Item(shown, plain[:MOST_CHARACTERS], pairs_of(plain[:MOST_CHARACTERS])))
    return items, cut


def _heading_end(folded: str) -> int:
    match = _NUMBERING.match(folded)
    return match.end() if match else 0


def _relative(year: str, own: int | None) -> str:
    """2025 in the edition of 2025 is 本, 2024 in it 上: the same words a year later are no change."""
    return {0: "本", -1: "上", 1: "次"}.get(int(year) - own, year) if own else year


def _aligned(old: Sequence[_Item], new: Sequence[_Item]) -> list[tuple[int, int]]:
    """Pairs of places, the likest first; found by the rarer pairs of characters that items share."""
    weights = weights_of([one.pairs for one in (*old, *new)])
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for at, item in enumerate(old):
        for pair in item.pairs:
            holders[pair].append(at)
    common = max(8, len(old) // 4)
    scored: list[tuple[float, int, int, int]] = []
    for new_at, item in enumerate(new):
        near = {at for pair in item.pairs for at in holders.get(pair, ()) if len(holders[pair]) <= common}
        for old_at in near:
            score = likeness(old[old_at].pairs, item.pairs, weights)
            if score >= _ONE_ITEM:
                scored.append((-score, abs(new_at - old_at), old_at, new_at))
    pairs: list[tuple[int, int]] = []
    used_old: set[int] = set()
    used_new: set[int] = set()
    for _, _, old_at, new_at in sorted(scored):
        if old_at not in used_old and new_at not in used_new:
            used_old.add(old_at)
            used_new.add(new_at)
            pairs.append((old_at, new_at))
    return pairs


def _from_report(old: Sequence[_Item], new: Sequence[_Item], cut: bool) -> EditionDifference:
    """A report tells the later edition in its own words and leaves much out: only its figures are compared.

    Dates are not: a clause as short as 11月底前 would meet any other.  A counted line that meets nothing is new.
    """
    before, where_before = _counted(old)
    after, where_after = _counted(new)
    pairs = match_figures(before, after, alike=_IN_A_REPORT)
    by_line: defaultdict[int, list[tuple[Figure, Figure]]] = defaultdict(list)
    for pair in pairs:
        by_line[where_after[id(pair[1])]].append(pair)
    changed: list[ChangedItem] = []
    for at, item in enumerate(new):
        figures = changes_among(by_line.get(at, []))
        if figures:
            first = next(pair[0] for pair in by_line[at] if pair[0].value != pair[1].value)
            changed.append(ChangedItem(old[where_before[id(first)]].shown, item.shown, tuple(figures)))
    counted = {where_after[id(one)] for one in after}
    added = [item.shown for at, item in enumerate(new) if at in counted and at not in by_line]
    return EditionDifference(added=tuple(added), changed=tuple(changed), partial=True, cut=cut)


def _counted(items: Sequence[_Item]) -> tuple[list[Figure], dict[int, int]]:
    figures: list[Figure] = []
    where: dict[int, int] = {}
    for at, item in enumerate(items):
        for one in item.figures:
            if one.kind != "day" and len(figures) < MOST_FIGURES:
                figures.append(one)
                where[id(one)] = at
    return figures, where
