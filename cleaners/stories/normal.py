"""The normal form in which texts are compared: one spelling for what is one character to a reader.

What lives here: widths, compatibility forms, traditional characters, thousands separators.  What is page furniture
and what is body is decided in ``body``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache

from opencc import OpenCC

#: Characters of a text that are looked at: what bounds the time of a pair; a longer text is compared by its beginning.
READ_AT_MOST = 60_000

_HAN = [*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000)]
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_SPACED_OUT = re.compile(r"(?:(?<=\s)|^)[\u4e00-\u9fff](?: [\u4e00-\u9fff]){3,}(?=\s|$)", re.MULTILINE)
# Marks that only number or do not show: NFKC would turn ① and ¹ into digits of the text.
_DROPPED = (
    (0x00AD, 0x00AD),
    (0x00B2, 0x00B3),
    (0x00B9, 0x00B9),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x2064),
    (0x2070, 0x2079),
    (0x2460, 0x249B),
    (0x24D0, 0x24FF),
    (0x2776, 0x2793),
    (0x3220, 0x3229),
    (0x3280, 0x3289),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
)
_MARKS = str.maketrans(
    {
        **{chr(code): "" for first, last in _DROPPED for code in range(first, last + 1)},
        **dict.fromkeys("〔［【﹝", "["),
        **dict.fromkeys("〕］】﹞", "]"),
        **dict.fromkeys("“”„‟「」『』", '"'),
        **dict.fromkeys("‘’‚‛", "'"),
        **dict.fromkeys("—–―‐‑‒−~〜～", "-"),
        **dict.fromkeys("〈《«", "《"),
        **dict.fromkeys("〉》»", "》"),
        "\r": "\n",
        "\u2028": "\n",
        "\u2029": "\n",
        "○": "〇",
        "◯": "〇",
        "零": "〇",
    }
)


@cache
def _spellings() -> dict[int, str]:
    """Code point -> what stands for it: one mark for its look-alikes, one form for a character's several forms.

    The characters come from OpenCC's tables in both directions (mainland, Taiwan, Hong Kong), closed over chains:
    Taiwan's 著 and the mainland's 着, Hong Kong's 裏 and Taiwan's 裡 meet in one form, whichever standard a copy was
    put into.  The form is the mainland's, so that patterns can be written in it.
    """
    family: dict[str, str] = {}

    def head(char: str) -> str:
        while (up := family.get(char, char)) != char:
            char = up
        return char

    characters = [chr(code) for code in _HAN]
    lines = "\n".join(characters)
    simplified: dict[str, str] = {}
    for table in ("t2s", "tw2s", "hk2s", "s2t", "s2tw", "s2hk"):
        for char, other in zip(characters, OpenCC(table).convert(lines).split("\n"), strict=True):
            if table == "t2s":
                simplified[char] = other
            if len(other) == 1 and (a := head(char)) != (b := head(other)):
                family[a] = b
    members: dict[str, list[str]] = {}
    for char in {*family, *family.values()}:
        members.setdefault(head(char), []).append(char)
    spelled: dict[int, str] = {}
    for forms in members.values():
        chosen = Counter(simplified.get(form, form) for form in sorted(forms)).most_common(1)[0][0]
        spelled.update({ord(form): chosen for form in forms if form != chosen})
    return spelled | _MARKS


@cache
def _only_traditional() -> dict[int, None]:
    """Characters that the mainland does not write, for deletion."""
    characters = [chr(code) for code in range(0x4E00, 0xA000)]
    simplified = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {ord(char): None for char, other in zip(characters, simplified, strict=True) if char != other}


def traditional_share(text: str) -> float:
    """The part of the first 2,000 characters that is written in traditional forms only; 0.0 for an empty text."""
    sample = text[:2000]
    return 1 - len(sample.translate(_only_traditional())) / len(sample) if sample else 0.0


_NO_LETTERS = re.compile(r"[\W_]+")


def squash(text: str) -> str:
    """Letters, digits and Han characters of a folded text, nothing else."""
    return _NO_LETTERS.sub("", text)


def fold(text: str) -> str:
    """The text in normal form, line by line as it stands; only its first ``READ_AT_MOST`` characters.

    >>> fold("國衛辦函〔２０２５〕２５號，共１，２００例①")
    '国卫办函[2025]25号,共1200例'
    """
    text = unicodedata.normalize("NFKC", text[:READ_AT_MOST].translate(_spellings()))
    text = _THOUSANDS.sub("", text).lower()
    return _SPACED_OUT.sub(lambda run: run.group().replace(" ", ""), text)
