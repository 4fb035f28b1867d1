"""The line of date, source and author that stands under a headline, or over an entry of a list.

    发布时间：2024-05-17 10:41 来源：市卫生健康委 作者：王某 浏览次数：12
    人民日报·2026-02-11 06:22

Only one line is read here; which of a page's lines is the byline is decided in ``published`` and ``origin``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from cleaners.dates import FoundDate, find_dates, read_relative
from cleaners.pages.facts.free_source import JUNK, free_source
from cleaners.pages.lines import BORDER, fold

_ENGLISH = re.compile(
    r"(?:Updated|Published|Posted|Released|Date|Source|From|Author|By|Editor)\s*[:：]", re.I
)
_ENGLISH_LABELS = (
    ("更新时间", re.compile(r"\b(?:Last\s+)?Updated(?:\s+on)?\s*[:：]", re.I)),
    (
        "发布时间",
        re.compile(r"\b(?:Published|Posted|Released?|Publish(?:ing)?\s+date|Date)(?:\s+on)?\s*[:：]", re.I),
    ),
    ("来源", re.compile(r"\b(?:Source|From)\s*[:：]", re.I)),
    ("责任编辑", re.compile(r"\bEditor\s*[:：]", re.I)),
    ("作者", re.compile(r"\b(?:Author|By)\s*[:：]", re.I)),
)
_GAP = rf"[\s{BORDER}]*"
_DATE_LABEL = (
    r"(?:信息|文章|首次)?(?:发布|发表|公开|公布|刊发|上传|录入|添加|发稿|创建|推送)\s*(?:时\s*间|日\s*期)|"
    r"(?:发布|发表|刊发)于?|时\s*间|日\s*期"
)
#: Says when the page was touched last: taken only where nothing else dates the page.
_UPDATE_LABEL = r"(?:最后|最近)?(?:更新|修改|编辑)(?:时间|日期|于)?"
_SOURCE_LABEL = (
    r"(?:(?:信\s*息|文\s*章|稿\s*件|新闻|内容|消息|原文)\s*)?来\s*源(?:于|自)?|"
    r"来自|稿\s*源|出\s*处|转载自|转自"
)
_AUTHOR_LABEL = r"作\s*者|记\s*者|撰\s*稿(?:人)?|撰\s*文|文字|通讯员|供\s*稿(?:人)?"
#: Labels and tools of the same line that end a value.
_TOOL = (
    r"责任?\s*编\s*辑|责\s*编|编\s*辑|校对|审\s*核|审签|[初复终]审|浏\s*览\s*(?:次\s*数|量)?|阅\s*读\s*(?:次数|量|人次|数)?|"
    r"点\s*击\s*(?:次数|率|量|数)?|访问(?:次数|量|数)|观看|人气|热度|字\s*号|字\s*体|分享(?:到|至)?|打\s*印|收\s*藏|"
    r"关\s*闭|朗\s*读|语音播报|听全文|视力保护色|背景色|评\s*论|点\s*赞|跟\s*帖|人\s*参与|举\s*报|扫一扫|大\s*中\s*小|"
    r"选稿|组稿|发布者|发布人|发布单位|发布机构|信息员|原标题|小字号|大字号|纠错|我要评论|下载|返回|复制链接"
)
#: Every character of these words: most places of a line need not be tried at all.
_OF_LABELS = "".join(
    {*re.findall(r"[\u4e00-\u9fff]", _DATE_LABEL + _UPDATE_LABEL + _SOURCE_LABEL + _AUTHOR_LABEL + _TOOL)}
)
_LABEL = re.compile(
    rf"(?=[{_OF_LABELS}])(?:"
    rf"(?P<update>{_UPDATE_LABEL})(?:{_GAP}[:：]|{_GAP}(?=[12]\d{{3}}))|(?P<source>{_SOURCE_LABEL}){_GAP}[:：]|"
    rf"(?P<date>{_DATE_LABEL})(?:{_GAP}[:：]|{_GAP}(?=[12]\d{{3}}))|"
    rf"(?P<author>{_AUTHOR_LABEL}){_GAP}[:：]|(?P<tool>{_TOOL}){_GAP}[:：]?)"
)
_IS_TOOL = re.compile(rf"\W*(?:{_TOOL})\s*[:：]?\s*$")
#: Before a label these make it another word: 数据来源, 成文日期, 开始时间 …
_OTHER_WORD = re.compile(r"[\u4e00-\u9fff]$")
_HOST = re.compile(r"https?://[\w./-]+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|cn|net|org)\b", re.I)
_NOISE = re.compile(r"[\s|｜/·•\-—_,，;；、:：【】\[\]()（）<>\d次]+")
_UNLABELLED = re.compile(rf"本文|{_TOOL}|{_UPDATE_LABEL}|{_SOURCE_LABEL}|{_DATE_LABEL}|{_AUTHOR_LABEL}")
#: 成文日期：2024-05-23 is another date.
#: 本贴由某某于2005年8月12日发表
_POSTED, _POSTED_AFTER = re.compile(r"于\s*$"), re.compile(r"发[表布]|刊登")
#: 图为市民接种疫苗。人民网记者 乔某摄
_CAPTION = re.compile(r"^\W*图(?:为|片说明)|[^。\s]摄\W*$")
_LABEL_BEFORE = re.compile(r"[\u4e00-\u9fff]\s*[:：]\s*$")
#: （2007年6月29日…会议通过） dates the law, not the page.
_EVENT = re.compile(r"通过|公布|施行|修订|修正|批准|会议|起草|签发|有效期|截至|截止|号令|印发")
#: ``(来源：某委)`` ends with the bracket that was opened before the label.
_CLOSED = re.compile(r"^(?P<name>[^(（]*)[)）].*$")
#: A sentence, an attribute's remains: no name.
_NO_NAME = re.compile(r"[。；=]|^\W*$|[，,].*[，,]")
#: Every alternative begins with a character and not with a class: ``re`` then skips all other places quickly.
_HINT = re.compile(
    r"19\d\d|20\d\d|源|出\s*处|来自|转自|稿|作\s*者|记\s*者|通讯员|今天|昨天|前天|昨日|刚刚|撰"
)
_AGO, _MONTH_DAY = re.compile(r"\d\s*\w{1,2}前"), re.compile(r"\d-\d")
_LONGEST = 220
_LONGEST_VALUE = 50
_LONGEST_REST = 24
_REPORTER = re.compile(rf"记者[\s{BORDER}]+([\u4e00-\u9fff·]{{2,4}}(?:[\s、][\u4e00-\u9fff·]{{2,4}})*)")


@dataclass(frozen=True, slots=True)
class Byline:
    """What one line says; ``None`` for what it does not.

    ``when`` is aware (China time), midnight with ``time_known=False`` where only a day is given; ``labelled`` tells
    that a label such as 发布时间 stands before the date; ``updated`` that the label is 更新时间.
    """

    source_name: str | None = None
    author: str | None = None
    when: datetime | None = None
    time_known: bool = False
    labelled: bool = False
    updated: bool = False
    #: A source label stands in the line, though perhaps nothing after it.
    names_source: bool = False


def is_tool(text: str) -> bool:
    """``分享到：`` and ``字号：`` are buttons, no text."""
    return _IS_TOOL.match(text) is not None


def may_be_byline(text: str) -> bool:
    """A cheap look before ``read_byline``: short, and with a year, a source or an author in it."""
    return len(text) <= _LONGEST and bool(
        _HINT.search(text)
        or ("前" in text and _AGO.search(text))
        or ("-" in text and _MONTH_DAY.search(text))
    )


def read_byline(line: str, fetched_at: datetime | None = None) -> Byline | None:
    """The byline that ``line`` is, or ``None`` where it is something else.

    ``人民日报·2026-02-11 06:22`` gives 人民日报 and that moment; ``10个月前 来源：`` a day, and only against
    ``fetched_at``; a sentence with a date in it gives ``None``.

    >>> read_byline("发布时间：2024-05-17 10:41 来源：市卫生健康委").source_name
    '市卫生健康委'
    """
    if not line or len(line) > _LONGEST:
        return None
    if _CAPTION.search(line):
        return None
    text = _in_chinese(unicodedata.normalize("NFKC", line))
    spans = _labels(text)
    found = _Found()
    rest: list[str] = [text[: spans[0][1]] if spans else text]
    ends = [*(begin for _, begin, _ in spans[1:]), len(text)]
    for (kind, _, start), end in zip(spans, ends, strict=False):
        value = text[start:end]
        left = found.take(kind, value, fetched_at)
        if left:
            rest.append(left)
    free = BORDER.join(rest)
    if found.date is None:
        free = found.take_free_date(free, fetched_at)
    if not (found.date or found.names_source or found.author or "记者" in free):
        return None
    free = _HOST.sub(" ", free)
    reporter = _REPORTER.search(free)
    if reporter:
        found.author = found.author or fold(reporter[1])
        free = free[: reporter.start()] + BORDER + free[reporter.end() :]
    words_left = _NOISE.sub("", free.replace(BORDER, ""))
    if len(words_left) > _LONGEST_REST or not (found.date or found.names_source or found.author):
        return None
    if found.source is None and not found.names_source and found.date and not found.labelled:
        found.source = free_source(free, _UNLABELLED)
    when = found.date
    return Byline(
        source_name=found.source,
        author=found.author,
        when=when.when if when else None,
        time_known=bool(when and when.time_known),
        labelled=found.labelled,
        updated=found.updated,
        names_source=found.names_source,
    )


def _in_chinese(text: str) -> str:
    """``Updated: 2025-11-07 Source: Xinhua`` with the labels of Chinese pages."""
    if not _ENGLISH.search(text):
        return text
    for label, english in _ENGLISH_LABELS:
        text = english.sub(f"{label}：", text)
    return text


class _Found:
    """What the labels of one line gave so far."""

    def __init__(self) -> None:
        self.source: str | None = None
        self.author: str | None = None
        self.date: FoundDate | None = None
        self.labelled = self.updated = self.names_source = False

    def take(self, kind: str, value: str, fetched_at: datetime | None) -> str:
        """Takes the value of one label; what is not part of it is given back."""
        if kind in ("date", "update"):
            return self._take_date(kind, value, fetched_at)
        name, left = _name(value)
        if kind == "source":
            self.names_source = True
            self.source = self.source or name
        elif kind == "author":
            self.author = self.author or name
        elif kind == "tool":
            return value if find_dates(_spaced(value)) else ""
        return left

    def _take_date(self, kind: str, value: str, fetched_at: datetime | None) -> str:
        spaced = _spaced(value)
        dates = find_dates(spaced)
        date = dates[0] if dates else (read_relative(spaced, fetched_at) if fetched_at else None)
        if date is None or date.start > 12:
            return value
        if self.date is None or (self.updated and kind == "date"):
            self.date, self.labelled, self.updated = date, True, kind == "update"
        return value[date.end :]

    def take_free_date(self, text: str, fetched_at: datetime | None) -> str:
        """A date without a label: ``( 2022-05-21)``, ``2019年09月11日 10:20 新华网``."""
        spaced = _spaced(text)
        dates = find_dates(spaced)
        date = dates[0] if dates else (read_relative(spaced, fetched_at) if fetched_at else None)
        if date is None or _LABEL_BEFORE.search(spaced[: date.start]) or _EVENT.search(spaced):
            return text
        self.date = date
        self.labelled = bool(
            _POSTED.search(spaced[: date.start]) and _POSTED_AFTER.search(spaced[date.end :])
        )
        return text[: date.start] + BORDER + text[date.end :]


def _spaced(text: str) -> str:
    return text.replace(BORDER, " ")


def _labels(text: str) -> list[tuple[str, int, int]]:
    """Kind, start and end of every label; 数据来源 and 成文日期 are other words."""
    spans = []
    for match in _LABEL.finditer(text):
        kind = match.lastgroup or "tool"
        if kind != "tool" and _OTHER_WORD.search(text[: match.start()]):
            continue
        spans.append((kind, match.start(), match.end()))
    return spans


def _name(value: str) -> tuple[str | None, str]:
    """The name after a label and what is left: the name ends with the element that it stands in."""
    head, tail = "", value
    while tail and not re.search(r"\w", head):
        head, _, tail = tail.partition(BORDER)
    dates = find_dates(head)
    if dates:
        head, tail = head[: dates[0].start], head[dates[0].start :] + BORDER + tail
    name = _CLOSED.sub(r"\g<name>", fold(head))
    while name and (trimmed := JUNK.sub("", name)) != name:
        name = trimmed
    name = _close_brackets(name)
    if not name or len(name) > _LONGEST_VALUE or name.isdigit() or _NO_NAME.search(name):
        return None, tail
    return name, tail


def _close_brackets(name: str) -> str:
    """``开发区党委宣传部(文化和旅游局`` gets back the bracket that was trimmed as junk, ``金融报]`` loses its own."""
    for left, right in ("()", "（）", "【】", "[]"):
        if left in name and right not in name:
            name += right
        elif right in name and left not in name:
            name = name.rstrip(right + " ")
    return name
