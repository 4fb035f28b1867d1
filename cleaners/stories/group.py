"""The door ``group_same_texts``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cleaners.stories.memory import InMemory
from cleaners.stories.placing import place
from cleaners.stories.prepared import prepare
from cleaners.stories.text import Text


def group_same_texts(texts: Iterable[Text]) -> dict[str, str]:
    """The id of every text -> the id of the first text of its story, in order of publication (undated last)."""
    ordered = sorted(texts, key=lambda one: (one.published_on or date.max, one.id))
    stories: dict[str, str] = {}
    known = InMemory()
    for one in ordered:
        ready = prepare(one.text, one.title, one.published_on)
        placed = place(ready, known)
        if placed is None:
            known.add(one.id, ready)
        stories[one.id] = placed[0] if placed else one.id
    return stories
