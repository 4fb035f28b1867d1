"""A source as the text of its file, in the order and shape of the files in ``seeds/sources``.

Names come from crawled pages: each value is written as a quoted scalar, so that none of them can be read as YAML.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from crawlers.registry import read_source
from crawlers.source import Source


def write_source(source: Source, comments: Mapping[str, str]) -> str:
    """The text of ``<id>.yaml``; ``comments`` stand behind the lines of their keys.  It loads as ``source``."""
    data = source.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
    order = ["id", "name", "level", "region", "home", "family", "columns"]
    lines: list[str] = []
    for key in [*order, *(key for key in data if key not in order)]:
        if key not in data:
            continue
        note = f"   # {_comment(comments[key])}" if key in comments else ""
        if key == "columns":
            lines.append(f"columns:{note}")
            lines += [f"  - {_flow(column)}" for column in data[key]]
        else:
            value = data[key]
            lines.append(f"{key}: {value if key in _PLAIN else _flow(value)}{note}")
    return "\n".join(lines) + "\n"


#: Keys whose values are words of ours.
_PLAIN = ("id", "level", "family")


def loads(source: Source, text: str) -> bool:
    """Whether the registry reads ``text`` as this source.  Raises ``RegistryError`` where it refuses it."""
    with TemporaryDirectory(prefix="jianbao-file-") as folder:
        path = Path(folder) / f"{source.id}.yaml"
        path.write_text(text, "utf-8")
        return read_source(path) == source


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(inner) for inner in value) + "]"
    written = json.dumps(value, ensure_ascii=False)
    return "".join(
        c if c.isprintable() else json.dumps(c)[1:-1] if ord(c) > 0x9F else f"\\x{ord(c):02x}"
        for c in written
    )


def _comment(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]
