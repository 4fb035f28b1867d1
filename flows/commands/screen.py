"""Printing for people: one console, and crawled text made safe for a terminal."""

from __future__ import annotations

import json
import re
import sys
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

# A pipe or a file gets whole lines: an address broken at column 80 is no address any more.
console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
errors = Console(stderr=True, highlight=False, soft_wrap=not sys.stderr.isatty())

#: Control characters but newline and tab: a page's title must not move the cursor or ring the bell.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def safe(text: str, limit: int = 2000) -> str:
    """``text`` without control and direction characters, cut at ``limit`` characters.

    ``通知\\x1b[2J`` becomes ``通知[2J``.
    """
    shown = _CONTROL.sub("", text)
    return shown if len(shown) <= limit else shown[:limit] + "…"


def styled(text: str, style: str = "", limit: int = 2000) -> Text:
    """Crawled text for the console: never read as markup."""
    return Text(safe(text, limit), style=style)


def print_table(table: Table) -> None:
    """A table as wide as the terminal; in a pipe wide enough that no number or title is cut."""
    wide = console if console.is_terminal else Console(file=console.file, highlight=False, width=240)
    wide.print(table)


def print_json(data: Any) -> None:
    """``data`` as JSON on standard output, readable Chinese."""
    print(json.dumps(data, ensure_ascii=False, indent=2, default=str))
