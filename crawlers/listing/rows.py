"""Title and date of one row, out of the area that belongs to its address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from crawlers.listing.groups import Area
from crawlers.listing.row_dates import RowDate, find_row_dates, fold, mostly_date

_TITLE_CLASS = re.compile(
    r"(?:^|[-_ ])(?:tit|title|bt|biaoti|headline|subject|heading|name|h)\d?(?:$|[-_ ])|title|headline", re.I
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BULLETS = re.compile(r"^(?:[\s·•▪■◆・●○►▶▸»>›❯–—*|｜-]+|[\[【(（]?置顶[\]】)）]?[\s:：]*)+")
_CUT = re.compile(r"(?:…+|\.{2,}|。{2,}|⋯+)\s*(?:[\[【(（]?(?:详细|详情|更多|查看)[\]】)）]?)?$")
_MORE = re.compile(
    r"^[\[【(（<《]*\s*(?:查看|点击|阅读)*\s*(?:详细|详情|更多|全文|查看|进入|下载|more|read more|view|details?)"
    r"\s*(?:内容|信息)?[\]】)）>》»›…\.]*$",
    re.IGNORECASE,
)
#: Index numbers and document numbers stand in columns of their own, linked to the same address as the title.
_NO_TITLE = re.compile(
    r"^(?:[\w/.-]*\d[\w/.-]*|\S{1,16}[〔\[（(【]\s*(?:19|20)\d\d\s*[〕\]）)】]\s*第?\s*\d+\s*号)$", re.ASCII
)
_BLANKS = re.compile(r"\s+")
#: Elements that begin a new line; texts inside and outside of them do not run together.
_BLOCK_NAMES = (
    "address article aside blockquote br dd div dl dt figure footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p "
    "section table tbody td th time tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
#: Longer than any title met; beyond it the link holds a summary as well.
_LONGEST_TITLE = 300


@dataclass(slots=True)
class RawRow:
    """A row before the years of its neighbours are known."""

    url: str
    title: str
    date: RowDate | None
    area: Area
    dated_by_element: bool = False


@dataclass(slots=True)
class _Piece:
    text: str
    of_title: bool
    owner: etree._Element


def squeeze(text: str) -> str:
    """Runs of blanks as one, none at the ends, no invisible characters."""
    return _BLANKS.sub(" ", text.replace("\u200b", "").replace("\ufeff", "")).strip()


def tidy_title(text: str) -> str:
    """``· [置顶] 关于…的通知`` without bullets and 置顶."""
    text = squeeze(text)
    return _BULLETS.sub("", text) or text


def read_row(area: Area, fetched_at: datetime | None) -> RawRow | None:
    """Title and date of the area; ``None`` where no link of it has a title (pictures only)."""
    titled = max(
        ((_title_of(link.element), link.element) for link in area.links),
        key=lambda pair: (
            bool(pair[0][0]) and not _NO_TITLE.match(pair[0][0]) and not is_more(pair[0][0]),
            len(pair[0][0]),
        ),
    )
    (title, holder), _ = titled
    if not title:
        return None
    found, by_element = _date_of(area, holder, title, fetched_at)
    if found is not None and not by_element:
        title = _without(title, found)
    return RawRow(area.url, tidy_title(title), found, area, by_element)


def _text(element: etree._Element) -> str:
    parts: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if node.tag in _BLOCKS and node is not element:
                parts.append(" ")
            if node.text:
                parts.append(node.text)
        else:
            if node.tag in _BLOCKS and node is not element:
                parts.append(" ")
            if node is not element and node.tail:
                parts.append(node.tail)
    return squeeze("".join(parts))


def _title_of(link: etree._Element) -> tuple[str, etree._Element]:
    holder = _heading(link)
    if holder is None:
        holder = link
    shown = _text(holder)
    attribute = squeeze(link.get("title") or holder.get("title") or "")
    if not shown:
        if attribute:
            return attribute, holder
        return "", holder
    return _full(shown, attribute), holder


def _full(shown: str, attribute: str) -> str:
    """The ``title`` attribute where the visible text is cut and both begin alike, else the visible text."""
    if not attribute or attribute == shown or len(attribute) > _LONGEST_TITLE:
        return shown
    plain, other = _plain(_CUT.sub("", tidy_title(shown))), _plain(attribute)
    if len(other) > len(plain) and (
        other.startswith(plain) or (_CUT.search(shown) and plain[:6] == other[:6])
    ):
        return attribute
    return shown


def _plain(text: str) -> str:
    return re.sub(r"\W", "", fold(text))


def _heading(link: etree._Element) -> etree._Element | None:
    """The part of a link that is its title, where the link holds several parts."""
    if len(link) == 0:
        return None
    classed: etree._Element | None = None
    for element in link.iterdescendants():
        if element.tag in _HEADINGS:
            if _text(element):
                return element
        elif classed is None and _TITLE_CLASS.search(element.get("class") or "") and _text(element):
            classed = element
    if classed is not None:
        return classed
    # A link around several blocks: the first that is not a date holds the title.
    blocks = [e for e in link if e.tag in ("p", "div", "dt", "dd", "li", "td", "span")]
    if len(blocks) >= 2 and not (link.text or "").strip() and not any((e.tail or "").strip() for e in link):
        for element in blocks:
            text = _text(element)
            if len(text) > 3 and not any(mostly_date(t, f) for t in (fold(text),) for f in find_row_dates(t)):
                return element
    return None


def _pieces(area: Area, holder: etree._Element) -> list[_Piece]:
    """The area's texts in page order, with whether each is of the title."""
    pieces: list[_Piece] = []
    for part in area.parts:
        inside = 0
        for event, node in etree.iterwalk(part, events=("start", "end")):
            if event == "start":
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


