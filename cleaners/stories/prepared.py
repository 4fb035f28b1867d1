"""A text made ready for comparing: everything that is worked out once per text, before any pair is looked at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from cleaners.stories.body import body_lines, page_lines
from cleaners.stories.clauses import clause_hashes, clauses_of, is_marked, without_list_mark
from cleaners.stories.fingerprint import fingerprint_of
from cleaners.stories.marks import without_cut
from cleaners.stories.normal import fold, squash, traditional_share
from cleaners.stories.regions import Places, places_of

_TRADITIONAL = 0.05
_TITLE_AT_MOST = 300
_HEADING_AT_MOST = 80
_HISTORY_WITHIN = 12
_NUMBER_WITHIN = 12
_CORRECTION_WITHIN = 4
_DAY = re.compile(r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日")
_ENACTED = re.compile(r"^\W*(?:根据)?\W*(?:19|20)\d\d年.*(?:通过|修订|修正|公布|批准|修改)")
_CORRECTION = re.compile(r"^\W{0,2}(?:更正|勘误)")
_OWN_NUMBER = re.compile(
    r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,10}?) ?[\[(]((?:19|20)\d\d)[\])] ?第?(\d{1,5}) ?号(?=[\s\])》]|$)"
)
_OPENED = re.compile(r"[(《][^)》]*$")


@dataclass(frozen=True, slots=True)
class Prepared:
    """One text, ready to be compared and looked up.

    ``clauses`` in order and ``joined`` without breaks; ``number`` is the document's own in the form
    ``国卫办函2025.25``; ``history`` holds the days (``2010-12-23``) on which a law was passed and revised; ``headings``
    are the page's short lines, ``items`` those with a list mark and the first clauses of its marked lines;
    ``cut`` tells that the text ends in an ellipsis or a read-more mark, ``corrects`` that it calls itself a correction,
    ``traditional`` that it was written in traditional characters.
    """

    title: str
    published_on: date | None
    fingerprint: int
    hashes: tuple[int, ...]
    number: str | None
    cut: bool
    corrects: bool
    traditional: bool
    headline: str
    clauses: tuple[str, ...] = field(repr=False)
    joined: str = field(repr=False)
    weight: int
    known: frozenset[str] = field(repr=False)
    headings: frozenset[str] = field(repr=False)
    items: frozenset[str] = field(repr=False)
    places: Places = field(repr=False)
    history: frozenset[str] = field(repr=False)


def prepare(text: str, title: str = "", published_on: date | None = None) -> Prepared:
    """The text ready for ``compare``, ``keys`` and ``place``; never fails, an empty text gives an empty one."""
    folded, folded_title = fold(text), fold(title[:_TITLE_AT_MOST]).strip()
    page = page_lines(folded)
    body = body_lines(page, folded_title)
    cut = False
    if body:
        body[-1], cut = without_cut(body[-1])
    headings, items = headings_and_items(page)
    clauses = tuple(clauses_of(body))
    return Prepared(
        title=folded_title,
        published_on=published_on,
        fingerprint=fingerprint_of(squash("".join(body))),
        hashes=tuple(clause_hashes(clauses)),
        number=own_number(folded_title, page),
        cut=cut,
        corrects=any(_CORRECTION.search(line) for line in (folded_title, *page[:_CORRECTION_WITHIN])),
        traditional=traditional_share(text) > _TRADITIONAL,
        headline=squash(folded_title),
        clauses=clauses,
        joined="".join(clauses),
        weight=sum(map(len, clauses)),
        known=frozenset(clauses),
        headings=frozenset(headings),
        items=frozenset(items),
        places=places_of(folded_title),
        history=frozenset(history_of(page)),
    )


def headings_and_items(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """The short lines of a page without punctuation; and how its marked lines, short or long, begin.

    A heading broken over two lines is there in one piece too.  Before: ``1. 兰州300人凌晨袭击工地``; after, in both:
    ``兰州300人凌晨袭击工地``.
    """
    headings: list[str] = []
    items: list[str] = []
    for line, following in zip(lines, [*lines, ""][1:], strict=True):
        bare = without_list_mark(line)
        short = len(line) <= _HEADING_AT_MOST
        said = [squash(bare)] if short else []
        if short and len(following) <= _HEADING_AT_MOST:
            said.append(squash(bare + following))
        headings += said
        if is_marked(line):
            items += [*said, *clauses_of([line])[:1]]
    return [one for one in headings if one], [one for one in items if one]


def history_of(lines: Sequence[str]) -> list[str]:
    """The days on which a law was passed and revised, as its head lists them: a revised law has one more.

    Before: ``2010年12月23日 上海市第十三届人民代表大会常务委员会第二十三次会议修订``; after: ``2010-12-23``.
    """
    return [
        "-".join(part.zfill(2) for part in re.findall(r"\d+", day))
        for line in lines[:_HISTORY_WITHIN]
        if len(line) < 400 and _ENACTED.search(line) and "。" not in line
        for day in _DAY.findall(line)
    ]


def own_number(title: str, lines: Sequence[str]) -> str | None:
    """The number under which a text was issued: in its title or its first lines, on its own, not in brackets.

    Before: ``沈政办发[2017]59号``; after: ``沈政办发2017.59``.  ``(建房[2023]52号)`` is a number that the text cites,
    and so is ``本通知自建房[2023]52号印发之日起``.
    """
    for place in (title, *lines[:_NUMBER_WITHIN]):
        for match in _OWN_NUMBER.finditer(place[:400]):
            if not _OPENED.search(place[: match.start()]):
                return f"{match[1]}{match[2]}.{int(match[3])}"
    return None
