"""How each source is doing, from the store alone: one judgement for the command line, the tables and the digests.

Spidermon was looked at (1.27.0) and left out: it judges one Scrapy job by its own items and statistics, while our
spiders yield no items (fields are read by a later step), and its comparison with earlier jobs needs Scrapy Cloud.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from cleaners.dates import CHINA
from flows.digests.choice import WatchedSource
from models import SourceState
from models.history import days_with_news, watched_since
from models.rhythm import REACH, Rhythm, learn, working_days


@dataclass(frozen=True, slots=True)
class Silence:
    """A source that says nothing for longer than it usually does."""

    since: datetime | None
    days: int  # working days without anything new
    allowed: int  # working days that are usual for it, with a margin

    @property
    def told(self) -> str:
        """``已 12 个工作日没有新文章，平时不超过 5 个``."""
        return f"已 {self.days} 个工作日没有新文章，平时不超过 {self.allowed} 个"


def silences(
    session: Session, sources: Sequence[WatchedSource], states: Mapping[str, SourceState], as_of: datetime
) -> dict[str, Silence]:
    """The sources that are silent for longer than their own rhythm allows, by id.

    Silence is reckoned to the last successful look: a source that we could not read, or did not, is not silent.
    ``quiet_days`` of a source's file holds, in working days, until enough is known of its rhythm, and not before the
    source was watched for as long.
    """
    ids = [source.id for source in sources]
    days = days_with_news(session, ids, as_of.astimezone(CHINA).date() - REACH)
    watched = watched_since(session, ids)
    found: dict[str, Silence] = {}
    for source in sources:
        state = states.get(source.id)
        if state is None or state.last_success_at is None:
            continue
        silence = _silence(
            source, state, learn(days.get(source.id, ()), _day(state.last_success_at)), watched
        )
        if silence is not None:
            found[source.id] = silence
    return found


def read_states(session: Session, ids: Sequence[str]) -> dict[str, SourceState]:
    """The states of these sources by id; a source that was never read has none."""
    rows = select(SourceState).where(col(SourceState.source_id).in_(ids))
    return {state.source_id: state for state in session.exec(rows)}


def _silence(
    source: WatchedSource, state: SourceState, rhythm: Rhythm, watched: Mapping[str, datetime]
) -> Silence | None:
    assert state.last_success_at is not None
    looked = _day(state.last_success_at)
    if rhythm.allowed is not None:
        days = rhythm.silence(looked)
        return Silence(state.last_new_at, days, rhythm.allowed) if days > rhythm.allowed else None
    if not source.quiet_days or state.last_new_at is None:
        return None
    since = max(_day(state.last_new_at), _day(watched.get(source.id, state.last_new_at)))
    days = working_days(since, looked)
    return Silence(state.last_new_at, days, source.quiet_days) if days > source.quiet_days else None


def _day(moment: datetime) -> date:
    return moment.astimezone(CHINA).date()
