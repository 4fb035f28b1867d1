"""When the page was published, and what source and author it names: the visible byline against the head's tags.

Where they name different days the visible line is right: a tag holds the time of a later re-publication (five of
82 government pages measured).  Where they name the same day, the one that knows the time gives it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from cleaners.dates import FoundDate, read_datetime
from cleaners.pages.facts.byline import Byline, is_tool, read_byline
from cleaners.pages.facts.card import Card
from cleaners.pages.facts.headline import Headline
from cleaners.pages.facts.hinted import Hinted
from cleaners.pages.facts.marks import Marks
from cleaners.pages.facts.meta import MetaTags, readable_date
from cleaners.pages.lines import BORDER, Line, fold, words

_CARD_DATES = ("发布日期", "发布时间", "公开日期", "公开时间", "公布日期")
_URL_DAY = re.compile(
    r"/(?:\w*/)?t?(20[0-3]\d)[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?=[/_.-])|/art/(20\d\d)/(\d{1,2})/(\d{1,2})/"
)
_TEXT_BEGINS = re.compile(r"[。：:；]$|[〔\[]\d{4}[〕\]]")
_SOURCE_LABEL = re.compile(r"^\s*(?:信息|稿件|文章|新闻)?来源\s*[:：]\s*")
_LONGEST_NAME = 50
#: 王某 通讯员 李某 报道
_ROLE = re.compile(r"(?:^|(?<=[\s、，]))(?:本报|本网)?(?:特约)?(?:记者|通讯员|摄影|报道)(?=[\s、，]|$)")
_PARAGRAPH = 70
_BELOW, _ABOVE, _FREE, _OVER = 24, 6, 5, 3
_TAIL_SOURCE = re.compile(r"^[(（【\[]?\s*(?:信息|稿件|文章|新闻)?\s*来\s*源\s*[:：]")


@dataclass(slots=True)
class Visible:
    """What the lines around the headline say; indices into the page's lines."""

    date: Byline | None = None
    source: Byline | None = None
    author: Byline | None = None
    line: int | None = None


def read_visible(lines: list[Line], bylines: dict[int, Byline], headline: Headline, card: Card) -> Visible:
    """The byline below the headline (as far as the first paragraph), else above it, else anywhere on the page."""
    near = _near(lines, headline, card)
    seen = Visible()
    if not headline.sure:
        _take(seen, *_first_post(bylines, headline, card), labelled_only=True)
    free = _before_text(lines, bylines, near)
    for index in near:
        _take(seen, bylines.get(index), index, labelled_only=index not in free)
    if seen.date is None and headline.first is not None:
        # Above the headline a day alone may be today's; one with a clock is the page's: 2024 06/14 11:23:45 来源：某社
        for index in range(headline.first - 1, max(-1, headline.first - 1 - _OVER), -1):
            byline = bylines.get(index)
            if byline and byline.time_known and lines[index].linked < 0.5 and index not in card.lines:
                _take(seen, byline, index, labelled_only=False)
                break
    if seen.date is None or seen.date.updated or (seen.source is None and seen.date is None):
        start = headline.last if headline.last is not None else -1
        order = [i for i in bylines if i > start] + [i for i in bylines if i <= start]
        for index in order:
            if index not in card.lines and lines[index].linked < 0.5:
                _take(seen, bylines[index], index, labelled_only=True)
    return seen


def _first_post(bylines: dict[int, Byline], headline: Headline, card: Card) -> tuple[Byline | None, int]:
    """Above a headline that is only a guess, a labelled date: of a thread, the first post dates the page."""
    for index, byline in bylines.items():
        if headline.first is None or index >= headline.first:
            break
        if byline.labelled and index not in card.lines:
            return byline, index
    return None, 0


def _before_text(lines: list[Line], bylines: dict[int, Byline], near: list[int]) -> set[int]:
    """The few lines where a date without a label is the page's own: behind an addressee or a document number it may
    be the signature of a short letter."""
    free: set[int] = set()
    for index in near[:_FREE]:
        text = lines[index].text
        if index not in bylines and _TEXT_BEGINS.search(text) and not is_tool(text):
            break
        free.add(index)
    return free


def _near(lines: list[Line], headline: Headline, card: Card) -> list[int]:
    if headline.first is None or headline.last is None:
        return []
    below: list[int] = []
    for line in lines[headline.last + 1 : headline.last + 1 + _BELOW]:
        if len(line.words) > _PARAGRAPH and line.index not in card.lines:
            break
        if line.index not in card.lines:
            below.append(line.index)
    above = [
        i for i in range(headline.first - 1, max(-1, headline.first - 1 - _ABOVE), -1) if i not in card.lines
    ]
    return below + [i for i in above if lines[i].linked < 0.5]


