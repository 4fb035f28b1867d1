"""SQLite's side of a connection: pragmas, the switch to WAL, how a transaction begins."""

from __future__ import annotations

from sqlite3 import OperationalError
from time import sleep
from typing import Any

from sqlalchemy import Connection, Engine, event

#: How long a writer waits for another, in seconds; a transaction of ours takes some milliseconds.
BUSY_S = 30
#: The execution option of a connection that only reads.
READ_ONLY = "jianbao_read_only"


def listen_to(engine: Engine) -> None:
    """From now on every connection of ``engine`` is prepared and begins its transactions as told below."""
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)


def _prepare(connection: Any, _record: Any) -> None:
    # The driver's own BEGIN comes late and is always deferred; ``_begin`` sends ours.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_S * 1000}")
    _switch_to_wal(cursor)
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _switch_to_wal(cursor: Any) -> None:
    # The switch of a new file needs the file alone and does not always wait by the busy timeout: of two processes
    # that open a new database at once, one would see 'database is locked'.
    for wait in (0.01, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except OperationalError as error:
            if "locked" not in str(error):
                raise
            sleep(wait)
    cursor.execute("PRAGMA journal_mode=WAL")


def _begin(connection: Connection) -> None:
    # A deferred transaction that reads before it writes fails at once with 'database is locked', busy timeout or
    # not, when another one wrote in between; an immediate one waits for its turn.
    reads_only = connection.get_execution_options().get(READ_ONLY)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")
