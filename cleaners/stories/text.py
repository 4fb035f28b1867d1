"""One text as the story rules take it.  No rules live here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be grouped; it may be uncleaned, page-level watermark rules run on it too."""

    id: str
    text: str
    published_on: date | None = None
    title: str = ""
