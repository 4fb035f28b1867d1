"""What stands behind an article inside its node: cut only where little prose goes along.

Everything from a line such as 上一篇, 责任编辑, 相关阅读, 免责声明 on, if what follows is little against what stands
before; the more kinds of such lines stand together, the more may follow (comments and teasers are prose too).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from cleaners.pages.blocks import MOST_LINES, Block
from cleaners.pages.lines import words
from cleaners.pages.phrases import Phrase, find_phrase, is_tool_bar
from cleaners.pages.removals import Ledger

_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|zip|rar|txt|jpg|png)\b|^\W*附\s*件", re.I)
#: 附件下载（2个） with nothing behind it: the files stand in a box of their own.
_EMPTY_LABEL = re.compile(
    r"^\W*(?:相关)?附\s*件(?:下载|列表)?\s*(?:[（(]\s*共?\s*\d+\s*[个份]?\s*[)）]\W*|[:：]\W*)$"
)
#: The share of the prose before it that may follow a line of the tail, by how many kinds stand together there.
_MAY_FOLLOW = {1: 0.12, 2: 0.5, 3: 1.6}
_TOGETHER = 9
#: Lines that also stand inside articles (来源：, 编辑：) end one only where no more prose than this follows.
_AFTER_WEAK = 40
#: Prose between two lines of the tail that still stand together.
_BETWEEN = 100
#: Prose that stands in another element than the article's paragraphs counts less against cutting.
_ELSEWHERE = 0.4
_LEAST = 40


def prose(line: Block) -> int:
    """Characters of sentences in the line that are not link text."""
    if line.is_links or not line.points or len(line.text) < 12:
        return 0
    return len(line.text) - line.linked


def is_file_line(text: str) -> bool:
    """The line names a file, or begins a list of them."""
    return _FILE.search(text) is not None


def cut_tail(lines: Sequence[Block], ledger: Ledger, start: int) -> None:
    """Cut what follows the article, whose text begins with the line ``start``."""
    sought = range(max(start, len(lines) - MOST_LINES), len(lines))
    marks = {i: mark for i in sought if (mark := _tail_mark(lines[i])) is not None}
    spine = spine_of(lines)
    amounts = [prose(line) for line in lines]
    weights = [
        n if line.element.getparent() is spine or line.element is spine else n * _ELSEWHERE
        for n, line in zip(amounts, lines, strict=True)
    ]
    after, all_after = sum(weights[start:]), sum(amounts[start:])
    before = 0
    end = len(lines)
    for index in range(start, len(lines)):
        after -= weights[index]
        all_after -= amounts[index]
        if index in marks and before >= _LEAST:
            kinds = _kinds(marks, amounts, index)
            if after <= before * _MAY_FOLLOW[kinds] if kinds else all_after <= _AFTER_WEAK:
                end = index
                break
        before += amounts[index]
    end = _last_lines(lines, start, end, spine)
    for index in range(end, len(lines)):
        ledger.cut_line(index, marks[index].rule if index in marks else "tail.after")


def _kinds(marks: dict[int, _Mark], amounts: list[int], index: int) -> int:
    """How many kinds of tail lines stand together from here on: 3 at most, 0 where none is a strong one."""
    strong: set[str] = set()
    weak: set[str] = set()
    between = 0
    for i in range(index, min(len(amounts), index + _TOGETHER)):
        mark = marks.get(i)
        if mark is None:
            between += amounts[i]
            if between > _BETWEEN:
                break
        else:
            (weak if mark.weak else strong).add(mark.group)
    if not strong:
        return 0
    return min(3, len(strong) + bool(weak) + ("comments" in strong))


def spine_of(lines: Sequence[Block]) -> HtmlElement | None:
    """The element whose children hold most of the prose: paragraphs of one article are siblings."""
    held: Counter[HtmlElement] = Counter()
    for line in lines:
        amount = prose(line)
        if amount:
            held[line.element] += amount
            parent = line.element.getparent()
            if parent is not None:
                held[parent] += amount
    return max(held, key=held.__getitem__, default=None)


def _last_lines(lines: Sequence[Block], start: int, end: int, spine: HtmlElement | None) -> int:
    """The end without tool bars, link lists and other remains that stand last."""
    while end > max(start, len(lines) - MOST_LINES):
        line = lines[end - 1]
        own = line.element is spine or line.element.getparent() is spine
        if line.row:
            break
        if _EMPTY_LABEL.match(line.text) or not words(line.text):
            end -= 1
            continue
        if is_file_line(line.text) and (own or not line.is_links):
            break
        if is_tool_bar(line.text) or line.is_links or _tail_mark(line) is not None:
            end -= 1
            continue
        break
    return end


@dataclass(frozen=True, slots=True)
class _Mark:
    rule: str
    group: str
    weak: bool


def _tail_mark(line: Block) -> _Mark | None:
    phrase: Phrase | None = find_phrase("tail", line.text)
    if phrase is not None:
        return _Mark(phrase.rule, phrase.group, phrase.weak)
    if is_tool_bar(line.text) and len(words(line.text)) > 1 and not words(line.text).isdigit():
        return _Mark("tail.tools", "tools", True)
    return None
