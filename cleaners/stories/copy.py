"""What a copy, or a later version of a page, did to a text: paragraphs cut, added and altered, figures put for others.

Only tells; whether two texts are one is judged in ``evidence``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cleaners.stories.clauses import clauses_of
from cleaners.stories.differences import (
    PAIRS_AT_MOST,
    Replacement,
    gaps_between,
    pairs_of_rewritten,
    replacements,
)
from cleaners.stories.normal import READ_AT_MOST, fold, squash

#: What is quoted of one kind of change, and characters of one quote.
QUOTED_AT_MOST = 3
QUOTE = 60
_FIGURES_AT_MOST = 8
_FIGURES_SAID = 3
_PARAGRAPHS_AT_MOST = 3000
_SOUGHT_AT_MOST = 300
_GONE = 0.7
_ENDING_WITHIN = 4
_SHORT = 40
_SIGNED = re.compile(
    r"(?:委|会|局|厅|部|院|署|中心|办公室|办公厅|政府)$|^(?:19|20|二)[\d〇一二三四五六七八九]{2,3}年.{2,6}日$"
)
_NUMBERED = re.compile(r"^[\u4e00-\u9fff]{2,12}[\[(](?:19|20)\d\d[\])]第?\d+号$")
_UNIT = re.compile(r"^[\u4e00-\u9fff%]")


@dataclass(frozen=True, slots=True)
class Changes:
    """What was done to a text, counted in paragraphs; quotes are as the pages say it, some of each kind, shortened.

    ``parts`` names what of a document's frame was cut: 落款, 文号, 附件.  ``figures`` are pairs of old and new.
    ``title`` is the old and the new title where they differ.
    """

    cut: int = 0
    added: int = 0
    altered: int = 0
    parts: tuple[str, ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
    title: tuple[str, str] | None = None
    cut_quotes: tuple[str, ...] = ()
    added_quotes: tuple[str, ...] = ()
    altered_quotes: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """One line for people, as ``删去 3 段（含落款）；改动数字 2 处：200项→300项、5日→6日``; ``无改动`` for none."""
        said = []
        if self.cut:
            said.append(f"删去 {self.cut} 段" + (f"（含{'、'.join(self.parts)}）" if self.parts else ""))
        if self.added:
            said.append(f"新增 {self.added} 段")
        if self.altered:
            said.append(f"改动 {self.altered} 段")
        if self.figures:
            shown = "、".join(f"{old}→{new}" for old, new in self.figures[:_FIGURES_SAID])
            more = " 等" if len(self.figures) > _FIGURES_SAID else ""
            said.append(f"改动数字 {len(self.figures)} 处：{shown}{more}")
        if self.title:
            said.append(f"标题改为「{self.title[1]}」")
        return "；".join(said) or "无改动"

    def as_data(self) -> dict[str, Any]:
        """JSON-ready: the fields, ``summary`` with them."""
        return {"summary": self.summary, **{name: _plain(value) for name, value in asdict(self).items()}}


def what_changed(before: str, after: str, *, title_before: str = "", title_after: str = "") -> Changes:
    """What ``after``, a copy or a later version, cut, added and altered against ``before``.

    Widths, traditional characters, list marks and other paragraphing are no change.
    Before: ``互认项目超过180项。`` after: ``互认项目超过200项。`` gives one altered
    paragraph and the figure ``180项``, ``200项``.

    Bounded: the first ``normal.READ_AT_MOST`` characters of each are compared, some hundred clauses sought, some tens
    aligned.
    """
    old, new = _Side(before), _Side(after)
    gaps = gaps_between(old.clauses, new.clauses)
    gone = old.not_in(new, [at for gap in gaps for at in range(gap.a_from, gap.a_to)])
    come = new.not_in(old, [at for gap in gaps for at in range(gap.b_from, gap.b_to)])
    replaced: list[Replacement] = []
    answered_old: set[int] = set()
    answered_new: set[int] = set()
    for gap in gaps:
        left = [at for at in range(gap.a_from, gap.a_to) if at in gone]
        right = [at for at in range(gap.b_from, gap.b_to) if at in come]
        for i, j in pairs_of_rewritten([old.clauses[at] for at in left], [new.clauses[at] for at in right]):
            answered_old.add(left[i])
            answered_new.add(right[j])
            if len(answered_old) <= PAIRS_AT_MOST:
                replaced += replacements(old.clauses[left[i]], new.clauses[right[j]])[0]
    cut, shortened = old.paragraphs_without(gone, answered_old)
    added, lengthened = new.paragraphs_without(come, answered_new)
    # A paragraph that lost one clause and got another is altered once.
    already = {new.where[clause] for at in shortened for clause in old.said(at) if clause in new.where}
    widened = [at for at in lengthened if at not in already and not answered_new.intersection(new.places(at))]
    altered = [old.lines[at] for at in shortened] + [new.lines[at] for at in widened]
    return Changes(
        len(cut),
        len(added),
        len(altered),
        tuple(dict.fromkeys(part for at in cut if (part := _part(at, old.lines)))),
        tuple(list(dict.fromkeys(one for each in replaced if (one := _figure(each))))[:_FIGURES_AT_MOST]),
        _titles(title_before, title_after),
        _quotes([old.lines[at] for at in cut]),
        _quotes([new.lines[at] for at in added]),
        _quotes(altered),
    )


class _Side:
    """One text: its paragraphs as they stand, its clauses in order and to which paragraph each belongs."""

    def __init__(self, text: str) -> None:
        raw = (line.strip() for line in text[:READ_AT_MOST].splitlines())
        self.lines = [line for line in raw if line][:_PARAGRAPHS_AT_MOST]
        self.clauses: list[str] = []
        self.owner: list[int] = []
        self.where: dict[str, int] = {}  # clause -> the paragraph in which it stands first
        for at, line in enumerate(self.lines):
            for clause in clauses_of(fold(line).split("\n")):
                self.clauses.append(clause)
                self.owner.append(at)
                self.where.setdefault(clause, at)
        self.joined = "".join(self.clauses)
        self._places: list[list[int]] = [[] for _ in self.lines]
        for place, at in enumerate(self.owner):
            self._places[at].append(place)

    def places(self, paragraph: int) -> list[int]:
        return self._places[paragraph]

    def said(self, paragraph: int) -> list[str]:
        return [self.clauses[place] for place in self._places[paragraph]]

    def not_in(self, other: _Side, places: Sequence[int]) -> set[int]:
        """Those of the clauses at ``places`` that the other text does not have anywhere."""
        unknown = [at for at in places if self.clauses[at] not in other.where]
        sought = {
            at
            for at in unknown[:_SOUGHT_AT_MOST]
            if len(self.clauses[at]) >= 3 and self.clauses[at] in other.joined
        }
        return set(unknown) - sought

    def paragraphs_without(self, lost: set[int], answered: set[int]) -> tuple[list[int], list[int]]:
        """Paragraphs of which nearly nothing is in the other text; and those of which something is not."""
        whole, partly = [], []
        for at, places in enumerate(self._places):
            gone = [place for place in places if place in lost]
            if not gone:
                continue
            weight = sum(len(self.clauses[place]) for place in places)
            if (
                answered.isdisjoint(gone)
                and sum(len(self.clauses[place]) for place in gone) >= _GONE * weight
            ):
                whole.append(at)
            else:
                partly.append(at)
        return whole, partly


def _part(at: int, lines: Sequence[str]) -> str | None:
    """What a cut paragraph was in its document: 落款, 文号, 附件; ``None`` for a paragraph of the body."""
    line = re.sub(r"\s", "", fold(lines[at]))
    if len(line) > _SHORT:
        return None
    if line.startswith("附件"):
        return "附件"
    if _NUMBERED.match(line):
        return "文号"
    return "落款" if at >= len(lines) - _ENDING_WITHIN and _SIGNED.search(line) else None


def _figure(one: Replacement) -> tuple[str, str] | None:
    if not any("<" in token for token in one.old) or not any("<" in token for token in one.new):
        return None
    unit = ""
    if one.old[-1].endswith(">") and one.new[-1].endswith(">") and one.after and _UNIT.match(one.after[0]):
        unit = one.after[0]
    old, new = (re.sub("[<>]", "", "".join(side))[:QUOTE] + unit for side in (one.old, one.new))
    return old, new


def _titles(before: str, after: str) -> tuple[str, str] | None:
    same = squash(fold(before)) == squash(fold(after))
    return None if same or not before or not after else (before[: 2 * QUOTE], after[: 2 * QUOTE])


def _quotes(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(line if len(line) <= QUOTE else f"{line[: QUOTE - 1]}…" for line in lines[:QUOTED_AT_MOST])


def _plain(value: Any) -> Any:
    return [_plain(one) for one in value] if isinstance(value, tuple) else value
