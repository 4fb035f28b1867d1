"""Commands on the archive of stored pages: ``reclean``, ``profiles``."""

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


@commands.command()
def profiles(
    source: Annotated[str | None, typer.Argument(help="Only this source.")] = None,
    drop: Annotated[str | None, typer.Option(help="Never cut this learned line from its pages.")] = None,
    restore: Annotated[str | None, typer.Option(help="Cut a dropped line again.")] = None,
    json: Json = False,
) -> None:
    """The boilerplate that was learned of each site from many of its pages, and cut; --drop keeps a line of it."""
    from flows.commands import profiles as command

    if drop is not None and restore is not None:
        raise typer.BadParameter("either --drop or --restore")
    part = restore if drop is None else drop
    if part is None:
        command.show_profiles(load_settings(), source, as_json=json)
    else:
        command.change_profile(load_settings(), source, part, restore=drop is None)
