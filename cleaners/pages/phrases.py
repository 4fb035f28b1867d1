"""Phrases that the Chinese web shares, compiled once from the YAML files in ``phrases/``.  Each has its example there.

How far a phrase reaches is decided by who asks: ``edges`` by position, ``plain`` by what stands around it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).with_name("phrases")
#: Lengths of lines are told apart in steps of this many characters; the longest in the YAML are multiples.
_STEP = 20


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase: the rule it belongs to, what it looks like, the longest line it may stand in."""

    rule: str
    group: str
    pattern: re.Pattern[str]
    example: str
    weak: bool = False
    longest: int = 60


@cache
def phrases(name: str) -> tuple[Phrase, ...]:
    """The phrases of ``phrases/<name>.yaml``, in their order."""
    return tuple(_phrase(row) for row in yaml.safe_load((_FOLDER / f"{name}.yaml").read_text("utf-8")))


def _phrase(row: dict[str, Any]) -> Phrase:
    return Phrase(
        rule=row["rule"],
        group=row.get("group", row["rule"]),
        pattern=re.compile(row["pattern"], re.I),
        example=row["example"],
        weak=row.get("weak", False),
        longest=row.get("longest", 60),
    )


@dataclass(frozen=True, slots=True)
class _Searches:
    """The phrases that may stand in lines of some length: those that begin a line in one pattern, a group each."""

    begin: re.Pattern[str]
    beginning: tuple[int, ...]
    inside: tuple[tuple[int, Callable[[str], object]], ...]


@cache
def _searches(name: str, length: int) -> _Searches:
    """For lines of up to ``length`` characters."""
    places = [place for place, phrase in enumerate(phrases(name)) if phrase.longest >= length]
    known = phrases(name)
    beginning = tuple(place for place in places if known[place].pattern.pattern.startswith("^"))
    begin = "|".join(f"({known[place].pattern.pattern})" for place in beginning)
    inside = tuple((place, known[place].pattern.search) for place in places if place not in beginning)
    return _Searches(re.compile(begin or r"(?!)", re.I), beginning, inside)


def find_phrase(name: str, line: str) -> Phrase | None:
    """The first phrase of the list that the line is, or ``None``."""
    searches = _searches(name, -(-len(line) // _STEP) * _STEP)
    found = searches.begin.match(line)
    first = searches.beginning[found.lastindex - 1] if found and found.lastindex else None
    for place, search in searches.inside:
        if first is not None and place > first:
            break
        if search(line):
            first = place
            break
    return None if first is None else phrases(name)[first]


@cache
def _tool_bar() -> re.Pattern[str]:
    rows = yaml.safe_load((_FOLDER / "tools.yaml").read_text("utf-8"))["words"]
    words = sorted({word for row in rows for word in row.split("|")}, key=len, reverse=True)
    return re.compile(rf"(?:[\W\d_]++|{'|'.join(map(re.escape, words))})*+", re.I)


def is_tool_bar(line: str) -> bool:
    """The line holds nothing but tools of the page, digits and marks.

    >>> is_tool_bar("【字体：大 中 小】 打印 分享到： 微信 微博 233"), is_tool_bar("大中小企业")
    (True, False)
    """
    return len(line) <= 120 and _tool_bar().fullmatch(line) is not None
