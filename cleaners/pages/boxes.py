"""Boxes of links that stand inside an article: 今日推荐 beside the first paragraph, teasers between two sections;
and the button that unfolds its second half.

Told by structure alone: several lines in a row that are nothing but links, in another element than the paragraphs.
Links to files are the article's own, and stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cleaners.pages.blocks import Block
from cleaners.pages.removals import Ledger
from cleaners.pages.tails import is_file_line, prose, spine_of

#: 展开剩余58% stands where a portal folds an article.
_FOLD = re.compile(
    r"\W*(?:点击)?(?:展开|阅读|查看)(?:(?:剩余|余下)(?:全文|内容)?\s*(?:\d{1,3}\s*%)?|(?:阅读)?全文)\W*"
)
_LONGEST_FOLD = 16
_FEWEST = 4
#: A label over a box, perhaps one character a line.
_LABEL = 6
#: Below this much prose a page may be made of links on purpose.
_LEAST_PROSE = 200


def cut_boxes(lines: Sequence[Block], ledger: Ledger) -> None:
    """Cut runs of four or more link lines with their label (rule ``box.links``) and fold buttons (``box.fold``).

    before: 展开剩余58%
    after:  (nothing)

    before: 今日推荐 / 某市发布新规 / 某县开展义诊 / 某院扩建完工 / 某地启用新站
    after:  (nothing)
    """
    for place, fold in enumerate(lines):
        if len(fold.text) <= _LONGEST_FOLD and _FOLD.fullmatch(fold.text):
            ledger.cut_line(place, "box.fold")
    if sum(map(prose, lines)) < _LEAST_PROSE:
        return
    spine = spine_of(lines)
    run: list[int] = []
    for index in range(len(lines) + 1):
        line = lines[index] if index < len(lines) else None
        if line is not None and _is_box_line(line) and spine not in (line.element, line.element.getparent()):
            run.append(index)
            continue
        if len(run) >= _FEWEST:
            for place in (*_label(lines, run[0]), *run):
                ledger.cut_line(place, "box.links")
        run = []


def _is_box_line(line: Block) -> bool:
    return line.is_links and not line.row and not is_file_line(line.text)


def _label(lines: Sequence[Block], start: int) -> range:
    first = start
    while first > 0 and len(lines[first - 1].text) <= _LABEL and not lines[first - 1].points:
        first -= 1
    return range(first, start)
