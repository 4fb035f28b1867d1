"""Commands on the store itself: ``db upgrade``, ``db reindex``, ``db vacuum``, ``db backup``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.settings import load_settings

commands = typer.Typer(help="Migrations, clean-up, backup.", no_args_is_help=True)


@commands.command("upgrade")
def db_upgrade() -> None:
    """Bring the schema to the newest migration (any command does it too)."""
    from flows.commands.database import upgrade

    upgrade(load_settings())


@commands.command("reindex")
def db_reindex() -> None:
    """Make the full-text index of the documents anew."""
    from flows.commands.database import reindex_policies

    reindex_policies(load_settings())


@commands.command("vacuum")
def db_vacuum() -> None:
    """Give back the space of deleted rows."""
    from flows.commands.database import vacuum

    vacuum(load_settings())


@commands.command("backup")
def db_backup(target: Annotated[Path, typer.Argument(help="A new file.")]) -> None:
    """Copy a running SQLite database, consistently."""
    from flows.commands.database import backup

    backup(load_settings(), target)
