"""What a source's own selectors point at.  They only help: each text is checked like any other statement."""

from __future__ import annotations

from dataclasses import dataclass

from cssselect import SelectorError
from lxml.html import HtmlElement

from cleaners.pages.lines import BORDER, fold
from cleaners.pages.page import PageHints


@dataclass(frozen=True, slots=True)
class Hinted:
    """The texts that the selectors of a source gave; ``None`` without a selector or without an element."""

    title: str | None = None
    date: str | None = None
    source_name: str | None = None


def read_hinted(root: HtmlElement, hints: PageHints | None) -> Hinted:
    """The first element of each selector, as text with ``BORDER`` between its parts.

    A selector that is no CSS says nothing here: it is the registry that refuses it, naming file and key.
    """
    if hints is None:
        return Hinted()
    return Hinted(_text(root, hints.title), _text(root, hints.date), _text(root, hints.source_name))


def _text(root: HtmlElement, selector: str | None) -> str | None:
    if not selector:
        return None
    try:
        found = root.cssselect(selector)
    except SelectorError:
        return None
    parts = (fold(str(part)) for part in found[0].itertext()) if found else ()
    return BORDER.join(part for part in parts if part) or None
