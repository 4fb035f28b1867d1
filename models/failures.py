"""Failures that a step recorded and went on from: one row a subject, counted, and kept with the date of its mending."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, update
from sqlmodel import Session, col, select

from models.sources import Failure

_LONGEST = 2000
# Built once, see ``models.archive``.
_MEND = (
    update(Failure)
    .where(col(Failure.subject) == bindparam("which"), col(Failure.solved_at).is_(None))
    .values(solved_at=bindparam("at"))
    .returning(col(Failure.id))
)


def note_failure(
    session: Session,
    *,
    stage: str,
    subject: str,
    message: str,
    at: datetime,
    source_id: str | None = None,
    url: str | None = None,
) -> None:
    """Remember that ``subject`` failed at ``at``; a second time is counted, a mended one is open again."""
    row = _of(session, subject) or Failure(
        stage=stage, subject=subject, message="", first_at=at, last_at=at, count=0
    )
    row.source_id, row.url = source_id, url
    row.message, row.last_at = message.replace("\x00", "")[:_LONGEST], max(row.last_at, at)
    row.count += 1
    row.solved_at = None
    session.add(row)


def solve_failure(session: Session, subject: str, at: datetime) -> bool:
    """Mark the failure of ``subject`` as mended; whether there was an open one."""
    session.flush()  # what was noted in this transaction
    return session.connection().execute(_MEND, {"which": subject, "at": at}).first() is not None


def _of(session: Session, subject: str) -> Failure | None:
    return session.exec(select(Failure).where(Failure.subject == subject).with_for_update()).first()


def open_failures(session: Session) -> list[Failure]:
    """What failed and was not mended since, newest first."""
    found = select(Failure).where(col(Failure.solved_at).is_(None)).order_by(col(Failure.last_at).desc())
    return list(session.exec(found))
