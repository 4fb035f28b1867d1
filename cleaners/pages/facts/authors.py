"""The author that a page names by the name of an element: ``<span class="author">蓝海</span>`` beside the date.

Only near the headline, and only what looks like a person's name: such elements also hold accounts and buttons.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cleaners.pages.lines import Line, fold

_NAMED = re.compile(
    r"(?:^|[-_\s])(?:article)?auth(?:or)?(?:[-_]?(?:name|info-name))?(?:$|\s)|AuthorInfo-name", re.I
)
_PERSON = re.compile(r"[\u4e00-\u9fff·]{2,8}(?:[\s、,，][\u4e00-\u9fff·]{2,4})*")
_MOST_ELEMENTS = 40


def named_author(lines: Iterable[Line]) -> str | None:
    """The text of the first element named for the author in the blocks of ``lines``; ``None`` where there is none."""
    looked = 0
    seen = set()
    for line in lines:
        if line.block in seen:
            continue
        seen.add(line.block)
        for element in line.block.iter():
            looked += 1
            if looked > _MOST_ELEMENTS:
                return None
            if not isinstance(element.tag, str):
                continue
            if _NAMED.search(element.get("class") or "") or _NAMED.search(element.get("id") or ""):
                text = fold(element.text_content())
                if _PERSON.fullmatch(text):
                    return text
    return None
