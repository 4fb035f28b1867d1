"""The parts of a page: entries of a round-up are known again, attached files are listed once."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlmodel import col, select

from models import Article, ArticleAttachment, Database, Outcome, Snapshot, SnapshotKind
from models.writing import PageText, Written, write_page

NOW = datetime(2025, 2, 20, 2, tzinfo=UTC)


def write(database: Database, *parts: PageText) -> list[Written]:
    with database.session() as session:
        snapshot = Snapshot(
            source_id="digest",
            url="https://digest.example/1",
            kind=SnapshotKind.ARTICLE,
            outcome=Outcome.NEW,
            fetched_at=NOW,
            last_seen_at=NOW,
        )
        session.add(snapshot)
        session.flush()
        return write_page(session, snapshot, parts, cleaner_version=1)


def numbers(database: Database) -> dict[str, int]:
    with database.reading() as session:
        rows = session.exec(select(Article).order_by(col(Article.part))).all()
    return {row.title: row.part for row in rows}


WHOLE = PageText("listing", "本周汇编", "")
ONE, TWO = (
    PageText("article", "甲省印发通知", "甲省的做法。"),
    PageText("article", "乙省印发通知", "乙省的做法。"),
)


def test_an_entry_keeps_its_number_when_another_comes_above_it(database: Database) -> None:
    assert write(database, WHOLE, ONE, TWO) == [Written.NEW] * 3
    assert numbers(database) == {"本周汇编": 0, "甲省印发通知": 1, "乙省印发通知": 2}
    above = PageText("article", "丁省印发通知", "丁省的做法。")
    longer = PageText("article", "乙省印发通知", "乙省的做法。另有补充。")
    assert write(database, WHOLE, above, ONE, longer) == [
        Written.SAME,
        Written.NEW,
        Written.SAME,
        Written.CHANGED,
    ]
    assert numbers(database) == {"本周汇编": 0, "甲省印发通知": 1, "乙省印发通知": 2, "丁省印发通知": 3}


def test_an_entry_without_a_title_is_known_by_its_text(database: Database) -> None:
    bare = [PageText("article", "", text) for text in ("甲。", "乙。", "乙。")]
    write(database, WHOLE, *bare)
    assert write(database, WHOLE, *reversed(bare)) == [Written.SAME] * 4


def test_a_file_offered_twice_is_listed_once_and_stays_when_the_link_goes(database: Database) -> None:
    url = "https://digest.example/a.pdf"
    write(
        database, PageText("article", "t", "x", attachments=[("附件", url), ("附件1：名单", url), ("空", "")])
    )
    write(database, PageText("article", "t", "x", attachments=[("名单", url)]))
    write(database, PageText("article", "t", "x"))
    with database.reading() as session:
        rows = session.exec(select(ArticleAttachment)).all()
    assert [(row.name, row.url) for row in rows] == [("名单", url)]
