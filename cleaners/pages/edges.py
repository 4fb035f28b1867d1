"""What stands before and behind an article inside its node: found by position, cut only where little prose goes along.

Front: everything up to the last headline, byline, card, breadcrumb or tool bar that stands before the first sentence.
Tail: everything from a line such as 上一篇, 责任编辑, 相关阅读, 免责声明 on, if what follows is little against what
stands before; the more kinds of such lines stand together, the more may follow (comments and teasers are prose too).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from cleaners.pages.blocks import MOST_LINES, Block
from cleaners.pages.facts import read_byline
from cleaners.pages.lines import words
from cleaners.pages.phrases import Phrase, find_phrase, is_tool_bar
from cleaners.pages.removals import Ledger

_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|zip|rar|txt|jpg|png)\b|^\W*附\s*件", re.I)
#: 附件下载（2个） with nothing behind it: the files stand in a box of their own.
_EMPTY_LABEL = re.compile(
    r"^\W*(?:相关)?附\s*件(?:下载|列表)?\s*(?:[（(]\s*共?\s*\d+\s*[个份]?\s*[)）]\W*|[:：]\W*)$"
)
_SALUTATION = re.compile(r"各|单位|部门|委员会|政府|局|厅|院|中心|公司|机构|同志|企业")
#: 记者｜张某 stands under the lead as often as over it; 记者：… opens a question and stays.
_REPORTER = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,8}(?=记者|编辑))?(?:记者|通讯员|作者|撰文|文|编辑|来源)\s*[|｜丨/]\s*[^，。；：]{2,24}$"
)
_REPORTER_LINES = 4
_NUMBER_LINE = re.compile(r"^[^。，：]{2,24}[〔\[（(【]\s*(?:19|20)\d\d\s*[〕\]）)】]\s*第?\s*\d{1,5}\s*号$")
_FRONT_LINES = 45
#: 征集状态：进行中 开始时间：2024-06-20 says of the page what a byline says.
_PAIRS = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,8}\s?[:：]\s?[^，。；：\s]{1,20}\s+){1,8}"
    r"[\u4e00-\u9fff]{2,8}\s?[:：]\s?[^，。；]{1,20}$"
)
#: A line of this length that ends like a sentence is the body's, though it is shorter than a summary may be.
WHOLE_SENTENCE = 18
#: Sentences worth this many characters end the front matter.
_FRONT_PROSE = 30
#: A headline may still follow after a summary of this many characters.
_SUMMARY = 260
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


@dataclass(slots=True)
class Known:
    """What is known of the page when its edges are trimmed: the title, and lines that hold headline, byline, card."""

    title: str = ""
    front: set[int] = field(default_factory=set)
    card: set[int] = field(default_factory=set)


def prose(line: Block) -> int:
    """Characters of sentences in the line that are not link text."""
    if line.is_links or not line.points or len(line.text) < 12:
        return 0
    return len(line.text) - line.linked


def is_file_line(text: str) -> bool:
    """The line names a file, or begins a list of them."""
    return _FILE.search(text) is not None


def trim_edges(lines: Sequence[Block], ledger: Ledger, known: Known) -> None:
    """Cut front matter and tail of the chosen lines in the ledger (whose lines are those lines' texts)."""
    for index in known.card:
        ledger.cut_line(index, "head.card")
    start = _front(lines, ledger, known)
    _tail(lines, ledger, start)


def _front(lines: Sequence[Block], ledger: Ledger, known: Known) -> int:
    title = words(known.title)
    last, rule_of = -1, dict[int, str]()
    said = 0
    for index, line in enumerate(lines[:_FRONT_LINES]):
        rule = _front_rule(index, line, title, known, begun=said > 0)
        if rule is None and _opens(line.text):  # the body has begun; an annex named in the title may follow
            break
        if rule is not None and (
            said <= _FRONT_PROSE or (rule == "head.title" and words(line.text) == title)
        ):
            rule_of[index] = rule
            last = index
            continue
        if not line.is_links:
            said += _sentence(line)
        if said > _SUMMARY:
            break
    for index in range(last + 1):
        if _NUMBER_LINE.search(lines[index].text) and index not in known.card:
            continue  # the document's own number belongs to its text
        ledger.cut_line(index, rule_of.get(index, "head.between"))
    for index in range(last + 1, min(len(lines), last + 1 + _REPORTER_LINES)):
        if _REPORTER.match(lines[index].text):
            ledger.cut_line(index, "head.reporter")
    return last + 1


def _opens(text: str) -> bool:
    """各市、自治州人民政府，省直有关单位： is how documents begin."""
    return text.endswith(("：", ":")) and len(text) > 6 and bool(_SALUTATION.search(text))


def _sentence(line: Block) -> int:
    """Characters of a line that reads like the body: a sentence, or an opening such as 各有关单位：."""
    if line.row:
        return len(line.text)
    if len(line.text) < 120 and _PAIRS.match(line.text):
        return 0
    if len(line.text) >= WHOLE_SENTENCE and line.text.endswith(("。", "！", "？")):
        return max(len(line.text), _FRONT_PROSE + 1)
    if line.stops or line.points > 1 or line.text.endswith(("：", ":")) or len(line.text) > 40:
        return len(line.text) if len(line.text) > 5 else 0
    return 0


def _front_rule(index: int, line: Block, title: str, known: Known, *, begun: bool) -> str | None:
    text = line.text
    if index in known.card:
        return "head.card"
    if title and _is_title(text, title):
        return "head.title"
    if index in known.front:
        return "head.byline"
    if len(text) > 200:
        return None
    if is_tool_bar(text):
        return "head.tools"
    phrase = find_phrase("head", text)
    if phrase is not None:
        return phrase.rule
    if len(text) < 120 and read_byline(text) is not None:
        return "head.byline"
    if not begun and (tail := find_phrase("tail", text)) is not None and tail.group in ("share", "comments"):
        return "head.tools"
    return None


def _is_title(text: str, title: str) -> bool:
    if len(text) > len(title) * 2 + 20:
        return False
    key = words(text)
    if not key:
        return False
    if key == title:
        return True
    if len(key) >= 8 and (key in title and len(key) * 2 >= len(title)):
        return True
    return len(title) >= 8 and key.startswith(title) and len(key) <= len(title) + 12


def _tail(lines: Sequence[Block], ledger: Ledger, start: int) -> None:
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
