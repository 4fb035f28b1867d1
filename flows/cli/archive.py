"""Commands on the archive of stored pages: ``reclean``."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli.options import AsOf, Json, Verbose, moment
from flows.settings import load_settings

commands = typer.Typer()


@commands.command()
def reclean(
    accept: Annotated[bool, typer.Option("--accept", help="Write it down; without it only shown.")] = False,
    source: Annotated[list[str] | None, typer.Option(help="Only this source; may repeat.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="So many pages at most.")] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what the present version of the rules has read.")
    ] = False,
    as_of: AsOf = None,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """What the present rules of cleaning make of stored pages, by source; --accept writes it.  Never announced."""
    from flows.commands.reclean import reclean_archive

    reclean_archive(
        load_settings(),
        source or [],
        accept=accept,
        limit=limit,
        everything=everything,
        as_of=moment(as_of),
        as_json=json,
        verbose=verbose,
    )
