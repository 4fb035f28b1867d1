"""Whether what a reader brought out is text of the document, and its common form.

A gazette's PDF whose fonts have no Unicode map gives tens of thousands of characters of punctuation and digits, with
a share of Han of 0.04 to 0.06; real Chinese documents have 0.78 and more, tables of figures less.
"""

from __future__ import annotations

import re

from cleaners.attachments.limits import MAX_CHARACTERS

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
_BLANK = re.compile(r"\s+")
_WORD = re.compile(r"[A-Za-z]{2,}")
_COMMON_WORDS = "the of and to in for is on with by be are this that as or from shall not an"
_COMMON = frozenset(_COMMON_WORDS.split())

#: Below this share of Han among the visible characters a text layer is not Chinese.
_HAN_SHARE = 0.20
#: Fewer Han characters than this are a page number or a stamp on a scan.
_FEWEST_HAN = 8
#: In English prose every fourth word or more is of the commonest; in letters from a broken font none is.
_COMMON_SHARE = 0.08
_FEWEST_WORDS = 20
_LETTER_SHARE = 0.6


def is_legible(text: str) -> bool:
    """Whether a text layer decodes: enough Han, or else English by its commonest words."""
    visible = len(_BLANK.sub("", text))
    if not visible:
        return False
    han = len(_HAN.findall(text))
    if han >= _FEWEST_HAN and han / visible >= _HAN_SHARE:
        return True
    words = _WORD.findall(text)
    if len(words) < _FEWEST_WORDS or sum(map(len, words)) / visible < _LETTER_SHARE:
        return False
    return sum(word.lower() in _COMMON for word in words) / len(words) >= _COMMON_SHARE


def tidy(text: str | None) -> str | None:
    """Text without control characters, blank lines and blanks at line ends; ``None`` where nothing is left."""
    if not text:
        return None
    text = re.sub(r"[\x00-\x08\x0e-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]", "", text[:MAX_CHARACTERS])
    text = re.sub(r"\r\n?|[\x0b\x0c\u2028\u2029]", "\n", text)
    lines = (line.strip(" \u3000\xa0\t") for line in text.split("\n"))
    return "\n".join(line for line in lines if line) or None