def _date_of(
    area: Area, holder: etree._Element, title: str, fetched_at: datetime | None
) -> tuple[RowDate | None, bool]:
    """The date and whether an element of its own shows it."""
    pieces = _pieces(area, holder)
    outside = [fold(p.text) for p in pieces if not p.of_title]
    best: RowDate | None = None
    for text in outside:
        if len(text) > _LONGEST_DATE_TEXT:
            continue
        found = find_row_dates(text, fetched_at)
        for candidate in found:
            if mostly_date(text, candidate):
                if candidate.day is not None:
                    return candidate, True
                best = best or candidate
    # Split dates: the day in one element, month and year in the next.
    short = [t for t in outside if len(t) <= _LONGEST_DATE_TEXT]
    joined = "\n".join(short)
    found = find_row_dates(joined, fetched_at)
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
        for candidate in find_row_dates(text, fetched_at):
            if candidate.day is not None:
                return candidate, True
    return None, False


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
        for found in find_row_dates(glued[1]):
            return RowDate(found.day, None, glued.start(1), glued.end(1))
    for found in find_row_dates(text):
        if found.day is None or "年" in text[found.start : found.end]:
            continue
        if _LEADING.match(text[: found.start]) and len(text) - found.end >= 4:
            return found
        if _TRAILING.match(text[found.end :]) and found.start >= 4:
            return found
    return None


def _without(title: str, found: RowDate) -> str:
    """The title without a numeric date at its end; ``May 16, 2019 – Opinion`` is how its author named it."""
    text = fold(title)
    if not _NUMERIC.match(text[found.start : found.end]):
        return title
    kept = title if len(text) == len(title) else text
    if _LEADING.match(text[: found.start]):
        return kept[found.end :].lstrip(" ])）】:：-–—|")
    return kept[: found.start].rstrip(" [(（【-–—|")


def is_more(title: str) -> bool:
    """Whether the text of a link only says that there is more: ``详细``, ``更多>>``."""
    return bool(_MORE.match(title))
