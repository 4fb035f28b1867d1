"""The passes over a source and what they say of its health: begun, counted, ended, remembered.

A pass that was killed keeps ``finished_at`` empty until its launcher, or the next pass, says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, update
from sqlmodel import Session, col, select

from models.snapshots import Outcome
from models.sources import CrawlPass, PassKind, SourceState

# Built once, see ``models.archive``.
_COUNTED = update(CrawlPass).where(col(CrawlPass.id) == bindparam("which")).values(counts=bindparam("counts"))
_TROUBLE = (Outcome.BLOCKED, Outcome.FAILED, Outcome.EMPTY, Outcome.GONE)


def begin_pass(session: Session, source_id: str, at: datetime, kind: PassKind = PassKind.MONITOR) -> int:
    """The id of a new pass, open until ``end_pass``."""
    row = CrawlPass(source_id=source_id, kind=kind, started_at=at)
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def write_counts(session: Session, pass_id: int, counts: Mapping[str, Mapping[str, int]]) -> None:
    """What the pass has counted until now: responses by kind and outcome.

    One statement without a look at the row before: while a pass runs, the process that makes it is its only writer.
    """
    session.connection().execute(_COUNTED, {"which": pass_id, "counts": counts})


def warn(session: Session, pass_id: int, rule: str, url: str | None, message: str) -> None:
    """A line that a person can work off, kept with the pass."""
    row = session.get(CrawlPass, pass_id)
    if row is not None:
        row.warnings = [*row.warnings, {"rule": rule, "url": url, "message": message}]
        session.add(row)


def end_pass(
    session: Session,
    pass_id: int,
    at: datetime,
    outcome: Outcome,
    *,
    error: str | None = None,
    columns: Mapping[str, bool] | None = None,
    rows: Mapping[str, int] | None = None,
    dated: Mapping[str, int] | None = None,
    look: Mapping[str, Any] | None = None,
) -> CrawlPass:
    """Close the pass; ``columns`` says of each whether it was read to its end, ``rows`` how many its first page had
    and ``dated`` how many of those showed a day.  ``look`` is what a look saw (``crawlers.spiders.sample``).

    Only a monitoring pass changes the source's state: files say nothing of its lists, and what a backfill finds is
    nothing new.
    """
    row = session.get(CrawlPass, pass_id)
    if row is None:
        raise KeyError(f"no pass {pass_id}")
    row.finished_at, row.outcome, row.error = at, outcome, error
    if columns is not None:
        row.counts = {**row.counts, "columns": dict(columns)}
    if rows:
        row.counts = {**row.counts, "rows": dict(rows), "dated": dict(dated or {})}
    if look is not None:
        row.counts = {**row.counts, "look": dict(look)}
    session.add(row)
    if row.kind is PassKind.MONITOR:
        _remember(session, row)
    return row


def _remember(session: Session, row: CrawlPass) -> None:
    state = session.get(SourceState, row.source_id) or SourceState(source_id=row.source_id)
    state.last_pass_at, state.last_outcome = row.started_at, row.outcome
    if row.outcome in (Outcome.NEW, Outcome.UNCHANGED):
        state.last_success_at = row.started_at
        state.trouble_since = state.trouble = None
    elif row.outcome in _TROUBLE:
        state.trouble_since = state.trouble_since or row.started_at
        state.trouble = row.error
    if row.outcome is Outcome.NEW:
        state.last_new_at = row.started_at
    session.add(state)


def last_complete(session: Session, source_id: str) -> dict[str, datetime]:
    """Of each column of a source, when the last pass began that read it to its end."""
    rows = session.exec(
        select(CrawlPass)
        .where(CrawlPass.source_id == source_id, col(CrawlPass.finished_at).is_not(None))
        .order_by(col(CrawlPass.id).desc())
        .limit(50)
    ).all()
    answer: dict[str, datetime] = {}
    for row in rows:
        columns: dict[str, Any] = row.counts.get("columns") or {}
        for name, complete in columns.items():
            if complete:
                answer.setdefault(name, row.started_at)
    return answer
