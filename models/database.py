"""Opening the database: connection and transactions.

What SQLite needs is told in ``models.sqlite``, how the schema gets there in ``models.schema``, how two writers that
meet go on in ``models.retry``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError
from sqlmodel import Session

from models import sqlite
from models.errors import DatabaseUnreachableError, StoreError
from models.schema import upgrade


@dataclass(frozen=True)
class Database:
    """An open database; each ``with`` block of it is one transaction."""

    engine: Engine
    url: str

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A transaction that may write: committed at the end of the block, rolled back on an error.

        On SQLite it takes the one writer's place at its first statement and others wait for it: keep it short, and
        work out what a page says before it begins.
        """
        with Session(self.engine, expire_on_commit=False) as session:
            try:
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that only reads, in one state of the store, and holds up no writer; nothing is saved."""
        with Session(self._reader, expire_on_commit=False, autoflush=False) as session:
            yield session

    @cached_property
    def _reader(self) -> Engine:
        if self.is_sqlite:
            return self.engine.execution_options(**{sqlite.READ_ONLY: True})
        return self.engine.execution_options(postgresql_readonly=True, isolation_level="REPEATABLE READ")

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
        sqlite.listen_to(engine)
    try:
        if migrate:
            upgrade(engine)
        else:
            engine.connect().close()
    except OperationalError as error:
        engine.dispose()
        reason = next(iter(str(error.orig).strip().splitlines()), "no answer")
        raise DatabaseUnreachableError(
            f"cannot reach {shown}: {reason}. Is it running? See JIANBAO_DATABASE_URL."
        ) from error
    except StoreError:
        engine.dispose()
        raise
    return Database(engine, url)
