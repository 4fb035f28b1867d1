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
#: Formulae of official writing, wherever in a line they stand: what is ordered, from when, whom to ask.
_FORMULAE = re.compile(
    r"特此|[现予]?(?:印发|公布|公示)(?:给你们|如下|期)|请[^，。]{0,12}(?:遵照|贯彻|认真)|贯彻(?:落实|执行)|施行|负责解释|根据《"
    r"|〔\d{4}〕|联系(?:人|电话|方式|地址)|电话|邮编|邮箱|传真|监督举报|报名"
)
#: What asks the reader to share, follow or read on: boilerplate wherever in a text it stands.
_ASKS_READER = re.compile(
    r"扫码|扫一扫|二维码|分享|转发|点赞|关注|客户端|下载|APP|公众号|推荐阅读|相关阅读|点击", re.IGNORECASE
)
#: Titles of official documents, as they end.
_DOCUMENT_TITLE = re.compile(
    r"(?:通知|公告|通告|公示|通报|批复|复函|函|意见|决定|命令|令|法|条例|规定|办法|细则|方案|规划|规范|标准|指南|名单|简章)"
    r"(?:[（(【\[].*)?$"
)
#: Lines at the beginning and at the end of a text in which boilerplate is looked for.
_EDGE = 3
#: Of the pages that share a part, so many must be no official documents: what documents alone share is theirs.
_OTHER_PAGES = 0.25
#: A profile that would cut more of a page's characters than this is not used on the page.
_MOST_CUT = 1 / 3
#: What tells one issue of a series from the next: 2026年第5周流感监测周报, 3月6日疫情通报.
_OF_ONE_ISSUE = re.compile(r"[\d０-９〇零一二三四五六七八九十百年月日第\W]+")
_SENTENCE_ENDS = "。！？!?…”"
_LABEL_ENDS = "】]」|丨—"


def learn_profile(site: str, pages: Iterable[CleanPage]) -> SiteProfile:
    """The lines and paragraph parts that at least four fifths of the pages' texts share (eight pages or more).

    Texts that appear twice count once, and so do all issues of one series (titles that differ in figures only): what
    two bulletins share is what they say.  Only the first and last three lines of a text are looked at, and lines that
    ask the reader to share or follow; nothing is learned where more than three quarters of the pages are official
    documents, which share formulae of their own.  A paragraph's end is boilerplate only behind a finished sentence, its
    beginning only before a space or as a bracketed label.
    """
    texts, documents = _of_many_series(pages)
    if len(texts) < _FEWEST_PAGES or len(texts) - documents < _OTHER_PAGES * len(texts):
        return SiteProfile(site, pages=len(texts))
    enough = _SHARE * len(texts)
    lines: Counter[str] = Counter()
    beginnings: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    for text in texts:
        own = [line for line in text.split("\n") if line]
        edges = {*own[:_EDGE], *own[-_EDGE:]}
        asking = {line for line in own if _ASKS_READER.search(line)}
        lines.update({line for line in edges | asking if len(line) >= _SHORTEST_LINE})
        beginnings.update({part for line in edges for part in _beginnings(line)})
        ends.update({part for line in edges for part in _ends(line)})
    shared = frozenset(line for line, n in lines.items() if n >= enough and not _is_of_documents(line))
    return SiteProfile(
        site,
        lines=shared,
        prefixes=_longest(beginnings, enough, shared, str.startswith),
        suffixes=_longest(ends, enough, shared, str.endswith),
        pages=len(texts),
    )


def _of_many_series(pages: Iterable[CleanPage]) -> tuple[list[str], int]:
    """The different texts, the first of each series, and how many of them have the title of an official document."""
    found: dict[str, CleanPage] = {}
    for page in pages:
        if page.text:
            found.setdefault(_OF_ONE_ISSUE.sub("", page.title) or page.text, page)
    titles: dict[str, str] = {}
    for page in found.values():
        titles.setdefault(page.text, page.title.strip())
    return list(titles), sum(1 for title in titles.values() if _DOCUMENT_TITLE.search(title))


def _is_of_documents(part: str) -> bool:
    return bool(_OF_DOCUMENTS.search(part) or _FORMULAE.search(part))


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
        if not covered and not _is_of_documents(part):
            kept.append(part)
    return tuple(kept)


def cut_profile(ledger: Ledger, site: SiteProfile) -> bool:
    """Cut what the site's profile names: rules ``site.line``, ``site.prefix``, ``site.suffix``.

    ``False``, and nothing is cut, where it would take more than a third of the characters that are left.

    before: 某某网讯 昨日，市卫生健康委发布通知。   (on most pages of the site)
    after:  昨日，市卫生健康委发布通知。
    """
    trial = Ledger([text for _, text in ledger.left()])
    before = _size(trial)
    _cut(trial, site)
    if before - _size(trial) > _MOST_CUT * before:
        return False
    _cut(ledger, site)
    return True


def _size(ledger: Ledger) -> int:
    return sum(len(text) for _, text in ledger.left())


def _cut(ledger: Ledger, site: SiteProfile) -> None:
    for index, text in list(ledger.left()):
        if text in site.lines:
            ledger.cut_line(index, "site.line")
    for prefix in site.prefixes:
        cut_pattern(ledger, re.compile("^" + re.escape(prefix) + r"\s*"), "site.prefix")
    for suffix in site.suffixes:
        cut_pattern(ledger, re.compile(r"\s*" + re.escape(suffix) + "$"), "site.suffix")
