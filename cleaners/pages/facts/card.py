"""The disclosure card (信息公开目录): the table of 索引号, 发文字号, 成文日期 that stands above a government document.

Four layouts are met: label and value in neighbouring cells, a label in ``strong`` with its value as the text behind
it, label and value as a pair of ``span``s, a label in brackets (``[成文日期] 2026-02-05``).  All are read from lines: a
label is a known word (or, once a card is found, any short word before a colon), its value the rest of its line or the
next cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from lxml.html import HtmlElement

from cleaners.pages.facts.card_words import ANCHORS, OTHERS
from cleaners.pages.lines import BORDER, Line, fold

_LONGEST_LABEL = 12
_LONGEST_VALUE = 600


def _spread(word: str) -> str:
    """``索引号`` also as ``索 引 号`` and over several elements."""
    return rf"[\s{BORDER}]*".join(word)


_EDGE = rf"(?:^|(?<=[\s{BORDER}【\[>]))"
_WORDS = sorted(ANCHORS | OTHERS, key=len, reverse=True)
_KNOWN = re.compile(
    _EDGE
    + "(?P<label>"
    + "|".join(map(_spread, _WORDS))
    + rf")(?:[\s{BORDER}】\]]*[:：]|\s*[】\]]|[\s{BORDER}]*$|(?=\s*{BORDER}))"
)
#: How any of these words ends: a cheap look before all of them are tried.
_KNOWN_END = re.compile(
    rf"[{''.join({word[-1] for word in _WORDS})}](?:[\s{BORDER}】\]]*(?:[:：]|$)|\s*[】\]]|\s*{BORDER})"
)
_ANY = re.compile(
    rf"(?:^|(?<={BORDER}))[\s]*(?P<label>[\u4e00-\u9fff][\u4e00-\u9fff\s{BORDER}]{{1,18}}?)[\s{BORDER}]*[:：]"
)
_COLON = re.compile("[:：]")
#: What a template leaves where it had nothing to write.
_REMAINS = re.compile(r"^(?:meta_\d+_\d+|[{$<]\{?.*|undefined|null|NaN|无|暂无|[-—/\s]+)$", re.I)
#: Only the line under the headline counts visits; its 发布时间 and 信息来源 are no part of the card.
_BYLINE = re.compile(r"浏\s*览|阅\s*读|点\s*击|访问(?:次数|量)|作\s*者|打\s*印")
_CELLS = frozenset({"li", "td", "dd"})
_HEADINGS = frozenset({"h1", "h2", "h3"})
_MOST_BETWEEN = 3


@dataclass(slots=True)
class Card:
    """Label to value as shown (blanks inside labels dropped, empty cells left out), and the elements that hold it."""

    pairs: dict[str, str] = field(default_factory=dict)
    nodes: list[HtmlElement] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Cell:
    """One label met, with its value if there is one."""

    label: str
    value: str
    line: int
    last: int


def read_card(lines: list[Line]) -> Card:
    """The page's card, its copies for other screens merged; an empty ``Card`` where there is none.

    ``索 引 号：``, ``000019174/2023-00003`` (neighbouring cells) gives ``{"索引号": "000019174/2023-00003"}``.
    """
    card = Card()
    for group in _groups(list(_cells(lines, _KNOWN, lines)), lines):
        labels = {cell.label for cell in group}
        anchored = labels & ANCHORS
        if card.lines:
            if len(labels & card.pairs.keys()) < 2:
                continue
        elif not ((anchored and len(labels) >= 2) or len(labels) >= 5):
            continue
        between = _whole(lines, group[0].line, max(cell.last for cell in group) + 1)
        _take(card, group, list(_cells(lines, _ANY, between)), lines)
    return card


def _whole(lines: list[Line], start: int, end: int) -> list[Line]:
    """The card's lines with those that follow its last one in cells alike: its end may hold labels nobody knows."""
    last = lines[end - 1].block
    while end < len(lines) and last.tag in _CELLS:
        block = lines[end].block
        if block.tag != last.tag or block.getparent() is not last.getparent():
            break
        end += 1
    return lines[start:end]


def _take(card: Card, known: list[_Cell], others: list[_Cell], lines: list[Line]) -> None:
    """Known labels first, then the unknown ones that stand between them."""
    covered = {cell.line for cell in known} | {cell.last for cell in known if cell.value}
    found = [*known, *(c for c in others if c.line not in covered and c.last not in covered)]
    for cell in sorted(found, key=lambda c: c.line):
        card.lines.update(range(cell.line, cell.last + 1))
        if cell.value and not _REMAINS.match(cell.value) and len(cell.value) <= _LONGEST_VALUE:
            card.pairs.setdefault(cell.label, cell.value)
    card.nodes.extend(_holders([lines[i] for i in sorted(card.lines)], {id(n) for n in card.nodes}))


