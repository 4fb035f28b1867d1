"""The command line: ``jianbao …``, also ``python -m flows``.

Only words and options live here; what a command does stands in ``flows/commands``.  Errors that a person can mend are
shown as one message with exit code 1; what was recorded as a failure of one page or source is not an error of the
command.
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from cleaners import CleaningError
from crawlers.errors import CrawlError
from flows.commands.screen import errors, safe
from flows.errors import FlowError
from flows.settings import load_settings
from models import StoreError

app = typer.Typer(
    name="jianbao",
    help="健报: a monitor of China's health-commission announcements.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
db = typer.Typer(help="Migrations, clean-up, backup.", no_args_is_help=True)
app.add_typer(db, name="db")

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


@app.command()
def demo(
    serve: Annotated[
        bool, typer.Option(help="Afterwards keep Prefect's UI open on what the demo did.")
    ] = False,
) -> None:
    """The whole product offline on the bundled sample site, over two days; writes var/demo/digest.html."""
    from flows.commands.demo import run_demo

    run_demo(serve=serve)


@app.command()
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


@app.command()
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

    days = since.date(), until.date() if until else None
    run_backfill(load_settings(), source or [], column or [], *days, moment(as_of), verbose)


@app.command()
def serve() -> None:
    """Prefect server, UI and schedules on this machine."""
    from flows.commands.serve import serve_here

    serve_here(load_settings())


@app.command()
def sources(
    json: Json = False,
    failures: Annotated[bool, typer.Option(help="List what was recorded as failed and not mended.")] = False,
    warnings: Annotated[
        bool, typer.Option(help="List what the last pass over each source warned of.")
    ] = False,
    as_of: AsOf = None,
) -> None:
    """The registry and each source's health."""
    from flows.commands.sources import show_sources

    show_sources(load_settings(), as_json=json, failures=failures, warnings=warnings, as_of=moment(as_of))


@app.command()
def clean(
    target: Annotated[str, typer.Argument(help="A file, or an http(s) address.")],
    url: Annotated[str | None, typer.Option(help="The address that the file came from.")] = None,
    json: Json = False,
) -> None:
    """What the cleaner keeps, removes (and by which rule) and recognises in one page."""
    from flows.commands.clean import show_cleaned

    show_cleaned(target, url, as_json=json, settings=load_settings())


@app.command()
def policies(
    query: Annotated[str, typer.Argument(help='Words that must all occur; "…" a phrase, -word not.')] = "",
    issuer: Annotated[str | None, typer.Option(help="Part of an issuing body's name.")] = None,
    since: Since = None,
    until: Until = None,
    status: Annotated[str | None, typer.Option(help="in_force, draft, trial, abolished, …")] = None,
    json: Json = False,
    csv: Csv = None,
    xlsx: Xlsx = None,
) -> None:
    """Search the documents that are stored."""
    from flows.commands.search import show_policies
    from models import open_database

    def day(value: datetime | None) -> date | None:
        return value.date() if value else None

    show_policies(
        open_database(load_settings().database_url),
        query,
        issuer=issuer,
        since=day(since),
        until=day(until),
        status=status,
        as_json=json,
        csv=csv,
        xlsx=xlsx,
    )


@app.command()
def policy(
    number: Annotated[str, typer.Argument(help="A document number, or words of a title.")], json: Json = False
) -> None:
    """One document with its whole family."""
    from flows.commands.policies import show_policy
    from models import open_database

    show_policy(open_database(load_settings().database_url), number, as_json=json)


@app.command()
def correct(
    target: Annotated[
        str, typer.Argument(help="A page's address, a document number, words of a title, P12.")
    ],
    why: Annotated[str, typer.Option(help="The reason, for whoever reads it later.")],
    by: Annotated[str, typer.Option(envvar="JIANBAO_OPERATOR", help="Who corrects.")],
    not_a_policy: Annotated[bool, typer.Option("--not-a-policy", help="It is no official document.")] = False,
    policy: Annotated[bool, typer.Option("--policy", help="It is an official document.")] = False,
    label: Annotated[str, typer.Option(help="With either: the right label.")] = "",
    number: Annotated[str | None, typer.Option(help="The right number; 无 for none.")] = None,
    title: Annotated[str | None, typer.Option(help="The right title.")] = None,
    written_on: Annotated[str | None, typer.Option(help="The right day of writing; 无 for none.")] = None,
    issuers: Annotated[str | None, typer.Option(help="The right issuers, in order, parted by 、")] = None,
    same_as: Annotated[
        str | None, typer.Option(help="The number or a page of the policy that it is.")
    ] = None,
    apart: Annotated[bool, typer.Option("--apart", help="It is not the text that it was taken for.")] = False,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """Put right what the rules found of a page or a document; it holds from now on."""
    from flows.commands.correct import correct_page
    from models import CorrectionKind as Kind

    written = {
        Kind.NOT_A_POLICY: label if not_a_policy else None,
        Kind.IS_A_POLICY: label if policy else None,
        Kind.NUMBER: number,
        Kind.TITLE: title,
        Kind.WRITTEN_ON: written_on,
        Kind.ISSUERS: issuers,
        Kind.SAME_AS: same_as,
        Kind.APART: "" if apart else None,
    }
    values = {kind: value for kind, value in written.items() if value is not None}
    correct_page(load_settings(), target, values, by=by, why=why, as_of=moment(as_of), as_json=json)


@app.command()
def corrections(
    withdraw: Annotated[int | None, typer.Option(help="Withdraw the correction of this number.")] = None,
    by: Annotated[str, typer.Option(envvar="JIANBAO_OPERATOR", help="Who withdraws.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="Also those that were withdrawn.")] = False,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """What operators put right, newest first; or withdraw one."""
    from flows.commands import correct as command

    if withdraw is None:
        command.show_corrections(load_settings(), everything=everything, as_json=json)
    else:
        command.withdraw(load_settings(), withdraw, by=by, as_of=moment(as_of), as_json=json)


@app.command()
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


@app.command()
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


@app.command()
def settings() -> None:
    """Every setting with its present value."""
    from flows.commands.screen import console, styled

    for name, value in load_settings():
        console.print(styled(f"JIANBAO_{name.upper()}={value}"))


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the schema to the newest migration (any command does it too)."""
    from flows.commands.database import upgrade

    upgrade(load_settings())


@db.command("reindex")
def db_reindex() -> None:
    """Make the full-text index of the documents anew."""
    from flows.commands.database import reindex_policies

    reindex_policies(load_settings())


@db.command("vacuum")
def db_vacuum() -> None:
    """Give back the space of deleted rows."""
    from flows.commands.database import vacuum

    vacuum(load_settings())


@db.command("backup")
def db_backup(target: Annotated[Path, typer.Argument(help="A new file.")]) -> None:
    """Copy a running SQLite database, consistently."""
    from flows.commands.database import backup

    backup(load_settings(), target)


def main() -> None:
    """The entry point: errors that a person can mend become one message and exit code 1."""
    try:
        app()
    except (FlowError, CrawlError, StoreError, CleaningError) as error:
        errors.print(safe(str(error), 4000), style="red", markup=False)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
