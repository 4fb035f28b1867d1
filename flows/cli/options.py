"""Options that several commands share, and what they mean."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from flows.errors import FlowError

Csv = Annotated[str | None, typer.Option("--csv", help="Write a CSV file; - for standard output.")]
Xlsx = Annotated[Path | None, typer.Option("--xlsx", help="Write an Excel file.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", help="Reckon from this moment (ISO 8601) instead of now.")
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show what each step does.")]
Since = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Written on this day or later.")]
Until = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Written on this day or earlier.")]


def moment(as_of: str | None) -> datetime:
    """``--as-of`` as an aware moment; without a zone it is China's time."""
    if as_of is None:
        return datetime.now(UTC)
    from cleaners.dates import CHINA

    try:
        read = datetime.fromisoformat(as_of)
    except ValueError as error:
        raise FlowError(f"--as-of {as_of!r} is not a moment; write 2026-03-06T18:00+08:00") from error
    return read if read.tzinfo else read.replace(tzinfo=CHINA)


def day(value: datetime | None) -> date | None:
    """The day of ``--since`` or ``--until``; None where it is not given."""
    return value.date() if value else None
