"""The passes over a source and what they say of its health: begun, counted, ended, remembered.

A pass that was killed keeps ``finished_at`` empty until its launcher, or the next pass, says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from models.snapshots import Outcome
from models.sources import CrawlPass, PassKind, SourceState

_TROUBLE = (Outcome.BLOCKED, Outcome.FAILED, Outcome.EMPTY, Outcome.GONE)


def begin_pass(session: Session, source_id: str, at: datetime, kind: PassKind = PassKind.MONITOR) -> int:
    """The id of a new pass, open until ``end_pass``."""
    row = CrawlPass(source_id=source_id, kind=kind, started_at=at)
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def count(session: Session, pass_id: int, kind: str, outcome: Outcome) -> None:
    """One more response of ``kind`` with ``outcome`` in the counts of the pass."""
    row = session.get(CrawlPass, pass_id)
    if row is None:
        return
    counts = {key: dict(value) if isinstance(value, dict) else value for key, value in row.counts.items()}
    of_kind = counts.setdefault(kind, {})
    of_kind[outcome.value] = of_kind.get(outcome.value, 0) + 1
    row.counts = counts
    session.add(row)


def recount(session: Session, pass_id: int, kind: str, before: Outcome, after: Outcome) -> None:
    """A response that was counted as ``before`` turned out to be ``after`` once it was looked at."""
    row = session.get(CrawlPass, pass_id)
    if row is None:
        return
    of_kind = dict(row.counts.get(kind) or {})
    of_kind[before.value] = of_kind.get(before.value, 0) - 1
    of_kind[after.value] = of_kind.get(after.value, 0) + 1
    row.counts = {**row.counts, kind: {name: number for name, number in of_kind.items() if number > 0}}
    session.add(row)


def count_as(session: Session, pass_id: int, before: str, after: str, outcome: Outcome) -> None:
    """A response that was counted under the kind ``before`` is one of another kind."""
    row = session.get(CrawlPass, pass_id)
    if row is None:
        return
    left = dict(row.counts.get(before) or {})
    left[outcome.value] = left.get(outcome.value, 0) - 1
    row.counts = {**row.counts, before: {name: number for name, number in left.items() if number > 0}}
    session.add(row)
    count(session, pass_id, after, outcome)


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
