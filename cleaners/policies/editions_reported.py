"""Sentences that report an edition of a document without its title, and which series they speak of.

Editions that are known by title are ``editions``' concern.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from cleaners.policies.layout import fold, squeeze

_HEAD = 700
_LONGEST = 240
_SENTENCE = re.compile(r"[^。;!?\n]+")
_ISSUES = re.compile(r"印发|发布|下发|出台|公布|联合|决定|部署")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_SHORT_BODY = re.compile(r"员会$|员会(?=办公厅|办公室)")
#: Of the series' words so large a part stands in the sentence, in pieces of so many characters, one of them this long.
_SHARE, _PIECE, _RARE = 0.7, 4, 6


def reported_editions(title: str, text: str) -> list[tuple[int, str]]:
    """Year and sentence of each report of a document without a title, from the first paragraphs.

    Before: ``某部联合发布通知,决定在2026年继续实施一批便民实事项目。``  after: ``[(2026, "某部联合发布通知,…")]``
    """
    found: dict[int, str] = {}
    for match in _SENTENCE.finditer(fold(f"{title}\n{text[:_HEAD]}")):
        sentence = squeeze(match[0])[:_LONGEST]
        years = {int(year) for year in _YEAR.findall(sentence)}
        if len(years) == 1 and "《" not in sentence and _ISSUES.search(sentence):
            found.setdefault(years.pop(), sentence)
    return list(found.items())


def speaks_of_series(sentence: str, series: str, issuers: Sequence[str]) -> bool:
    """Whether the sentence names an issuer of the series and nearly all of the words that make its name.

    Short pieces (开展, 工作) do not count: one unbroken phrase must be long enough to be told from other series.
    """
    plain = squeeze(fold(sentence)).replace("国家卫健委", "国家卫生健康委")
    bodies = {_SHORT_BODY.sub("", issuer) for issuer in issuers}
    bodies |= {re.sub(r"(?:办公厅|办公室|综合司)$", "", body) for body in bodies}
    if not any(len(body) >= 4 and body in plain for body in bodies):
        return False
    for body in bodies:
        plain = plain.replace(body, " ")
    pieces = [
        block.size
        for block in SequenceMatcher(None, series, plain, autojunk=False).get_matching_blocks()
        if block.size >= _PIECE
    ]
    return max(pieces, default=0) >= _RARE and sum(pieces) >= _SHARE * len(series)
