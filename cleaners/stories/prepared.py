"""A text made ready for comparing: everything that is worked out once per text, before any pair is looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from cleaners.stories.body import body_lines
from cleaners.stories.clauses import clause_hashes, clauses_of, without_list_mark
from cleaners.stories.fingerprint import fingerprint_of
from cleaners.stories.normal import fold, squash
from cleaners.stories.regions import regions_of

_HEADING_AT_MOST = 80
_HISTORY_WITHIN = 12
_DAY = re.compile(r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日")
_ENACTED = re.compile(r"^\W*(?:根据)?\W*(?:19|20)\d\d年.*(?:通过|修订|修正|公布|批准|修改)")
_CORRECTION = re.compile(r"^\W{0,2}(?:更正|勘误)")
_CUT = re.compile(r"\.{3,}[^。；;，,]{0,60}$")
_OWN_NUMBER = re.compile(
    r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,14}?) ?[\[(]((?:19|20)\d\d)[\])](?:第)?(\d{1,5})号"
)
_OPENED = re.compile(r"[(\"《][^)\"》]*$")


@dataclass(frozen=True, slots=True)
class Prepared:
    """One text, ready: ``clauses`` in order, ``joined`` without breaks, the fingerprint, hashes of long clauses.

    ``number`` is the document's own number in the form ``国卫办函2025.25``, ``None`` where it does not say one;
    ``cut`` tells that the text ends in an ellipsis or a read-more mark.
    """

    title: str
    published_on: date | None
    clauses: tuple[str, ...]
    joined: str
    fingerprint: int
    hashes: tuple[int, ...]
    number: str | None
    cut: bool
    headline: str
    title_regions: frozenset[str] = field(repr=False)
    history: frozenset[str] = field(repr=False)
    corrects: bool
    known: frozenset[str] = field(repr=False)
    headings: frozenset[str] = field(repr=False)
    weight: int


def prepare(text: str, title: str = "", published_on: date | None = None) -> Prepared:
    """The text ready for ``compare`` and ``keys``; never fails, an empty text gives an empty one."""
    folded_title = fold(title).strip()
    folded = fold(text)
    lines = body_lines(folded, folded_title)
    cut = bool(lines and _CUT.search(lines[-1]))
    if cut:
        lines[-1] = _CUT.sub("", lines[-1])
    clauses = tuple(clauses_of(lines))
    return Prepared(
        title=folded_title,
        published_on=published_on,
        clauses=clauses,
        joined="".join(clauses),
        fingerprint=fingerprint_of(squash("".join(lines))),
        hashes=tuple(clause_hashes(clauses)),
        number=own_number(folded_title, lines),
        cut=cut,
        headline=squash(folded_title),
        title_regions=regions_of(folded_title),
        history=frozenset(history_of(lines)),
        corrects=bool(_CORRECTION.search(folded_title) or _CORRECTION.search(lines[0] if lines else "")),
        known=frozenset(clauses),
        headings=frozenset(headings_of(folded)),
        weight=sum(map(len, clauses)),
    )


def headings_of(folded: str) -> list[str]:
    """The short lines of a text, without list marks and punctuation: what a collection calls its items."""
    return [
        heading
        for line in folded.split("\n")
        if len(line) <= _HEADING_AT_MOST and (heading := squash(without_list_mark(line.strip())))
    ]


def history_of(lines: list[str]) -> list[str]:
    """The days on which a law was passed and revised, as its head lists them: a revised law has one more.

    Before: ``2010年12月23日 上海市第十三届人民代表大会常务委员会第二十三次会议修订``; after: ``2010-12-23``.
    """
    return [
        _sortable(day)
        for line in lines[:_HISTORY_WITHIN]
        if len(line) < 400 and _ENACTED.search(line) and "。" not in line
        for day in _DAY.findall(line)
    ]


def _sortable(day: str) -> str:
    return "-".join(part.zfill(2) for part in re.findall(r"\d+", day))


def own_number(title: str, lines: list[str]) -> str | None:
    """The number under which a text was issued: in its title or its first lines, not in brackets or quotation marks.

    Before: ``沈政办发[2017]59号``; after: ``沈政办发2017.59``.  ``(建房[2023]52号)`` is a number that the text cites.
    """
    for place in (title, *lines[:8]):
        for match in _OWN_NUMBER.finditer(place[:400]):
            if not _OPENED.search(place[: match.start()]):
                return f"{match[1]}{match[2]}.{int(match[3])}"
    return None