def _take(seen: Visible, byline: Byline | None, index: int, *, labelled_only: bool) -> None:
    """What this byline adds to what was seen before it."""
    if byline is None:
        return
    if byline.when and (byline.labelled or not labelled_only) and _is_better(byline, seen.date):
        seen.date = byline
        seen.line = index if seen.line is None else seen.line
    names = byline.names_source or (byline.source_name is not None and not labelled_only)
    if names and (seen.source is None or (byline.source_name and not seen.source.source_name)):
        seen.source = byline
        seen.line = index if seen.line is None else seen.line
    if byline.author and seen.author is None:
        seen.author = byline


def _is_better(byline: Byline, known: Byline | None) -> bool:
    """A publication before an update; of one day, the line that knows the time."""
    if known is None or known.when is None or byline.when is None:
        return True
    if known.updated != byline.updated:
        return known.updated
    return byline.when.date() == known.when.date() and byline.time_known and not known.time_known


def choose_date(
    seen: Visible,
    meta: MetaTags,
    marks: Marks,
    card: Card,
    url: str | None,
    hinted: Hinted,
    fetched_at: datetime | None,
) -> tuple[datetime | None, bool]:
    """The moment of publication and whether its time is known; ``(None, False)`` where nothing tells it."""
    if marks.moment:
        return marks.moment, True
    pointed = read_datetime((hinted.date or "").replace(BORDER, " "), fetched_at)
    if pointed:
        return pointed.when, pointed.time_known
    stated = _first_date([readable_date(text) for text in (*meta.dates, marks.date or "")])
    shown = seen.date
    fits = (
        shown and shown.when and stated and stated.when.date() == shown.when.date() and not stated.time_known
    )
    if shown and shown.when and (stated is None or fits or not shown.updated):
        if stated and stated.when.date() == shown.when.date() and not shown.time_known:
            return stated.when, stated.time_known
        return shown.when, shown.time_known
    if stated:
        return stated.when, stated.time_known
    carded = _first_date([card.pairs[label] for label in _CARD_DATES if label in card.pairs])
    if carded:
        return carded.when, carded.time_known
    linked = _url_day(url)
    return (linked.when, False) if linked else (None, False)


def _first_date(texts: list[str]) -> FoundDate | None:
    for text in texts:
        found = read_datetime(text) if text else None
        if found:
            return found
    return None


def _url_day(url: str | None) -> FoundDate | None:
    """The day in the address: ``/202303/t20230330_123.html``, ``/art/2023/8/7/art_1_2.html``."""
    match = _URL_DAY.search(url or "")
    if not match:
        return None
    year, month, day = (match[1], match[2], match[3]) if match[1] else (match[4], match[5], match[6])
    return read_datetime(f"{year}-{month}-{day}")


def choose_source(
    seen: Visible,
    meta: MetaTags,
    marks: Marks,
    card: Card,
    hinted: Hinted,
    lines: list[Line],
    tail: dict[int, Byline],
    author: str | None = None,
) -> str | None:
    """The 来源 that the reader sees, else the tag's, else the one below the text; never the site for its own sake, and
    a name without a label not where the page says that it is the ``author``'s."""
    pointed = _pointed_source(hinted.source_name)
    if pointed:
        return pointed
    if marks.is_wechat:
        return marks.source
    if seen.source and seen.source.source_name and seen.source.names_source:
        return seen.source.source_name
    carded = card.pairs.get("信息来源") or card.pairs.get("来源", "")
    stated = _SOURCE_LABEL.sub("", meta.source or marks.source or carded).strip()
    if stated:
        return stated
    for index in sorted(tail):
        if tail[index].source_name and tail[index].names_source and _TAIL_SOURCE.match(lines[index].text):
            return tail[index].source_name
    unlabelled = seen.source.source_name if seen.source else None
    return unlabelled if words(unlabelled or "") != words(author or "") else None


def _pointed_source(text: str | None) -> str | None:
    """A selector may point at the name alone or at the whole byline."""
    if not text:
        return None
    byline = read_byline(text)
    if byline:
        return byline.source_name
    return text.replace(BORDER, " ") if len(text) <= _LONGEST_NAME else None


def choose_author(seen: Visible, meta: MetaTags, source: str | None, named: str | None = None) -> str | None:
    """The author of the byline, else of the element that is ``named`` for it, else the tag's where it is a name and not
    a number, an address or the source."""
    if seen.author and seen.author.author:
        return fold(_ROLE.sub(" ", seen.author.author)) or None
    if named and words(named) != words(source or ""):
        return named
    author = meta.author or ""
    is_name = re.fullmatch(r"[\u4e00-\u9fff·、,， ]{2,24}", author)
    return author if is_name and words(author) != words(source or "") and not meta.is_name(author) else None
