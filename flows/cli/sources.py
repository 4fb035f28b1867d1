"""``jianbao sources``: the registry with each source's health, and one live look at a source or an address."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli.options import AsOf, Json, moment
from flows.settings import load_settings

commands = typer.Typer(help="The registry and each source's health; check looks at one live.")


@commands.callback(invoke_without_command=True)
def sources(
    context: typer.Context,
    json: Json = False,
    failures: Annotated[bool, typer.Option(help="List what was recorded as failed and not mended.")] = False,
    warnings: Annotated[
        bool, typer.Option(help="List what the last pass over each source warned of.")
    ] = False,
    as_of: AsOf = None,
) -> None:
    """The registry and each source's health; check looks at one live."""
    if context.invoked_subcommand:
        return
    from flows.commands.sources import show_sources

    show_sources(load_settings(), as_json=json, failures=failures, warnings=warnings, as_of=moment(as_of))


@commands.command()
def check(
    target: Annotated[str, typer.Argument(help="A source's id, or an http(s) address.")],
    json: Json = False,
    as_of: AsOf = None,
) -> None:
    """One polite live look: robots.txt, lists, an article, and what to write into the source's file.

    For an address that no file knows it writes the whole file.  Ends with 0 where all is fine, 1 where something is
    wrong, 2 for a target that is neither.
    """
    from flows.commands.check import check as look

    raise typer.Exit(look(load_settings(), target, as_json=json, as_of=moment(as_of)))
