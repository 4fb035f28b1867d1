"""How much a group of links looks like a list of articles.

A group is scored by what its rows look like: how many, how long their titles, how many dated, how many different,
how many addresses with digits; a path that names navigation, a footer or a side box lowers it.  Which groups join
the best one is decided in ``sisters``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawlers.listing.groups import Group
from crawlers.listing.rows import RawRow, is_more, leads_back

_NAVIGATION = re.compile(
    r"(?:^|[/.\-_])(?:nav\w*|menus?|foot\w*|crumbs?|breadcrumbs?|position|location|pag(?:e|er|ing|ination|es|enum)|copyright"
    r"|links?|friend\w*|yqlj|toolbar|top(?:bar|nav)|header|login|share|search\w*|tags?|site-?map|subnav|submenu|sub-?menu)(?=[/.\-_]|$)",
    re.IGNORECASE,
)
_SIDE = re.compile(
    r"(?:^|[/.\-_])(?:side\w*|aside|hots?|hot\w*|rank\w*|related?\w*|relat\w*|recommend\w*|tuijian|xgyd|xiangguan|phb|ph|rmtj|top10|widget\w*)(?=[/.\-_]|$)",
    re.IGNORECASE,
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_DIGIT = re.compile(r"\d")
_AFTER_HOST = re.compile(r"https?://[^/?#]*([^#]*(?:#[/!].*)?)", re.I)


@dataclass(slots=True, eq=False)
class ScoredGroup:
    """Rows of a group and how much they look like a list of articles (0 to 1)."""

    group: Group
    rows: list[RawRow]
    score: float
    dated: float
    width: float
    #: Links that only say 更多: a page with several is an index of columns.
    more: int = 0


def names_navigation(path: str) -> bool:
    """Whether the path of a group names navigation, a footer, a pager or a search box."""
    return bool(_NAVIGATION.search(path))


def names_a_side_box(path: str) -> bool:
    """Whether the path of a group names a side column, a ranking or related articles."""
    return bool(_SIDE.search(path))


def width(title: str) -> int:
    """How wide a title is: a Han character counts two."""
    return len(title) + len(_HAN.findall(title))


def score_group(group: Group, rows: list[RawRow]) -> ScoredGroup:
    """Scores the rows of a group; rows whose text only says 详细 or 更多 are dropped first."""
    more = sum(is_more(row.title) or _is_column_heading(group.path, row) for row in rows)
    rows = _one_a_url([row for row in rows if not (is_more(row.title) or leads_back(row.title))])
    n = len(rows)
    if n == 0:
        return ScoredGroup(group, rows, 0.0, 0.0, 0.0, more)
    mean = sum(min(width(row.title), 60) for row in rows) / n
    dated = sum(row.date is not None for row in rows) / n
    different = len({row.title for row in rows}) / n
    tails = [_tail(row.url) for row in rows]
    digits = sum(_DIGIT.search(tail) is not None for tail in tails) / n
    fronts = sum(_is_front(tail) for tail in tails) / n
    score = (n / (n + 3)) * min(1.0, mean / 34) * (0.3 + 0.7 * dated) * different**2 * (0.55 + 0.45 * digits)
    score *= 1 - 0.9 * fronts
    convinced = dated >= 0.8
    if names_navigation(group.path):
        score *= 0.7 if convinced and mean >= 20 else 0.15
    if names_a_side_box(group.path):
        score *= 0.6
    if not convinced and mean < 14:
        score *= 0.3
    return ScoredGroup(group, rows, score, dated, mean, more)


_HEADING_PATH = re.compile(r"/h[2-4][./]|/h[2-4]$")


def _is_column_heading(path: str, row: RawRow) -> bool:
    """Whether a link is the heading of a block and leads to its column: ``<h3><a href="gg/">公告</a></h3>``."""
    return len(row.title) <= 6 and bool(_HEADING_PATH.search(path)) and not _DIGIT.search(_tail(row.url))


def _tail(url: str) -> str:
    """What stands behind the host: path, query and the route of a script's page (``#/detail/1``)."""
    tail = _AFTER_HOST.match(url)
    return tail[1] if tail else url


def _is_front(tail: str) -> bool:
    path, _, query = tail.partition("?")
    return path.count("/") <= 1 and not query and not _DIGIT.search(path)


def _one_a_url(rows: list[RawRow]) -> list[RawRow]:
    best: dict[str, RawRow] = {}
    for row in rows:
        old = best.get(row.url)
        if old is None or (old.date is None and row.date is not None):
            best[row.url] = row
    return list(best.values())


#: The lowest score that is believed to be a list at all.
CONVINCING = 0.12
