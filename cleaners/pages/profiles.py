"""Boilerplate of one site, learned from many of its pages: lines, and beginnings and ends of paragraphs.

What most pages of a site share is not what any of them says.  Nothing is learned from a few pages, and never from
one; what a profile cuts is recorded like any other removal.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from cleaners.pages.page import CleanPage, SiteProfile
from cleaners.pages.removals import Ledger
from cleaners.pages.watermarks import cut_pattern

_FEWEST_PAGES = 5
_SHARE = 0.5
_SHORTEST_LINE = 4
_SHORTEST_PART = 6
_LONGEST_PART = 40
#: Lines that documents themselves share, on any site.
_OF_DOCUMENTS = re.compile(
    r"^(?:第?[一二三四五六七八九十]+[章节条、．.]|[（(]|各|附件|\d|此件|特此|现将|抄送)|[:：]$|通知|公告|委员会|政府|办公[厅室]|局$"
)


def learn_profile(site: str, pages: Iterable[CleanPage]) -> SiteProfile:
    """The lines and paragraph parts that at least half of the pages' texts share (five pages or more).

    ``pages`` should be articles of different days; texts that appear twice count once.
    """
    texts = list(dict.fromkeys(page.text for page in pages if page.text))
    if len(texts) < _FEWEST_PAGES:
        return SiteProfile(site, pages=len(texts))
    enough = _SHARE * len(texts)
    lines: Counter[str] = Counter()
    beginnings: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    for text in texts:
        own = [line for line in text.split("\n") if line]
        lines.update({line for line in own if len(line) >= _SHORTEST_LINE})
        beginnings.update(
            {line[:n] for line in own for n in range(_SHORTEST_PART, min(_LONGEST_PART, len(line)))}
        )
        ends.update({line[-n:] for line in own for n in range(_SHORTEST_PART, min(_LONGEST_PART, len(line)))})
    shared = frozenset(line for line, n in lines.items() if n >= enough and not _OF_DOCUMENTS.search(line))
    return SiteProfile(
        site,
        lines=shared,
        prefixes=_longest(beginnings, enough, shared, str.startswith),
        suffixes=_longest(ends, enough, shared, str.endswith),
        pages=len(texts),
    )


def _longest(counts: Counter[str], enough: float, lines: frozenset[str], inside: object) -> tuple[str, ...]:
    """The longest parts that are common enough and no part of a longer one or of a shared line."""
    test = str.startswith if inside is str.startswith else str.endswith
    kept: list[str] = []
    for part in sorted((p for p, n in counts.items() if n >= enough), key=len, reverse=True):
        covered = any(test(longer, part) for longer in kept) or any(test(line, part) for line in lines)
        if not covered and not _OF_DOCUMENTS.search(part):
            kept.append(part)
    return tuple(kept)


def cut_profile(ledger: Ledger, site: SiteProfile) -> None:
    """Cut what the site's profile names: rules ``site.line``, ``site.prefix``, ``site.suffix``.

    before: 某某网讯 昨日，市卫生健康委发布通知。   (on most pages of the site)
    after:  昨日，市卫生健康委发布通知。
    """
    for index, text in list(ledger.left()):
        if text in site.lines:
            ledger.cut_line(index, "site.line")
    for prefix in site.prefixes:
        cut_pattern(ledger, re.compile("^" + re.escape(prefix) + r"\s*"), "site.prefix")
    for suffix in site.suffixes:
        cut_pattern(ledger, re.compile(r"\s*" + re.escape(suffix) + "$"), "site.suffix")