def _cells(all_lines: list[Line], pattern: re.Pattern[str], among: list[Line]) -> Iterator[_Cell]:
    for line in among:
        text = line.marked
        if not _may_label(text) or (pattern is _KNOWN and not _KNOWN_END.search(text)):
            continue
        matches = list(pattern.finditer(text))
        if not matches or _BYLINE.search(text):
            continue
        for match, following in pairwise([*matches, None]):
            if match is None:
                continue
            label = re.sub(rf"[\s{BORDER}]+", "", match["label"])
            value = fold(
                text[match.end() : following.start() if following else len(text)].replace(BORDER, " ")
            )
            value = value.lstrip(":：").strip()
            last = line.index
            if not match[0].rstrip().endswith((":", "：", "]", "】")) and value:
                continue  # a word that only begins like a label: 名称 变更
            if not value and following is None:
                value, last = _next_cell(all_lines, line, pattern)
            yield _Cell(label, value, line.index, last)


def _may_label(text: str) -> bool:
    """A cheap look: a label is short, or its colon stands near the line's beginning."""
    return len(text) <= _LONGEST_LABEL * 3 or (
        len(text) <= _LONGEST_VALUE + 200 and bool(_COLON.search(text, 0, 40))
    )


def _next_cell(lines: list[Line], line: Line, pattern: re.Pattern[str]) -> tuple[str, int]:
    """The text of the cell beside a label: the following sibling of the element that holds nothing but the label."""
    if line.index + 1 >= len(lines):
        return "", line.index
    holder = line.block
    if lines[line.index + 1].block.getparent() is holder:
        return _text_inside(lines, line.index + 1, lines[line.index + 1].block, pattern)
    for _ in range(3):
        beside = holder.getnext()
        while beside is not None and not isinstance(beside.tag, str):
            beside = beside.getnext()
        if beside is not None:
            value, last = _text_inside(lines, line.index + 1, beside, pattern)
            colon_only = not value and last > line.index and beside.getnext() is not None
            return _text_inside(lines, last + 1, beside.getnext(), pattern) if colon_only else (value, last)
        parent = holder.getparent()
        if parent is None or len(fold(parent.text_content())) > len(line.text) + 2:
            break
        holder = parent
    return "", line.index


def _text_inside(
    lines: list[Line], start: int, cell: HtmlElement, pattern: re.Pattern[str]
) -> tuple[str, int]:
    texts: list[str] = []
    last = start - 1
    for line in lines[start : start + 4]:
        if not _within(line.block, cell) or (pattern is _KNOWN and _KNOWN.match(line.marked.lstrip(" [【"))):
            break
        texts.append(line.text)
        last = line.index
    return fold(" ".join(texts)).lstrip(":：").strip(), max(last, start - 1)


def _within(node: HtmlElement, cell: HtmlElement) -> bool:
    current: HtmlElement | None = node
    for _ in range(6):
        if current is None:
            return False
        if current is cell:
            return True
        current = current.getparent()
    return False


def _groups(cells: list[_Cell], lines: list[Line]) -> Iterator[list[_Cell]]:
    """Labels that follow one another; a headline or another longer line between them ends the card."""
    group: list[_Cell] = []
    last = -1
    for cell in cells:
        between = lines[last + 1 : cell.line]
        if group and (len(between) > _MOST_BETWEEN or any(_ends_card(line) for line in between)):
            yield group
            group = []
        group.append(cell)
        last = max(last, cell.last) if len(group) > 1 else cell.last
    if group:
        yield group


def _ends_card(line: Line) -> bool:
    return len(line.words) > _LONGEST_LABEL and not re.match(r"[\u4e00-\u9fff\s]{2,14}[:：]", line.text)


def _holders(lines: list[Line], known: set[int]) -> list[HtmlElement]:
    """The elements to leave out of the body: the smallest one around all lines if it holds little else, else the
    lines' own blocks."""
    if not lines:
        return []
    length = sum(len(line.text) for line in lines)
    common = _common_ancestor([line.block for line in lines])
    if common is not None and common.tag != "body" and len(fold(common.text_content())) <= length * 1.5 + 80:
        return [] if id(common) in known else [common]
    blocks: list[HtmlElement] = []
    for line in lines:
        if (
            line.block.tag not in _HEADINGS
            and not any(line.block is b for b in blocks)
            and id(line.block) not in known
        ):
            blocks.append(line.block)
    return blocks


def _common_ancestor(nodes: list[HtmlElement]) -> HtmlElement | None:
    path = [nodes[0], *nodes[0].iterancestors()]
    for node in nodes[1:]:
        chain = {id(n) for n in (node, *node.iterancestors())}
        path = [n for n in path if id(n) in chain]
    return path[0] if path else None
