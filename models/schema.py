"""The schema of the database: at which migration it stands, and bringing it to the newest one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from models.errors import StoreError
from models.sqlite import READ_ONLY

#: Tables that migrations make by the database's own words and that no class describes: the full-text index.
_INDEX = "policysearch"
MIGRATIONS = Path(__file__).with_name("migrations")
_MIGRATING = 7220915  # the advisory lock of PostgreSQL that a migrator holds


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def is_described(name: str | None, kind: str, _parents: object) -> bool:
    """Whether a class describes the table of this name; alembic's ``include_name``."""
    return not (kind == "table" and name is not None and name.startswith(_INDEX))


def revision(engine: Engine) -> str | None:
    """The migration at which the database stands, or ``None`` for an empty one."""
    with engine.connect().execution_options(**{READ_ONLY: True}) as connection:
        return MigrationContext.configure(connection).get_current_revision()


@cache
def newest_revision() -> str | None:
    """The last migration that this code has; the files are looked through once a process."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def upgrade(engine: Engine) -> None:
    """Bring the schema to the newest migration; safe to call at every start and from several processes at once.

    All migrations run in one transaction: a killed one leaves the schema as it was.  Raises ``StoreError`` for a
    schema that is newer than this code.
    """
    current = revision(engine)
    if current == newest_revision():
        return
    config = _config()
    script = ScriptDirectory.from_config(config)
    if current and current not in {step.revision for step in script.walk_revisions()}:
        raise StoreError(
            f"the database is at {current!r}, which this version does not know; install a newer Jianbao"
        )
    with engine.connect() as connection, _without_foreign_keys(connection), connection.begin():
        # One migrator at a time: the second waits here (on SQLite for its BEGIN IMMEDIATE) and then finds nothing
        # left to do.
        if engine.dialect.name != "sqlite":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATING})")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    # SQLite changes a table by making it anew; with foreign keys on, dropping the old one would fail or empty the
    # tables that point to it.  The pragma works outside of a transaction only.
    if connection.engine.dialect.name != "sqlite":
        yield
        return
    raw: Any = connection.connection.driver_connection
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys=ON")
