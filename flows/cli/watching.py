"""Commands that look at sources and tell: ``demo``, ``run``, ``backfill``, ``serve``, ``replay``, ``digest``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import AsOf, Verbose, day, moment
from flows.settings import load_settings

commands = typer.Typer()


@commands.command()
def demo(
    serve: Annotated[
        bool, typer.Option(help="Afterwards keep Prefect's UI open on what the demo did.")
    ] = False,
) -> None:
    """The whole product offline on the bundled sample site, over two days; writes var/demo/digest.html."""
    from flows.commands.demo import run_demo

    run_demo(serve=serve)


@commands.command()
def run(
    source: Annotated[list[str] | None, typer.Option(help="Only this source; may repeat.")] = None,
    column: Annotated[list[str] | None, typer.Option(help="Only columns of this name; may repeat.")] = None,
    days_back: Annotated[
        int, typer.Option(min=0, max=365, help="0: until known rows; else all of so many days.")
    ] = 0,
    as_of: AsOf = None,
    verbose: Verbose = False,
) -> None:
    """One monitoring pass and its digests now, without a Prefect server."""
    from flows.commands.monitor import run_once

    run_once(load_settings(), source or [], column or [], days_back, moment(as_of), verbose)


@commands.command()
def backfill(
    since: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d"], help="The first day, by the list's dates.")
    ],
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last day; default: yesterday.")
    ] = None,
    source: Annotated[list[str] | None, typer.Option(help="Only this source; may repeat.")] = None,
    column: Annotated[list[str] | None, typer.Option(help="Only columns of this name; may repeat.")] = None,
    as_of: AsOf = None,
    verbose: Verbose = False,
) -> None:
    """Read a range of past days; never announced as new.  The same range again goes on where it was cut off."""
    from flows.commands.monitor import run_backfill

    run_backfill(
        load_settings(), source or [], column or [], since.date(), day(until), moment(as_of), verbose
    )


@commands.command()
def serve() -> None:
    """Prefect server, UI and schedules on this machine."""
    from flows.commands.serve import serve_here

    serve_here(load_settings())


@commands.command()
def replay(
    folder: Annotated[Path, typer.Argument(help="A folder with manifest.jsonl (file, url, …).")],
    announce: Annotated[
        bool, typer.Option(help="Treat the pages as today's: new policies are told.")
    ] = False,
    as_of: AsOf = None,
    verbose: Verbose = False,
) -> None:
    """Feed saved pages with their real addresses through the same path into the store."""
    from flows.commands.monitor import replay as replay_pages

    replay_pages(load_settings(), folder, moment(as_of), announce=announce, verbose=verbose)


@commands.command()
def digest(
    subscription: Annotated[
        list[str] | None, typer.Option(help="Only this subscription; may repeat.")
    ] = None,
    preview: Annotated[bool, typer.Option(help="Only show it.")] = False,
    as_of: AsOf = None,
) -> None:
    """Make and send the digests that are due, or only show them."""
    from flows.commands.monitor import show_digest

    show_digest(load_settings(), subscription or [], moment(as_of), preview)
