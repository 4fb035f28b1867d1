"""The command line: ``jianbao …``, also ``python -m flows``.

Only words and options live here; what a command does stands in ``flows/commands``.  Errors that a person can mend are
shown as one message with exit code 1; what was recorded as a failure of one page or source is not an error of the
command.
"""

from __future__ import annotations

import sys

import typer

from cleaners import CleaningError
from crawlers.errors import CrawlError
from flows.cli import archive, correcting, database, reading, sources, watching
from flows.commands.screen import errors, safe
from flows.errors import FlowError
from models import StoreError

__all__ = ["app", "main"]

app = typer.Typer(
    name="jianbao",
    help="健报: a monitor of China's health-commission announcements.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for _commands in (watching.commands, reading.commands, correcting.commands, archive.commands):
    app.add_typer(_commands)
app.add_typer(sources.commands, name="sources")
app.add_typer(database.commands, name="db")


def main() -> None:
    """The entry point: errors that a person can mend become one message and exit code 1."""
    try:
        app()
    except (FlowError, CrawlError, StoreError, CleaningError) as error:
        errors.print(safe(str(error), 4000), style="red", markup=False)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
