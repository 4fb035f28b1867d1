"""What stands before an article inside its node: found by position, cut only where no prose goes along.

Everything up to the last headline, byline, card, breadcrumb or tool bar that stands before the first sentence.  What
stands behind the article is cut by ``tails``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cleaners.pages.blocks import Block
from cleaners.pages.facts import read_byline
from cleaners.pages.lines import words
from cleaners.pages.phrases import find_phrase, is_tool_bar
from cleaners.pages.removals import Ledger
from cleaners.pages.tails import cut_tail

_SALUTATION = re.compile(r"各|单位|部门|委员会|政府|局|厅|院|中心|公司|机构|同志|企业")
#: 记者｜张某 stands under the lead as often as over it; 记者：… opens a question and stays.
_REPORTER = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,8}(?=记者|编辑))?(?:记者|通讯员|作者|撰文|文|编辑|来源)\s*[|｜丨/]\s*[^，。；：]{2,24}$"
)
_REPORTER_LINES = 4
_WHEN, _WHERE = re.compile(r"^(?:会议|发布)?时\s*间\s*[:：]"), re.compile(r"^(?:会议|发布)?地\s*点\s*[:：]")
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


@dataclass(slots=True)
class Known:
    """What is known of the page when its edges are trimmed: the title, and lines that hold headline, byline, card."""

    title: str = ""
    front: set[int] = field(default_factory=set)
    card: set[int] = field(default_factory=set)


def trim_edges(lines: Sequence[Block], ledger: Ledger, known: Known) -> None:
    """Cut front matter and tail of the chosen lines in the ledger (whose lines are those lines' texts)."""
    for index in known.card:
        ledger.cut_line(index, "head.card")
    start = _front(lines, ledger, known)
    cut_tail(lines, ledger, start)


def _front(lines: Sequence[Block], ledger: Ledger, known: Known) -> int:
    title = words(known.title)
    last, rule_of = -1, dict[int, str]()
    said = 0
    for index, line in enumerate(lines[:_FRONT_LINES]):
        if _opens_transcript(lines, index):
            break
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


def _opens_transcript(lines: Sequence[Block], index: int) -> bool:
    """时间：2025年11月27日 over 地点：某某新闻发布厅 is how the record of a conference begins."""
    return index + 1 < len(lines) and bool(
        _WHEN.match(lines[index].text) and _WHERE.match(lines[index + 1].text)
    )


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
