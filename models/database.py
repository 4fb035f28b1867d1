"""Opening the database: connection, SQLite's pragmas, migrations on an empty or older one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError
from sqlmodel import Session

from models.errors import DatabaseUnreachableError, StoreError

MIGRATIONS = Path(__file__).with_name("migrations")


@dataclass(frozen=True)
class Database:
    """An open database: ``session()`` is one transaction, committed at its end, rolled back on an error."""

    engine: Engine
    url: str

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def session(self) -> Iterator[Session]:
        with Session(self.engine, expire_on_commit=False) as session:
            try:
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise

    def close(self) -> None:
        self.engine.dispose()


def open_database(url: str, *, migrate: bool = True) -> Database:
    """The database at ``url``, brought to the newest migration unless ``migrate`` is false.

    A plain ``postgresql://`` URL is served by psycopg 3.  SQLite runs in WAL mode with foreign keys on; the folder
    of a new file is made.  Raises ``DatabaseUnreachableError`` when no connection is made, ``StoreError`` for a
    URL that names no known kind of database or a schema newer than this code.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError(
            f"{url!r} is not a database URL; write sqlite:///var/jianbao.db or postgresql://user@host/name"
        ) from error
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    shown = parsed.render_as_string(hide_password=True)
    options: dict[str, Any] = {}
    if parsed.get_backend_name() == "sqlite":
        if parsed.database and parsed.database != ":memory:":
            try:
                Path(parsed.database).resolve().parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise DatabaseUnreachableError(f"cannot make the folder of {shown}: {error}") from error
    else:
        options["pool_pre_ping"] = True
    try:
        engine = create_engine(parsed, **options)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreError(f"{shown}: no such kind of database; SQLite and PostgreSQL are known") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
    database = Database(engine, url)
    try:
        if migrate:
            upgrade(database)
        else:
            with engine.connect():
                pass
    except OperationalError as error:
        engine.dispose()
        reason = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else "no answer"
        raise DatabaseUnreachableError(
            f"cannot reach {shown}: {reason}. Is it running? See JIANBAO_DATABASE_URL."
        ) from error
    return database


def _set_pragmas(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=15000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def revision(database: Database) -> str | None:
    """The migration at which the database stands, or ``None`` for an empty one."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(database: Database) -> None:
    """Bring the schema to the newest migration; safe to call at every start and from several processes at once."""
    config = _config()
    script = ScriptDirectory.from_config(config)
    head = script.get_current_head()
    with database.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        if current == head:
            return
        known = {step.revision for step in script.walk_revisions()}
        if current and current not in known:
            raise StoreError(
                f"the database is at {current!r}, which this version does not know; install a newer Jianbao"
            )
    with database.engine.begin() as connection:
        # One migrator at a time: the second waits here and then finds nothing left to do.
        if database.is_sqlite:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7220915)")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
