"""A text made ready for comparing: everything that is worked out once per text, before any pair is looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from cleaners.stories.body import body_lines
from cleaners.stories.clauses import clause_hashes, clauses_of
from cleaners.stories.fingerprint import fingerprint_of, squash
from cleaners.stories.normal import fold

_CUT = re.compile(r"\.{3,}[^。]{0,16}$")
_OWN_NUMBER = re.compile(
    r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,14}?)[\[(]((?:19|20)\d\d)[\])](?:第)?(\d{1,5})号"
)
_OPENED = re.compile(r"[(\"《][^)\"》]*$")


@dataclass(frozen=True, slots=True)
class Prepared:
    """One text, ready: ``clauses`` in order, ``joined`` without breaks, the fingerprint, hashes of long clauses.

    ``number`` is the document's own number in the form ``国卫办函2025.25``, ``None`` where it does not say one;
    ``cut`` tells that the text ends in an ellipsis or a read-more mark.
    """

    title: str
    published_on: date | None
    clauses: tuple[str, ...]
    joined: str
    fingerprint: int
    hashes: tuple[int, ...]
    number: str | None
    cut: bool
    known: frozenset[str] = field(repr=False)
    weight: int


def prepare(text: str, title: str = "", published_on: date | None = None) -> Prepared:
    """The text ready for ``compare`` and ``keys``; never fails, an empty text gives an empty one."""
    lines = body_lines(fold(text))
    cut = bool(lines and _CUT.search(lines[-1]))
    if cut:
        lines[-1] = _CUT.sub("", lines[-1])
    folded_title = fold(title).strip()
    clauses = tuple(clauses_of(lines))
    return Prepared(
        title=folded_title,
        published_on=published_on,
        clauses=clauses,
        joined="".join(clauses),
        fingerprint=fingerprint_of(squash("".join(lines))),
        hashes=tuple(clause_hashes(clauses)),
        number=own_number(folded_title, lines),
        cut=cut,
        known=frozenset(clauses),
        weight=sum(map(len, clauses)),
    )


def own_number(title: str, lines: list[str]) -> str | None:
    """The number under which a text was issued: in its title or its first lines, not in brackets or quotation marks.

    Before: ``沈政办发[2017]59号``; after: ``沈政办发2017.59``.  ``(建房[2023]52号)`` is a number that the text cites.
    """
    for place in (title, *lines[:8]):
        for match in _OWN_NUMBER.finditer(place[:400]):
            if not _OPENED.search(place[: match.start()]):
                return f"{match[1]}{match[2]}.{int(match[3])}"
    return None
