"""What changed between two editions in words: one line, Markdown, HTML, data.  Nothing is compared here."""

from __future__ import annotations

import re
from dataclasses import asdict
from html import escape
from typing import Any

from cleaners.policies.edition_difference import EditionDifference

#: Items of one kind that are shown, and characters of one; data holds all.
SHOWN, CHARACTERS = 30, 160
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-!|~])")


def difference_line(found: EditionDifference, name: str) -> str:
    """One line for a bulletin: ``与2025年版相比：新增 3 条，改动 5 处``; ``name`` is what the earlier one is called."""
    counts = (
        ("新增", len(found.added), "条"),
        ("删去", len(found.removed), "条"),
        ("改动", len(found.changed), "处"),
    )
    said = "，".join(f"{word} {n} {unit}" for word, n, unit in counts if n)
    return f"与{name}相比：{said or '内容相同'}{'（据报道）' if found.partial else ''}"


def difference_as_data(found: EditionDifference) -> dict[str, Any]:
    """JSON-ready: added, removed, changed (before, after, figures), partial, cut, and all changed figures."""
    return {**asdict(found), "figures": [asdict(one) for one in found.figures]}


def _sections(found: EditionDifference) -> list[tuple[str, list[str]]]:
    figures = [f"{one.before} → {one.after}（{_short(one.about)}）" for one in found.figures]
    reworded = [f"{_short(one.before)} → {_short(one.after)}" for one in found.changed if not one.figures]
    named = (
        ("数字和期限", figures),
        ("新增", [_short(one) for one in found.added]),
        ("删去", [_short(one) for one in found.removed]),
        ("文字改动", reworded),
    )
    return [(name, _some(lines)) for name, lines in named if lines]


def _some(lines: list[str]) -> list[str]:
    left = len(lines) - SHOWN
    return [*lines[:SHOWN], f"……另有 {left} 条"] if left > 0 else lines


def _short(text: str) -> str:
    return text if len(text) <= CHARACTERS else f"{text[: CHARACTERS - 1]}…"


def difference_as_text(found: EditionDifference) -> str:
    """Plain lines under headings; ``""`` where nothing changed."""
    return "\n".join("\n".join([name, *(f"  · {one}" for one in lines)]) for name, lines in _sections(found))


def difference_as_markdown(found: EditionDifference) -> str:
    """A list under a heading of each kind, what pages say escaped; ``""`` where nothing changed."""
    return "\n\n".join(
        f"**{name}**\n\n" + "\n".join("- " + _MARKDOWN.sub(r"\\\1", " ".join(one.split())) for one in lines)
        for name, lines in _sections(found)
    )


def difference_as_html(found: EditionDifference) -> str:
    """The same as HTML elements; ``""`` where nothing changed."""
    return "\n".join(
        f"<h4>{name}</h4>\n<ul>" + "".join(f"<li>{escape(one)}</li>" for one in lines) + "</ul>"
        for name, lines in _sections(found)
    )
