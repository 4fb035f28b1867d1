"""Clauses: a body cut at its marks, and the few hashes by which a cut copy finds its original.

What a clause says is judged in ``differences`` and ``evidence``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import xxhash

from cleaners.stories.normal import squash

#: Hashes of clauses kept for each text, half of them of the whole text, half of its beginning.
HASHES = 8
#: Characters of a clause long enough to be told from others.
LONG = 10

_BEGINNING = 12
_LIST_MARK = re.compile(
    r"^(?:[\(\[]?[一二三四五六七八九十]{1,3}(?:[)\]、.]|[,，](?=\D))|\(?\d{1,2}(?:\.\d{1,2}){0,3}(?:[)、]|\.?\s+(?![\d年月日时分例人名个家元万亿])|\.(?=\D))|\d{1,2}(?:\.\d{1,2}){1,3}\s+(?![\d元万亿])"
    r"|[一二三四五六七八九十]{1,2}是)\s*"
)
_BULLET = re.compile(r"^(?:[■◆●▲★◎※►▶•◇□#]|\[[^\]]{4,80}\]$)")
_SENTENCE_ENDS = re.compile(r"(?<=[。；;！!？?])")
_CLAUSE_ENDS = re.compile(r"[。；;！!？?，,：:、\t]|(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])")
_CLOCK = re.compile(r"(?<=\d):(?=\d\d)")
_NUMBER = re.compile(r"\d+(?:\.\d+)*%?")


def clauses_of(lines: Sequence[str]) -> list[str]:
    """The clauses of a body: list marks taken off, letters and Han characters only, each number set in ``<…>``.

    >>> clauses_of(["二、新增病例15例，治愈1.5例。"])
    ['新增病例<15>例', '治愈<1.5>例']

    A number is bracketed so that ``新增病例1`` is not found inside ``新增病例15``.
    """
    found: list[str] = []
    for line in lines:
        for sentence in _SENTENCE_ENDS.split(line):
            sentence = _CLOCK.sub(".", without_list_mark(sentence.strip()))
            found.extend(map(_bracketed, _CLAUSE_ENDS.split(sentence)))
    return [clause for clause in found if clause]


def is_marked(line: str) -> bool:
    """Whether a line begins with a list mark, a bullet, or is a heading in brackets: an item of something."""
    return bool(_LIST_MARK.match(line) or _BULLET.match(line))


def without_list_mark(line: str) -> str:
    """``二、`` ``(三)`` ``4.`` ``4.1`` and their like off a line's beginning: copies number anew."""
    return _LIST_MARK.sub("", line)


def _bracketed(piece: str) -> str:
    parts = []
    at = 0
    for number in _NUMBER.finditer(piece):
        parts.append(squash(piece[at : number.start()]))
        parts.append(f"<{number.group()}>")
        at = number.end()
    parts.append(squash(piece[at:]))
    return "".join(parts)


def clause_hashes(clauses: Sequence[str]) -> list[int]:
    """At most ``HASHES`` unsigned 64-bit hashes of long clauses, chosen so that two copies choose alike.

    Half are the smallest hashes of the whole text (min-hash: a copy without one paragraph still chooses most of them),
    half the smallest of its beginning (a copy that was cut after two sentences still shares those).  A text without a
    long clause answers with its longest ones.
    """
    long = [clause for clause in clauses if len(clause) >= LONG]
    if not long:
        long = sorted((clause for clause in clauses if len(clause) >= 4), key=len)[-2:]
    values = [xxhash.xxh3_64_intdigest(clause.encode()) for clause in long]
    beginning = sorted(set(values[:_BEGINNING]))[: HASHES // 2]
    whole = [value for value in sorted(set(values)) if value not in beginning]
    return beginning + whole[: HASHES - len(beginning)]
