"""Title and date of one row, out of the area that belongs to its address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from crawlers.listing.groups import Area
from crawlers.listing.row_date_choice import date_of, dates_of, without_date
from crawlers.listing.row_dates import RowDate, fold, mostly_date

_TITLE_CLASS = re.compile(
    r"(?:^|[-_ ])(?:tit|title|bt|biaoti|headline|subject|heading|name|h)\d?(?:$|[-_ ])|title|headline", re.I
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BULLETS = re.compile(r"^(?:[\s·•▪■◆・●○►▶▸»>›❯–—*|｜-]+|[\[【(（]?置顶[\]】)）]?[\s:：]*)+")
_CUT = re.compile(r"(?:…+|\.{2,}|。{2,}|⋯+)\s*(?:[\[【(（]?(?:详细|详情|更多|查看)[\]】)）]?)?$")
_MORE = re.compile(
    r"^[\[【(（<《]*\s*(?:查看|点击|阅读)*\s*(?:详细|详情|更多|全文|查看|进入|下载|more|read more|view|details?)"
    r"\s*(?:内容|信息)?[\]】)）>》»›…\.]*$|^(?:继续阅读|continue reading)\b.*",
    re.IGNORECASE,
)
#: Also the pages of a printed newspaper (第03版：卫生健康) and the headings of days (2025年11月16日).
_BACK = re.compile(
    r"^\W*(?:返回)?(?:首页|上一[页级]|列表|顶部)\W*$|^\W*第?\s*[A-Z]?\d{1,3}\s*版\s*[:：]|"
    r"^\W*(?:19|20)\d\d\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}\s*日?\W*$"
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
    found, by_element = date_of(area, holder, title, fetched_at)
    if found is not None and not by_element:
        title = without_date(title, found)
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
    if len(other) >= len(plain) + (_CUT.search(shown) is None) and (
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
            if len(text) > 3 and not any(mostly_date(t, f) for t in (fold(text),) for f in dates_of(t)):
                return element
    return None


def is_more(title: str) -> bool:
    """Whether the text of a link only says that there is more: ``详细``, ``更多>>``."""
    return bool(_MORE.match(title))


def leads_back(title: str) -> bool:
    """Whether a link leads to other rows and to no article: ``返回首页``, ``2025年11月16日``."""
    return bool(_BACK.match(title))
