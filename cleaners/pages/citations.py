"""Citation marks of summaries and encyclopedias: [1][2] behind sentences.  Notes that begin with a mark stay."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cleaners.pages.removals import Ledger
from cleaners.pages.watermarks import cut_pattern

#: A bracketed number of one or two digits that does not begin the line: 〔2025〕 is a document's year, [1] … a note.
MARK = re.compile(r"(?<=\S)(?:\s*\[\d{1,2}\](?:\s*[,，-]?\s*\[\d{1,2}\]){0,30})(?![\w(（:：])")
_FEWEST = 3


def has_citations(lines: Sequence[str]) -> bool:
    """Three or more marks: one alone may be a list's or a formula's."""
    return sum(len(MARK.findall(line)) for line in lines) >= _FEWEST


def cut_citations(ledger: Ledger) -> None:
    """Cut the marks: rule ``citation.mark``.

    before: 远程会诊技术正被应用于基层 [1][2]
    after:  远程会诊技术正被应用于基层
    """
    lines = [text for _, text in ledger.left()]
    if any("]" in line for line in lines) and has_citations(lines):
        cut_pattern(ledger, MARK, "citation.mark")
