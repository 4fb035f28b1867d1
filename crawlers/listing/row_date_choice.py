"""The date of one row: which of the dates that its area shows is the row's, and the title without it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from lxml import etree

from crawlers.listing.groups import Area
from crawlers.listing.row_dates import RowDate, find_row_dates, fold, mostly_date

_IS_PUBLICATION = re.compile(r"(?:发布|公布|公开|上网|刊发)\s*(?:日期|时间)|^\s*(?:日期|时间)\s*$")
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)


@dataclass(slots=True)
class _Piece:
    text: str
    of_title: bool
    owner: etree._Element


@lru_cache(maxsize=1024)
def dates_of(text: str, fetched_at: datetime | None = None) -> tuple[RowDate, ...]:
    """The dates of a text; a row is asked for them three times, and its neighbours show the same day."""
    return tuple(find_row_dates(text, fetched_at))


def _pieces(area: Area, holder: etree._Element) -> list[_Piece]:
    """The area's texts in page order, with whether each is of the title."""
    pieces: list[_Piece] = []
    for part in area.parts:
        inside = 0
        walker = etree.iterwalk(part, events=("start", "end"))
        for event, node in walker:
            if event == "start":
                if _HIDDEN.search(
                    node.get("style") or ""
                ):  # a box that opens on a click, with dates of its own
                    walker.skip_subtree()
                    continue
                if node is holder:
                    inside += 1
                stamp = node.get("datetime") if node.tag == "time" else None
                if stamp:
                    pieces.append(_Piece(stamp, False, node))
                if node.text and node.text.strip():
                    pieces.append(_Piece(node.text, inside > 0, node))
            else:
                if node is holder:
                    inside -= 1
                if node is not part and node.tail and node.tail.strip():
                    parent = node.getparent()
                    pieces.append(_Piece(node.tail, inside > 0, parent if parent is not None else node))
        if part.tail and part.tail.strip():
            pieces.append(_Piece(part.tail, False, part))
    return pieces


#: A text longer than this is a summary; dates in it are not the row's while another stands outside.
_LONGEST_DATE_TEXT = 60
#: No row for people shows more dates.
_MOST_SHOWN = 8


def date_of(
    area: Area, holder: etree._Element, title: str, fetched_at: datetime | None
) -> tuple[RowDate | None, bool]:
    """The date and whether an element of its own shows it; ``holder`` is the element of the title."""
    pieces = _pieces(area, holder)
    outside = [fold(p.text) for p in pieces if not p.of_title]
    best: RowDate | None = None
    shown: list[tuple[RowDate, etree._Element]] = []
    for text, owner in zip(outside, (p.owner for p in pieces if not p.of_title), strict=True):
        if len(text) > _LONGEST_DATE_TEXT:
            continue
        if len(shown) >= _MOST_SHOWN:
            break
        for candidate in dates_of(text, fetched_at):
            if mostly_date(text, candidate):
                if candidate.day is not None:
                    shown.append((candidate, owner))
                best = best or candidate
    if shown:
        return _published(shown), True
    # Split dates: the day in one element, month and year in the next.
    short = [t for t in outside if len(t) <= _LONGEST_DATE_TEXT]
    joined = "\n".join(short)
    found = dates_of(joined, fetched_at)
    full = [f for f in found if f.day is not None]
    if full and len(full) <= 3:
        return full[0], True
    if best is not None:
        return best, True
    # A date at an end of the title, then one in a text of the row that says more than the date.
    at_an_end = _date_at_an_end(title)
    if at_an_end is not None:
        return at_an_end, False
    for text in outside:
        for candidate in dates_of(text, fetched_at):
            if candidate.day is not None:
                return candidate, True
    return None, False


def _published(shown: list[tuple[RowDate, etree._Element]]) -> RowDate:
    """The first of a row's dates, but of a table with 成文日期 and 发布日期 the one below the header of publication."""
    if len({found.day for found, _ in shown}) > 1:
        for found, owner in shown:
            cell = next((one for one in (owner, *owner.iterancestors()) if one.tag in ("td", "th")), None)
            if cell is not None and _IS_PUBLICATION.search(_header_of(cell)):
                return found
    return shown[0][0]


def _header_of(cell: etree._Element) -> str:
    """The text of the first row of the cell's table in the cell's column; empty where there is no such table."""
    row = cell.getparent()
    table = next((one for one in cell.iterancestors("table")), None)
    if row is None or table is None:
        return ""
    first = next(table.iter("tr"), row)
    cells = [one for one in first if one.tag in ("td", "th")]
    place = [one for one in row if one.tag in ("td", "th")].index(cell)
    return "".join(str(text) for text in cells[place].itertext()) if place < len(cells) else ""


_LEADING = re.compile(r"^[\s\[(（【]*$")
_TRAILING = re.compile(r"^[\s\])）】]*(?:\d{1,2}:\d\d(?::\d\d)?)?[\s\])）】]*$")
#: A date glued to the title, which may itself begin with a year: ``2019-09-102019～2020学年…``.
_GLUED = re.compile(r"^[\s\[(【]*((?:19|20)\d\d[-/.][01]\d[-/.][0-3]\d)(?=\S)")
_NUMERIC = re.compile(r"^[\d\s./-]+$")


def _date_at_an_end(title: str) -> RowDate | None:
    """A full date that begins or ends the text of the link, set apart: ``2021-03-19关于…``, ``关于…[2021-03-19]``.

    ``上海2022年4月25日，新增…`` and ``2022年第3期`` are titles; a date written with 年 is never the row's.
    """
    text = fold(title)
    glued = _GLUED.match(text)
    if glued:
        for found in dates_of(glued[1]):
            return RowDate(found.day, None, glued.start(1), glued.end(1))
    for found in dates_of(text):
        if found.day is None or "年" in text[found.start : found.end]:
            continue
        if _LEADING.match(text[: found.start]) and len(text) - found.end >= 4:
            return found
        if _TRAILING.match(text[found.end :]) and found.start >= 4:
            return found
    return None


def without_date(title: str, found: RowDate) -> str:
    """The title without a numeric date at its end; ``May 16, 2019 – Opinion`` is how its author named it."""
    text = fold(title)
    if not _NUMERIC.match(text[found.start : found.end]):
        return title
    kept = title if len(text) == len(title) else text
    if _LEADING.match(text[: found.start]):
        return kept[found.end :].lstrip(" ])）】:：-–—|")
    return kept[: found.start].rstrip(" [(（【-–—|")
