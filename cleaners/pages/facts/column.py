"""The column that a page stands in: ColumnName, else the last element of the breadcrumb."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from cleaners.pages.facts.meta import MetaTags
from cleaners.pages.lines import BORDER, Line, fold, words

_HERE = re.compile(r"(?:当前|所在|现在|您的|你的|本页|页面)[^:：>]{0,6}位置|^\s*位置\s*[:：]|^您在这里")
_CRUMB_CLASS = re.compile(
    r"crumb|bread|position|location|path|dqwz|weizhi|mbx|curmb|currch|wzdh|subnav|here\b|_dh\b|address",
    re.I,
)
_STEP = re.compile(rf"[>»›＞→/\\|]+|{BORDER}|&gt;")
_NOT_A_COLUMN = re.compile(
    r"^(?:[\u4e00-\u9fff]{0,8}[首主]\s{0,2}页|页面|文章|查看|"
    r"(?:浏览|查看|阅读)?(?:文章|新闻|信息|内容|公告|页面|政策|法规|文件|资讯|通知)?(?:正文|详情|内容|详细|详细内容|详情页|浏览|查看|文章|信息)|"
    r"(?:浏览|查看|阅读)(?:政策|法规|文件|资讯|通知|公告))$"
)
#: 当前位置：首页 - 疫情信息 - 法定报告
_DASHES = re.compile(r"\s[-–—]+\s")
#: Elements that hold a breadcrumb and nothing else.
_CRUMB_ONLY = re.compile(r"crumb|bread|mbx|dqwz", re.I)
_HOME = re.compile(r"^(?:返回|网站|本站)?(?:首页|主页)$")
_LABEL = re.compile(r"^.*?位置\s*(?:是)?\s*[:：]?|^您在这里\s*[:：]?")
#: 首页 > …, 首 页 > …, 某某网首页 >> …
_FROM_HOME = re.compile(rf"[\u4e00-\u9fff]{{0,8}}[首主]\s{{0,2}}页[\s{BORDER}]*[>»›＞→]")
_ENDS_IN_TEXT = re.compile(rf"[>»›＞→/][\s{BORDER}]*正文\s*$")
_STEP_MARK = re.compile(r"[>»›＞→/\\]")
#: Marks of breadcrumbs; a slash also parts other things.
_TRAIL_MARK = re.compile(r"[>»›＞→]+")
_HAN_NAME = re.compile(r"^[^，。；]{0,60}[\u4e00-\u9fff]{2}")
_LINKED_TRAIL, _LONGEST_TRAIL, _FEWEST_STEPS = 0.3, 200, 3
_SHORTEST_TITLE = 6
_LONGEST = 40
_LONGEST_CRUMB = 300
_MOST_STEPS = 12


@dataclass(frozen=True, slots=True)
class Step:
    """One name of the breadcrumb and the line that shows it."""

    name: str
    line: int


def find_column(steps: list[Step], meta: MetaTags, title: str) -> str | None:
    """``首页 > 政务公开 > 通知公告 > 正文`` gives 通知公告; ColumnName is believed first."""
    if meta.column:
        return meta.column
    key = words(title)
    for step in reversed(steps):
        own = words(step.name)
        if _NOT_A_COLUMN.match(step.name) or not own or "..." in step.name or "…" in step.name:
            continue
        short, long = sorted((own, key), key=len)
        if own == key or (len(short) >= _SHORTEST_TITLE and short in long):
            continue
        return step.name
    return None


def read_breadcrumb(lines: list[Line]) -> list[Step]:
    """The steps of the breadcrumb, first to last; empty where there is none.

    A line is one when it says 当前位置, begins with 首页 > …, or stands in an element that is named so; where none
    does, the first line of links that are parted by such marks: 北方网报 >> 新闻中心 >> 本市新闻.
    """
    named: dict[HtmlElement, bool] = {}
    unnamed: Line | None = None
    for line in lines:
        in_crumb = line.linked > 0 and _crumb_element(line, named) is not None
        may_trail = unnamed is None and line.linked > _LINKED_TRAIL and _TRAIL_MARK.search(line.text)
        if may_trail and _is_marked_trail(line.marked):
            unnamed = line
        if not (in_crumb or _may_say(line.text)):
            continue
        text = line.marked
        if len(text) > _LONGEST_CRUMB:
            continue
        says_here = bool(_HERE.search(text))
        if not (in_crumb or says_here or _begins_at_home(lines, line) or _ENDS_IN_TEXT.search(text)):
            continue
        if says_here:
            text = _DASHES.sub(">", _LABEL.sub("", text))
        steps = _steps(text, line.index)
        if len(steps) < 2:
            steps += _following(lines, line, named)
        separated = len(steps) >= 2 and any(_STEP_MARK.search(lines[step.line].marked) for step in steps)
        if steps and (says_here or separated or _is_trail(line, steps, named)):
            return _as_far_as_text(steps)
    return _steps(unnamed.marked, unnamed.index) if unnamed is not None else []


def _is_marked_trail(text: str) -> bool:
    """At least three names, each parted from the next by a mark of breadcrumbs."""
    if len(text) > _LONGEST_TRAIL:
        return False
    parts = [fold(part.replace(BORDER, " ")) for part in _TRAIL_MARK.split(text)]
    return len(parts) >= _FEWEST_STEPS and all(_HAN_NAME.search(part) for part in parts)


def _may_say(text: str) -> bool:
    """A cheap look for what makes a line a breadcrumb by its words."""
    return "位置" in text or "页" in text or "正文" in text or "您在这里" in text


def _begins_at_home(lines: list[Line], line: Line) -> bool:
    """``首页 > …``, also where every step stands in a cell of its own."""
    if _FROM_HOME.match(line.marked):
        return True
    beyond = lines[line.index + 1].text if line.index + 1 < len(lines) else ""
    return line.text in ("首页", "网站首页") and beyond[:1] in ">»›＞"


def _is_trail(line: Line, steps: list[Step], named: dict[HtmlElement, bool]) -> bool:
    """Links side by side in an element named a breadcrumb, from 首页 on or parted by dots: a style sheet draws the
    marks of the others."""
    holder = _crumb_element(line, named)
    by_name = holder is not None and _CRUMB_ONLY.search(f"{holder.get('class', '')} {holder.get('id', '')}")
    return bool(by_name) and len(steps) > 1 and (_HOME.match(steps[0].name) is not None or "·" in line.text)


def _as_far_as_text(steps: list[Step]) -> list[Step]:
    """Without what stands behind 正文: buttons in the same line."""
    end = next((i for i, step in enumerate(steps) if step.name == "正文"), len(steps))
    return steps[:end]


def _crumb_element(line: Line, named: dict[HtmlElement, bool]) -> HtmlElement | None:
    """The element that is named like a breadcrumb; ``named`` remembers what was asked of the page's elements."""
    node = line.block
    for _ in range(4):
        if node not in named:
            named[node] = _CRUMB_CLASS.search(f"{node.get('class', '')} {node.get('id', '')}") is not None
        if named[node]:
            return node
        parent = node.getparent()
        if parent is None or parent.tag == "body":
            return None
        node = parent
    return None


def _steps(text: str, index: int) -> list[Step]:
    names = (fold(part).strip(" :：·>-") for part in _STEP.split(text))
    return [Step(name, index) for name in names if name and len(name) <= _LONGEST]


def _following(lines: list[Line], line: Line, named: dict[HtmlElement, bool]) -> list[Step]:
    """Steps that stand in cells or list items of their own behind 当前位置：."""
    holder = _crumb_element(line, named)
    if holder is None:
        holder = line.block
    steps: list[Step] = []
    for other in lines[line.index + 1 : line.index + 1 + _MOST_STEPS]:
        text = other.text
        inside = holder is other.block or any(node is holder for node in other.block.iterancestors())
        if len(text) > _LONGEST or not (inside or text[0] in ">»›＞"):
            break
        steps += _steps(other.marked, other.index)
    return steps
