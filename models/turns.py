"""Turns (轮次): which process may meet a host now, and when the host was met last, over all processes of one store.

Two halves.  The *turn* itself is a lock that the system takes back when its holder dies: a byte of a file beside an
SQLite store, an advisory lock of the session on PostgreSQL (so no pooler may stand between that shares sessions).
The *rest* after it is a row a host: when it was met, and the delay that the one who met it keeps.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, bindparam, func, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Field, Session, SQLModel, col, select

from models.database import Database

#: The first of the two numbers of our advisory locks, so that another product's on the same server are not met.
_SPACE = 0x6A62
#: Hosts share a number only by chance (1 in two thousand million); they would wait for each other, nothing worse.
_NUMBERS = 2**31


class HostMeeting(SQLModel, table=True):
    """When a host was met last, by whatever process, and how long it is left alone after that."""

    host: str = Field(primary_key=True, max_length=255)
    met_at: datetime  # the end of the last answer
    delay_s: float


# Built once, see ``models.archive``.
_LAST = select(HostMeeting.met_at, HostMeeting.delay_s).where(col(HostMeeting.host) == bindparam("host"))


class Turns(Protocol):
    """Takes a host's turn without waiting: ``False`` where another process has it."""

    def take(self, host: str) -> bool: ...
    def give_back(self, host: str) -> None: ...


class _FileTurns:
    """POSIX record locks: one byte a host.  They hold between processes; a second taking in one process succeeds."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)

    def take(self, host: str) -> bool:
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, number_of(host))
        except (BlockingIOError, PermissionError):
            return False
        return True

    def give_back(self, host: str) -> None:
        fcntl.lockf(self._file, fcntl.LOCK_UN, 1, number_of(host))

    def close(self) -> None:
        os.close(self._file)


class _AdvisoryTurns:
    """Advisory locks of one connection that is kept open; a connection that broke has given its turns back."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._connection: Connection | None = None

    def take(self, host: str) -> bool:
        return self._ask("pg_try_advisory_lock", host)

    def give_back(self, host: str) -> None:
        self._ask("pg_advisory_unlock", host)

    def _ask(self, function: str, host: str) -> bool:
        if self._connection is None:
            self._connection = self._engine.connect()
        asked = text(f"SELECT {function}(:space, :number)")
        try:
            return bool(
                self._connection.execute(asked, {"space": _SPACE, "number": number_of(host)}).scalar()
            )
        except DBAPIError as error:
            if error.connection_invalidated:
                self.close()
                return False  # asked for again by the next try
            raise

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class _NoTurns:
    """A store in memory is of one process."""

    def take(self, host: str) -> bool:
        return True

    def give_back(self, host: str) -> None:
        pass


@contextmanager
def open_turns(database: Database) -> Iterator[Turns]:
    """The turns of the hosts that processes on this store meet; all are given back at the end of the block."""
    held: _FileTurns | _AdvisoryTurns
    if not database.is_sqlite:
        held = _AdvisoryTurns(database)
    elif file := database.engine.url.database:
        held = _FileTurns(Path(f"{file}-turns"))
    else:
        yield _NoTurns()
        return
    try:
        yield held
    finally:
        held.close()


def number_of(host: str) -> int:
    """The number of a host's lock: 31 bits of its hash."""
    return int.from_bytes(hashlib.sha256(host.encode("utf-8", "replace")).digest()[:4]) % _NUMBERS


def note_meeting(session: Session, host: str, delay_s: float) -> None:
    """The host was met until now, and is to be left alone for ``delay_s`` seconds."""
    row = session.get(HostMeeting, host) or HostMeeting(host=host, met_at=_now(session), delay_s=delay_s)
    row.met_at, row.delay_s = _now(session), delay_s
    session.add(row)


def rest_s(session: Session, host: str, delay_s: float) -> float:
    """Seconds for which the host is still left alone: by the delay of who met it last or by ours, the longer one."""
    row = session.connection().execute(_LAST, {"host": host}).first()
    if row is None:
        return 0.0
    met_at: datetime = row.met_at
    longest: float = max(row.delay_s, delay_s)
    left = met_at + timedelta(seconds=longest) - _now(session)
    return min(max(0.0, left.total_seconds()), longest)  # a clock that was set back costs one delay at most


def _now(session: Session) -> datetime:
    """The store's own clock, which all processes share."""
    if session.get_bind().dialect.name == "sqlite":
        return datetime.now(UTC)
    now: datetime = session.exec(select(func.clock_timestamp())).one()
    return now
