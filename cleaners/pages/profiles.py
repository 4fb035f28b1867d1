"""Boilerplate of one site, learned from many of its pages: lines, and beginnings and ends of paragraphs.

What most pages of a site share is not what any of them says.  Nothing is learned from a few pages, and never from
one; what a profile cuts is recorded like any other removal.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from cleaners.pages.page import CleanPage, SiteProfile
from cleaners.pages.removals import Ledger
from cleaners.pages.watermarks import cut_pattern

_FEWEST_PAGES = 8
#: Boilerplate stands on nearly every page of a template.  At one half, eight documents of one body were enough to
#: learn 「，制定本条例。」 and 「现在定点医疗机构隔离治疗。」 (measured on laws, gov.cn documents and daily bulletins).
_SHARE = 0.8
_SHORTEST_LINE = 4
_SHORTEST_PART = 6
_LONGEST_PART = 40
#: Lines that documents themselves share, on any site: numbering, addressees, who signed.
_OF_DOCUMENTS = re.compile(
    r"^(?:第?[一二三四五六七八九十]+[章节条、．.]|[（(]|各|附件|\d|此件|特此|现将|抄送)|[:：]$|通知|公告|委员会|政府|办公[厅室]"
    r"|(?:[委局厅院部]|中心|学会|协会)$"
)
#: What tells one issue of a series from the next: 2026年第5周流感监测周报, 3月6日疫情通报.
_OF_ONE_ISSUE = re.compile(r"[\d０-９〇零一二三四五六七八九十百年月日第\W]+")
_SENTENCE_ENDS = "。！？!?…”"
_LABEL_ENDS = "】]」|丨—"


def learn_profile(site: str, pages: Iterable[CleanPage]) -> SiteProfile:
    """The lines and paragraph parts that at least four fifths of the pages' texts share (eight pages or more).

    Texts that appear twice count once, and so do all issues of one series (titles that differ in figures only): what
    two bulletins share is what they say.  A paragraph's end is boilerplate only behind a finished sentence, its
    beginning only before a space or as a bracketed label.
    """
    texts = _of_many_series(pages)
    if len(texts) < _FEWEST_PAGES:
        return SiteProfile(site, pages=len(texts))
    enough = _SHARE * len(texts)
    lines: Counter[str] = Counter()
    beginnings: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    for text in texts:
        own = [line for line in text.split("\n") if line]
        lines.update({line for line in own if len(line) >= _SHORTEST_LINE})
        beginnings.update({part for line in own for part in _beginnings(line)})
        ends.update({part for line in own for part in _ends(line)})
    shared = frozenset(line for line, n in lines.items() if n >= enough and not _OF_DOCUMENTS.search(line))
    return SiteProfile(
        site,
        lines=shared,
        prefixes=_longest(beginnings, enough, shared, str.startswith),
        suffixes=_longest(ends, enough, shared, str.endswith),
        pages=len(texts),
    )


def _of_many_series(pages: Iterable[CleanPage]) -> list[str]:
    """The different texts, the first of each series."""
    found: dict[str, str] = {}
    for page in pages:
        if page.text:
            found.setdefault(_OF_ONE_ISSUE.sub("", page.title) or page.text, page.text)
    return list(dict.fromkeys(found.values()))


def _beginnings(line: str) -> Iterator[str]:
    for n in range(_SHORTEST_PART, min(_LONGEST_PART, len(line))):
        if line[n].isspace() or line[n - 1] in _LABEL_ENDS:
            yield line[:n]


def _ends(line: str) -> Iterator[str]:
    for n in range(_SHORTEST_PART, min(_LONGEST_PART, len(line))):
        before = line[:-n].rstrip()
        if before and before[-1] in _SENTENCE_ENDS and line[-n:].strip() == line[-n:]:
            yield line[-n:]


def _longest(
    counts: Counter[str], enough: float, lines: frozenset[str], covers: Callable[[str, str], bool]
) -> tuple[str, ...]:
    """The longest parts that are common enough and no part of a longer one or of a shared line."""
    kept: list[str] = []
    for part in sorted((p for p, n in counts.items() if n >= enough), key=lambda p: (-len(p), p)):
        covered = any(covers(longer, part) for longer in kept) or any(covers(line, part) for line in lines)
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
