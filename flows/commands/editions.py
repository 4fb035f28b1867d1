"""The part of ``jianbao policy`` that lays a document beside its neighbours in the series."""

from __future__ import annotations

from typing import Any

from cleaners.policies.edition_words import difference_as_data, difference_as_text, difference_line
from flows.commands.screen import console, styled
from flows.editions import NextEdition


def neighbours_as_data(found: list[NextEdition]) -> list[dict[str, Any]]:
    """JSON-ready."""
    return [
        {
            "earlier": one.name,
            "later": one.title,
            "url": one.url,
            "line": difference_line(one.difference, one.name),
            **difference_as_data(one.difference),
        }
        for one in found
    ]


def print_neighbours(found: list[NextEdition]) -> None:
    """Each pair with what changed, for people."""
    for one in found:
        console.print(styled(f"\n{one.title}", "bold", 120))
        console.print(styled(difference_line(one.difference, one.name)))
        console.print(styled(difference_as_text(one.difference), limit=20_000))
