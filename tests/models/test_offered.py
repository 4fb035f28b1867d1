"""Which files are asked for once more: those of recent articles, a bounded number, the longest unseen first."""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel import select

from flows.stages.clean import clean_pending
from models import ArticleAttachment, AttachmentState, Database, Outcome, SnapshotKind
from models.archive import Fetched, record
from models.offered import attachments_to_recheck, link_attachment
from tests.flows.stages.pages import NOW, notice, store

BASE = "https://nhc.example"


def fetch(database: Database, number: int, hours: float, outcome: Outcome = Outcome.NEW) -> str:
    """The file of article ``number`` asked for so many hours after ``NOW``."""
    url = f"{BASE}/files/{number}.pdf"
    body = b"%PDF-1.4 " + str(number).encode() if outcome is Outcome.NEW else None
    at = NOW + timedelta(hours=hours)
    with database.session() as session:
        record(session, Fetched("nhc", url, SnapshotKind.ATTACHMENT, outcome, at, 200, {}, body))
        link_attachment(session, url)
    return url


def offer(database: Database, number: int, day: date, *, backfill: bool = False) -> None:
    """An article of that day that offers a file."""
    below = f'<p><a href="/files/{number}.pdf">附件{number}.pdf</a></p>'
    page = notice(f"国卫办医函〔2025〕{number}号", below=below)
    store(database, f"{BASE}/{number}.html", page, row_published_on=day, backfill=backfill)
    clean_pending(database, as_of=NOW)


def due(database: Database, hours: float, *, limit: int = 100, days: int = 7) -> list[int]:
    """The numbers of the files that are due so many hours after ``NOW``."""
    at = NOW + timedelta(hours=hours)
    since = (at - timedelta(days=days)).date()
    with database.reading() as session:
        urls = attachments_to_recheck(
            session, "nhc", since=since, seen_before=at - timedelta(hours=20), limit=limit
        )
    return [int(url.rpartition("/")[2].removesuffix(".pdf")) for url in urls]


def test_files_of_recent_articles_are_due_the_longest_unseen_first(database: Database) -> None:
    today = NOW.date()
    for number, day in ((1, today), (2, today), (3, today - timedelta(days=30)), (4, today), (5, today)):
        offer(database, number, day)
    for number, hours in ((1, 2.0), (2, 1.0), (3, 0.0)):
        fetch(database, number, hours)
    fetch(database, 4, 0, Outcome.FAILED)  # never had: that is other work
    assert due(database, 19) == []
    assert due(database, 21.5) == [2]
    assert due(database, 24) == [2, 1]
    assert due(database, 24, limit=1) == [2]
    fetch(database, 2, 25, Outcome.FAILED)  # tried again the day after
    assert due(database, 26) == [1]
    assert due(database, 46) == [1, 2]
    fetch(database, 1, 47, Outcome.GONE)
    assert due(database, 100) == [2]
    assert due(database, 24 * 9) == []


def test_a_file_that_one_article_was_given_up_for_is_had_through_another(database: Database) -> None:
    offer(database, 1, NOW.date())
    fetch(database, 1, 0, Outcome.GONE)
    with database.session() as session:
        (row,) = session.exec(select(ArticleAttachment)).all()
        assert row.state is AttachmentState.FAILED
    fetch(database, 1, 1)
    with database.session() as session:
        (row,) = session.exec(select(ArticleAttachment)).all()
        assert (row.state, row.error, row.snapshot_id is not None) == (AttachmentState.PENDING, None, True)
