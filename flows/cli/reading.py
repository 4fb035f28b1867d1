"""Commands that only show: ``clean``, ``policies``, ``policy``, ``settings``."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from flows.cli.options import Csv, Json, Since, Until, Xlsx, day
from flows.settings import load_settings

commands = typer.Typer()


@commands.command()
def clean(
    target: Annotated[str, typer.Argument(help="A file, or an http(s) address.")],
    url: Annotated[str | None, typer.Option(help="The address that the file came from.")] = None,
    json: Json = False,
) -> None:
    """What the cleaner keeps, removes (and by which rule) and recognises in one page."""
    from flows.commands.clean import show_cleaned

    show_cleaned(target, url, as_json=json, settings=load_settings())


@commands.command()
def policies(
    query: Annotated[str, typer.Argument(help='Words that must all occur; "…" a phrase, -word not.')] = "",
    issuer: Annotated[str | None, typer.Option(help="Part of an issuing body's name.")] = None,
    since: Since = None,
    until: Until = None,
    status: Annotated[str | None, typer.Option(help="in_force, draft, trial, abolished, …")] = None,
    known_by_name: Annotated[
        bool,
        typer.Option("--known-by-name", help="Instead, documents that pages name and none of them carries."),
    ] = False,
    json: Json = False,
    csv: Csv = None,
    xlsx: Xlsx = None,
) -> None:
    """Search the documents that are stored."""
    from flows.commands.named import show_named_only
    from flows.commands.search import show_policies
    from flows.errors import FlowError
    from models import open_database

    database = open_database(load_settings().database_url)
    if known_by_name:
        if issuer or since or until or status:
            raise FlowError(
                "--known-by-name 只能与检索词和 --json、--csv、--xlsx 同用：只知其名的文件没有别的信息"
            )
        show_named_only(database, query, as_json=json, csv=csv, xlsx=xlsx)
        return
    show_policies(
        database,
        query,
        issuer=issuer,
        since=day(since),
        until=day(until),
        status=status,
        as_json=json,
        csv=csv,
        xlsx=xlsx,
    )


@commands.command()
def policy(
    number: Annotated[str, typer.Argument(help="A document number, or words of a title.")],
    json: Json = False,
    csv: Csv = None,
    xlsx: Xlsx = None,
) -> None:
    """One document with its whole family."""
    from flows.commands.policies import show_policy
    from models import open_database

    show_policy(open_database(load_settings().database_url), number, as_json=json, csv=csv, xlsx=xlsx)


@commands.command()
def settings() -> None:
    """Every setting with its present value; passwords in addresses are not shown."""
    from flows.commands.screen import console, styled

    for name, value in load_settings():
        shown = re.sub(r"(://[^/@:]*):[^/@]*@", r"\1:**********@", str(value))
        console.print(styled(f"JIANBAO_{name.upper()}={shown}"))
