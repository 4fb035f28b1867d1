"""What a site or a digest stamps into a text: marks at the ends of paragraphs, citation numbers, read-more ends.

Works on folded text (``normal.fold``) and by structure; which whole lines are the page's is decided in ``body``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_CITATION = re.compile(r" ?\[(?:注|注释)?\d{1,2}(?:[-,]\d{1,2})*\]")
_CUT = re.compile(
    r"(?<!\.)\.{3}[^。；;，,]{0,60}$"
    r"|[\[(][^\[\]()。]{0,8}(?:全文|展开|未完|查看|更多|阅读原文|余下|剩余)[^\[\]()。]{0,10}[\])]\W*$"
)
_ADDRESS = (
    r"(?:https?://|www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|cn|net|org|gov|info|top|cc|vip|edu|tv)(?![a-z])"
    r"(?:/[a-z0-9_.?=&/-]*)?"
)
# A mark that stands once only: what follows the last full stop and holds a web address, or a drawn Latin token, a
# site's name and an address.
_SIGNED_END = re.compile(rf"(?<=[。！!？?；;\"])[^。！!？?；;]{{0,24}}{_ADDRESS}\W*$")
_TAGGED_END = re.compile(
    rf"(?<=[^a-z])[a-z]{{2,5}}\W{{0,2}}[\u4e00-\u9fff][^。！!？?；;]{{0,28}}{_ADDRESS}\W*$"
)
_SIGNED_START = re.compile(rf"^[^。，,；;：:]{{0,24}}?{_ADDRESS}[\])]?(?=\S)")
_CREDITED_END = re.compile(
    r"[(\[](?:文章|图文|稿件|信息)?(?:来源|转自|作者|记者|编辑|责编|责任编辑|文|图)[:/ ][^()\[\]]{1,30}[)\]]$"
)
_HAS_ADDRESS = re.compile(_ADDRESS)
_SENTENCE_CLOSED = re.compile(r"[。；;！!？?:：\"][a-z0-9]{0,6}$")
_AFTER_SENTENCE = re.compile(r"^.*[。；;！!？?](?=.)")
_TAG = re.compile(r"(?:(?<=[^a-z0-9])|^)[a-z0-9]{2,6}$")
_NAMES_A_SITE = re.compile(r"[a-z]{3}|[|·@#\]]")

_MARK_AT_LEAST = 6
_MARK_AT_MOST = 80
_PARAGRAPH_AT_LEAST = 12


def without_citations(line: str) -> str:
    """A line without the numbers of a digest's sources: ``…病例8例[2]。`` becomes ``…病例8例。``"""
    return _CITATION.sub("", line)


def without_cut(line: str) -> tuple[str, bool]:
    """A last line without its read-more end, and whether it had one.

    Before: ``累计确定密切接触者24……[详细]``; after: ``累计确定密切接触者24``, True.
    """
    kept = _CUT.sub("", line)
    return kept, kept != line


def without_site_marks(lines: Sequence[str]) -> list[str]:
    """The paragraphs without what a site adds to each of them, at the end or the beginning.

    Before: ``…隔离治疗。ufj健康速览网jksl-demo.cn`` (in every paragraph, the Latin token drawn afresh for each page);
    after: ``…隔离治疗。``  A shared ending is a mark when it follows a sentence's end or names a web address, so that
    ``，现在定点医疗机构隔离治疗。`` at the end of every case of a bulletin stays.
    """
    lines = [_without_signature(line) for line in lines]
    paragraphs = [line for line in lines if len(line) >= _PARAGRAPH_AT_LEAST]
    if len(paragraphs) < 2:
        return lines
    end = _AFTER_SENTENCE.sub("", _shared_by_half(sorted(line[::-1] for line in paragraphs))[::-1])
    start = _shared_by_half(sorted(paragraphs))
    if len(end) >= _MARK_AT_LEAST:
        before = [line[: -len(end)] for line in paragraphs if line.endswith(end)]
        closed = sum(bool(_SENTENCE_CLOSED.search(text)) for text in before)
        if closed * 2 >= len(before) or _HAS_ADDRESS.search(end):
            lines = [_TAG.sub("", line[: -len(end)]) if line.endswith(end) else line for line in lines]
    if len(start) >= _MARK_AT_LEAST and _NAMES_A_SITE.search(start):
        lines = [line.removeprefix(start) for line in lines]
    return lines


def _without_signature(line: str) -> str:
    """A line without a mark that need not be repeated to be known: a web address, ``(来源:某某网)``."""
    for end in (_CREDITED_END, _SIGNED_END, _TAGGED_END, _SIGNED_START):
        line = end.sub("", line)
    return line


def _shared_by_half(ordered: Sequence[str]) -> str:
    """The longest beginning that half of the sorted lines share."""
    half = max(2, (len(ordered) + 1) // 2)
    return max(
        (_common_start(ordered[at], ordered[at + half - 1]) for at in range(len(ordered) - half + 1)),
        key=len,
        default="",
    )


def _common_start(one: str, other: str) -> str:
    for at, (a, b) in enumerate(zip(one[:_MARK_AT_MOST], other[:_MARK_AT_MOST], strict=False)):
        if a != b:
            return one[:at]
    return min(one, other, key=len)[:_MARK_AT_MOST]
