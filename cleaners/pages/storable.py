"""What a database cannot hold is taken out of a page's facts.

The tree holds no control characters, but facts are also read from scripts, from escapes (``\\x00``, ``\\ud800``) and
from addresses (``%00``).  PostgreSQL refuses NUL, and no encoding knows a lone surrogate.
"""

from __future__ import annotations

import re

from cleaners.pages.page import Attachment, CleanPage

_UNSTORABLE = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\ud800-\\udfff]")


def storable(page: CleanPage) -> CleanPage:
    """The same page, its short fields without NUL, other controls and lone surrogates.

    before: title ``关于\\x00印发…的通知`` (of a script's escape)
    after:  title ``关于印发…的通知``
    """
    page.title = _clean(page.title)
    page.source_name = _clean(page.source_name or "") or None
    page.author = _clean(page.author or "") or None
    page.column = _clean(page.column or "") or None
    page.card = {_clean(label): _clean(value) for label, value in page.card.items()}
    page.attachments = [Attachment(_clean(file.name), _clean(file.url)) for file in page.attachments]
    return page


def _clean(text: str) -> str:
    return text if text.isascii() and text.isprintable() else _UNSTORABLE.sub("", text)
