"""Text that a page holds and no reader sees: watermarks in hidden elements, the letters that a forum strews in.

    印发给你们。<span style="display:none">本文来自某某网9i16a4</span><font style="font-size:0px">RQEWY</font>

Inside a line it is told by marks that survive the folding of blanks, a whole hidden line by its element.  What is cut
of it is decided in ``veiled_lines``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lxml.html import HtmlElement

#: Two code points that are no characters and stand in no text (Unicode, 23.7).
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_NOT_SHOWN = re.compile(r"display\s*:\s*none|(?<![-\w])(?:left|top|text-indent)\s*:\s*-\d{3,}", re.I)
#: Not of blocks: WeChat hides its body so until its script has run.
_NOT_SEEN = re.compile(r"visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0*)?\s*(?:;|!|$)", re.I)
#: Only of an element that holds nothing but text: editors close gaps between boxes so, which have sizes of their own.
_NO_SIZE = re.compile(r"font-size\s*:\s*0(?:\.0*)?(?:px|pt|em|rem|%)?\s*(?:;|!|$)", re.I)
#: Discuz strews letters in elements that its style sheet hides.
_JAMMER = "jammer"
_LONGEST_STYLE = 1_000


def hides(element: HtmlElement, *, inline: bool = False) -> bool:
    """Whether the element's own style hides what it holds."""
    style = element.get("style")
    if style and len(style) <= _LONGEST_STYLE and _is_hiding(style, inline, len(element) == 0):
        return True
    return inline and element.get("class") == _JAMMER


@lru_cache(maxsize=4096)  # editors give the same few styles to every span
def _is_hiding(style: str, inline: bool, empty: bool) -> bool:
    if _NOT_SHOWN.search(style) or (empty and _NO_SIZE.search(style)):
        return True
    return inline and _NOT_SEEN.search(style) is not None


def veiled_part(text: str) -> str:
    """The text between its marks."""
    return f"{_OPEN}{text}{_CLOSE}"


def is_veiled(part: str) -> bool:
    return part.startswith(_OPEN)


def unveiled(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A folded line without its marks, and the spans that they stood around.

    >>> unveiled(f"甲{veiled_part('乙')}丙")
    ('甲乙丙', ((1, 2),))
    """
    plain: list[str] = []
    spans: list[tuple[int, int]] = []
    at = 0
    for piece in text.split(_OPEN):
        inside, closed, outside = piece.rpartition(_CLOSE)
        if closed and inside:
            spans.append((at, at + len(inside)))
        plain += (inside, outside)
        at += len(inside) + len(outside)
    return "".join(plain), tuple(spans)
