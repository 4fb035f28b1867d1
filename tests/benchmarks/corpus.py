"""The pages that the benchmarks read, from ``../shared`` beside the checkout; without it they say so and stop."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its bytes, the gold text, and its row of the manifest."""

    data: bytes
    gold: str
    row: dict[str, Any]

    @property
    def html(self) -> str:
        """The text of the page as its manifest declares it."""
        return self.data.decode(self.row["encoding"], "replace")


def pages_of(name: str) -> list[Page]:
    """The pages of ``extraction`` or ``seedlike``, or an exit that says what is missing."""
    folder = CORPUS / name
    if not (folder / "manifest.jsonl").exists():
        sys.exit(f"SKIPPED: no pages measured, ../shared/corpus/{name} is not beside this checkout")
    rows = [json.loads(line) for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines()]
    return [
        Page(
            next((folder / "pages").glob(f"{row['id']}.*")).read_bytes(),
            next((folder / "gold").glob(f"{row['id']}.*")).read_text("utf-8"),
            row,
        )
        for row in rows
    ]
