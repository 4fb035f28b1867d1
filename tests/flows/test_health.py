"""The silence alarm: learned from the store, reckoned to the last good look, right after a restart."""

from __future__ import annotations

from datetime import datetime, timedelta

from cleaners.dates import CHINA
from flows.digests.choice import WatchedSource
from flows.health import Silence, read_states, silences
from models import Database, Outcome, Snapshot, SnapshotKind, SourceState, open_database
from models.health import begin_pass, end_pass

SOURCE = WatchedSource("yunling", "云岭省卫生健康委员会", "provincial", quiet_days=5)
LAST = datetime(2026, 6, 5, 18, tzinfo=CHINA)  # a Friday


def store_history(database: Database, weeks: int) -> None:
    """Three items a week until ``LAST``, dated by their list, all fetched on that day."""
    with database.session() as session:
        session.add(SourceState(source_id=SOURCE.id, last_new_at=LAST, last_success_at=LAST))
        for number in range(weeks * 3):
            day = LAST.date() - timedelta(days=7 * (number // 3) + 2 * (number % 3))
            session.add(
                Snapshot(
                    source_id=SOURCE.id,
                    url=f"https://wjw.example/{number}",
                    kind=SnapshotKind.ARTICLE,
                    outcome=Outcome.NEW,
                    fetched_at=LAST,
                    last_seen_at=LAST,
                    row_published_on=day,
                )
            )


def look(database: Database, days: int, outcome: Outcome = Outcome.UNCHANGED) -> dict[str, Silence]:
    """A pass so many days after ``LAST``, then what is silent, as another process would see it."""
    at = LAST + timedelta(days=days)
    with database.session() as session:
        end_pass(session, begin_pass(session, SOURCE.id, at), at, outcome)
    again = open_database(database.url)
    try:
        with again.reading() as session:
            return silences(session, [SOURCE], read_states(session, [SOURCE.id]), at)
    finally:
        again.close()


def test_a_busy_source_that_falls_silent(database: Database) -> None:
    store_history(database, 30)
    assert look(database, 5) == {}
    silence = look(database, 20)[SOURCE.id]
    assert (silence.days, silence.since) == (12, LAST)  # 端午 lies between
    assert silence.told == f"已 12 个工作日没有新文章，平时不超过 {silence.allowed} 个"


def test_what_we_could_not_read_is_not_silent(database: Database) -> None:
    store_history(database, 30)
    assert look(database, 20, Outcome.BLOCKED) == {}


def test_the_files_own_word_holds_for_a_new_source_once_it_was_watched(database: Database) -> None:
    store_history(database, 1)
    assert look(database, 12) == {}  # the first look at it
    assert SOURCE.id in look(database, 26)
