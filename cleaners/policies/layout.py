"""How a text lies on the page: folded characters of the same length, lines, the watermark that lines share.

Matching happens on the folded form, answers are cut from the original one: both have the same offsets.
What a line means (title, number, signature) is decided in the other files.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ue000-\uf8ff\ufeff\x00-\x08\x0e-\x1f\x7f]+"
)
_BREAK = re.compile("\r\n?|[\u2028\u2029\x0b\x0c]")
_TAIL = 12


class _Folding(dict[int, str]):
    """NFKC one character at a time, where that keeps the length; every blank becomes a plain one."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = unicodedata.normalize("NFKC", char)
        if char != "\n" and char.isspace():
            folded = " "
        self[code] = folded if len(folded) == 1 else char
        return self[code]


_FOLDING = _Folding({ord("﹤"): "<", ord("﹥"): ">", ord("〇"): "〇"})


#: Forum software scatters such runs at the ends of lines against copying: ``财政部办公厅 6 v& v0 `8 }3 } @0 G+``.
_JAMMER = re.compile(
    r"(?m)(?:^|(?<=[一-鿿。；：;:号）)]))[ \t]*(?=(?:[\x21-\x7e \t]{0,40}?[!@#$%^&*{}|~+;'\"<>?\\`_\[\]().,-]){2})"
    r"(?=(?:[\x21-\x7e \t]{0,40}?[A-Za-z]){3})"
    r"(?:[\x21-\x7e]{1,3}[ \t]{1,3}){3,40}[\x21-\x7e]{1,3}[ \t]*(?=$|[一-鿿])"
)


def tidy(text: str) -> str:
    """The text without invisible and control characters and forum jammer codes, with plain line breaks."""
    return _JAMMER.sub("", _BREAK.sub("\n", _INVISIBLE.sub("", text)))


def fold(text: str) -> str:
    """The NFKC form with the same length and offsets: ``（２０２５）年：`` becomes ``(2025)年:``."""
    return text.translate(_FOLDING)


def squeeze(text: str) -> str:
    """The text without any white space."""
    return "".join(text.split())


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank: as printed and folded (both stripped, of one length), and where it starts."""

    printed: str
    folded: str
    start: int

    @property
    def squeezed(self) -> str:
        return squeeze(self.folded)


def read_lines(text: str) -> list[Line]:
    """The lines of a tidy text that are not blank."""
    lines: list[Line] = []
    place = 0
    for printed in text.split("\n"):
        stripped = printed.strip()
        if stripped:
            lines.append(Line(stripped, fold(stripped), place + printed.index(stripped)))
        place += len(printed) + 1
    return lines


def without_shared_tail(text: str) -> str:
    """The text without the watermark that most of its lines end in.

    Pages that copy a notice append their name to every paragraph, which hides number, signature and date from any
    rule that reads lines.  Found, not listed: the longest ending that at least a third of five or more lines share.

    Before: ``国卫办函〔2025〕25号某某资讯——每日更新example.com``  after: ``国卫办函〔2025〕25号``
    """
    lines = text.split("\n")
    ends = Counter(s[-_TAIL:] for line in lines if len(s := line.rstrip()) > _TAIL)
    if not ends:
        return text
    end, count = ends.most_common(1)[0]
    if count < 5 or count * 3 < sum(1 for line in lines if line.strip()):
        return text
    bearers = [line.rstrip() for line in lines if line.rstrip().endswith(end)]
    shared = end
    while True:
        place = len(shared) + 1
        before = Counter(line[-place] for line in bearers if len(line) >= place)
        char, times = before.most_common(1)[0] if before else ("", 0)
        if times < 0.9 * len(bearers):
            break
        shared = char + shared
    cut = [line.rstrip() for line in lines]
    return "\n".join(line[: -len(shared)] if line.endswith(shared) else line for line in cut)
