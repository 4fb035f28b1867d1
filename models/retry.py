"""Two writers that meet: a transaction is run again when another one was faster.

``sqlalchemy`` names only a failure's class; which of them another try can mend stands here.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from time import sleep
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session

from models.database import Database

T = TypeVar("T")

ATTEMPTS = 6
#: SQLSTATEs of PostgreSQL that ask for another try: serialization failure, deadlock, unique violation.
#: https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html
_RETRIED_STATES = frozenset({"40001", "40P01", "23505"})


def retried(database: Database, work: Callable[[Session], T]) -> T:
    """What ``work`` answers, run in a transaction of its own and run again when it met another writer.

    A row that another worker added first (a unique key), a deadlock, a serialization failure and a busy SQLite are
    such meetings: the next run sees what the other has written.  ``work`` must look before it adds and must keep
    nothing from an earlier run.  The last error is raised after ``ATTEMPTS`` runs.
    """
    for attempt in range(1, ATTEMPTS):
        try:
            with database.session() as session:
                return work(session)
        except DBAPIError as error:
            if not met_another(error):
                raise
            sleep(random.uniform(0, 0.02 * 2**attempt))
    with database.session() as session:
        return work(session)


def met_another(error: DBAPIError) -> bool:
    """Whether another writer was the cause, so that the same transaction may succeed in its next run."""
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return state in _RETRIED_STATES
    text = str(error.orig)
    if isinstance(error, IntegrityError):
        return "UNIQUE constraint failed" in text
    return "database is locked" in text
