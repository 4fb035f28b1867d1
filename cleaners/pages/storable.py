"""What a database cannot hold is taken out of a page's facts, and what no fact is as long as is cut.

The tree holds no control characters, but facts are also read from scripts, from escapes (``\\x00``, ``\\ud800``) and
from addresses (``%00``).  PostgreSQL refuses NUL, and no encoding knows a lone surrogate.
"""

from __future__ import annotations

import re

from cleaners.pages.page import Attachment, CleanPage

#: Characters of a title (the longest real one seen: 170), of a name, and of a value of the card.
_TITLE, _NAME, _VALUE = 600, 200, 2_000
_UNSTORABLE = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\ud800-\\udfff]")


def storable(page: CleanPage) -> CleanPage:
    """The same page and its entries, their short fields without NUL, other controls and lone surrogates, and short.

    before: title ``关于\\x00印发…的通知`` (of a script's escape)
    after:  title ``关于印发…的通知``
    """
    page.title = _clean(page.title, _TITLE)
    page.source_name = _clean(page.source_name or "", _NAME) or None
    page.author = _clean(page.author or "", _NAME) or None
    page.column = _clean(page.column or "", _NAME) or None
    page.card = {_clean(label, _NAME): _clean(value, _VALUE) for label, value in page.card.items()}
    page.attachments = [
        Attachment(_clean(file.name, _TITLE), _clean(file.url, len(file.url))) for file in page.attachments
    ]
    page.entries = [storable(entry) for entry in page.entries]
    return page


def _clean(text: str, longest: int) -> str:
    text = text if text.isascii() and text.isprintable() else _UNSTORABLE.sub("", text)
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
