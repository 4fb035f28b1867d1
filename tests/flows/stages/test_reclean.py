"""The archive read again: shown by source first, written when accepted, killed and run again without harm."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import timedelta
from threading import Barrier

import pytest
from sqlmodel import SQLModel, select

from cleaners import CLEANER_VERSION, CleanPage
from flows.errors import FlowError
from flows.stages.reclean import reclean
from flows.stages.recognise import Judging
from flows.stages.rereading import Change, Difference
from models import (
    ArticleRecognition,
    ArticleVersion,
    Database,
    StoryMember,
)
from models import CorrectionKind as Kind
from tests.flows.stages.older import (
    WATERMARK,
    accept,
    articles,
    follow,
    news,
    older_cleaner,
    preview,
    taken_for,
    watermarked,
)
from tests.flows.stages.pages import NOW, NUMBER, SENTENCES, SIGNATURE, TITLE, html, notice, rank, store
from tests.flows.stages.recognised import COPY, NHC, PORTAL, policies, run, tell
from tests.flows.stages.test_correct import put_right

LATER = NOW + timedelta(days=1)


def everything(database: Database) -> dict[str, list[object]]:
    """All rows of all tables."""
    with database.reading() as session:
        return {
            name: sorted(map(str, session.execute(table.select()).all()))
            for name, table in SQLModel.metadata.tables.items()
        }


def test_the_difference_is_shown_by_source_and_nothing_is_written(database: Database) -> None:
    store(database, NHC, notice())
    store(database, COPY, notice(published="2025-02-19 18:00"), source_id="gihot")
    with older_cleaner(watermarked):
        run(database)
    before = everything(database)
    report = preview(database)
    assert everything(database) == before
    assert (report.pages, report.accepted, report.more, report.failed) == (2, False, False, [])
    assert set(report.sources) == {"nhc", "gihot"}
    found = report.sources["nhc"]
    assert found.articles == {Change.TEXT: 1}
    assert found.facts == {"title": 1, "source_name": 1}
    assert found.changed == len(WATERMARK)
    (example,) = found.shown()
    assert (example.url, example.title, example.after) == (
        NHC,
        TITLE,
        example.before.removesuffix("\n" + WATERMARK),
    )
    assert [asdict(fact) for fact in example.facts] == [
        {"name": "title", "before": f"{TITLE}-示例网", "after": TITLE},
        {"name": "source_name", "before": "", "after": "医政司"},
    ]


def test_what_becomes_of_the_document_is_shown(database: Database) -> None:
    store(database, NHC, notice())
    with older_cleaner(taken_for(news)):
        run(database)
    (example,) = preview(database).sources["nhc"].shown()
    said = {fact.name: (fact.before, fact.after) for fact in example.facts}
    assert said["label"] == ("news", "policy_document")
    assert said["number"] == ("", NUMBER)
    assert said["written_on"] == ("", "2025-02-13")


def test_what_is_accepted_is_a_better_reading_and_no_version(database: Database) -> None:
    store(database, NHC, notice())
    store(database, COPY, notice(published="2025-02-19 18:00"), source_id="gihot")
    with older_cleaner(watermarked):
        run(database)
    assert tell(database) == ["new"]
    assert accept(database, at=LATER).count(Change.TEXT) == 2
    for one in articles(database):
        assert WATERMARK not in one.text
        assert (one.title, one.version, one.changed_at) == (TITLE, 1, NOW)
        assert (one.cleaner_version, one.backfill) == (CLEANER_VERSION, False)
    with database.reading() as session:
        assert session.exec(select(ArticleVersion)).all() == []
        # Stories and policies follow the texts as they are now.
        members = session.exec(select(StoryMember.text_sha256)).all()
        judged = session.exec(select(ArticleRecognition.text_sha256)).all()
    assert sorted(members) == sorted(judged) == sorted(one.text_sha256 for one in articles(database))
    assert [one.title for one in policies(database)] == [TITLE]
    assert tell(database, at=LATER) == []
    assert preview(database).pages == 0
    assert accept(database).pages == 0
    again = preview(database, everything=True)
    assert (again.pages, again.count(Change.SAME)) == (2, 2)


def test_an_edit_behind_it_is_told_as_ever(database: Database) -> None:
    store(database, NHC, notice())
    with older_cleaner(watermarked):
        run(database)
    assert tell(database) == ["new"]
    accept(database, at=LATER)
    store(database, NHC, notice().replace("180项", "190项"), at=LATER)
    run(database, at=LATER)
    assert tell(database, at=LATER) == ["changed"]


def test_new_bytes_behind_a_newer_cleaner_are_no_edit(database: Database) -> None:
    """The counter of visits moved before anybody accepted the new version: its reading is known, too."""
    store(database, NHC, notice())
    with older_cleaner(taken_for(news)):
        run(database)
    assert tell(database) == []
    store(database, NHC, notice().replace("版权所有", "版权所有 访问量 1024"), at=LATER)
    run(database, at=LATER)
    assert [(one.title, one.version) for one in articles(database)] == [(TITLE, 1)]
    assert len(policies(database)) == 1
    assert tell(database, at=LATER) == []


def test_texts_that_are_told_apart_now_leave_their_story(database: Database) -> None:
    other = html("关于印发儿童口腔保健服务指引的公告", ["为保护儿童口腔健康，现印发指引。" * 9, *SIGNATURE])
    store(database, NHC, notice())
    store(database, PORTAL, other, source_id="portal")

    def same(page: CleanPage, url: str) -> None:
        page.title, page.text = TITLE, "\n".join([NUMBER, *SENTENCES, *SIGNATURE])

    with older_cleaner(same):
        run(database)
    with database.reading() as session:
        assert len(set(session.exec(select(StoryMember.story_id)))) == 1
    assert tell(database) == ["new"]
    accept(database, at=LATER)
    with database.reading() as session:
        assert len(set(session.exec(select(StoryMember.story_id)))) == 2
    assert NUMBER in {one.number for one in policies(database)}
    assert tell(database, at=LATER) == []


def test_corrections_survive(database: Database) -> None:
    store(database, NHC, notice())
    store(database, PORTAL, notice("国卫办医函〔2025〕99号", title=f"{TITLE}（二）"), source_id="portal")
    with older_cleaner(watermarked):
        run(database)
        put_right(database, NHC, {Kind.NUMBER: "国卫办医函〔2025〕141号"})
        put_right(database, PORTAL, {Kind.NOT_A_POLICY: None})
    before = [(one.id, one.number) for one in policies(database)]
    told = tell(database, at=LATER)
    accept(database, at=LATER)
    assert [(one.id, one.number) for one in policies(database)] == before
    assert before[0][1] == "国卫办医函〔2025〕141号"
    assert told == ["new"]
    assert tell(database, at=LATER + timedelta(hours=1)) == []


def test_it_is_killed_and_run_again(database: Database) -> None:
    addresses = [f"https://nhc.example/{n}" for n in range(4)]
    for n, url in enumerate(addresses):
        store(database, url, notice(f"国卫办医函〔2025〕{50 + n}号", title=TITLE.replace("2025", f"202{n}")))
    with older_cleaner(watermarked):
        run(database)
    tell(database)

    def killed(one: Difference) -> None:
        if one.url == addresses[1]:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        accept(database, seen=killed)
    clean = [WATERMARK not in one.text for one in articles(database)]
    assert clean == [True, True, False, False]
    assert accept(database, at=LATER).pages == 2
    assert all(WATERMARK not in one.text for one in articles(database))
    assert tell(database, at=LATER) == []


def test_two_that_accept_at_once_write_the_same(database: Database) -> None:
    for n in range(5):
        store(
            database,
            f"https://nhc.example/{n}",
            notice(f"国卫办医函〔2025〕{50 + n}号", title=TITLE.replace("2025", f"202{n}")),
        )
    with older_cleaner(watermarked):
        run(database)
    tell(database)
    together = Barrier(2)

    def work(_: int) -> list[str]:
        together.wait()
        return reclean(database, judging=Judging(LATER, 60, rank), accept=True).failed

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(work, range(2))) == [[], []]
    follow(database, at=LATER)
    assert len(policies(database)) == 5
    assert {one.version for one in articles(database)} == {1}
    assert tell(database, at=LATER) == []


def test_sources_and_a_limit_are_kept_to(database: Database) -> None:
    store(database, NHC, notice())
    store(database, NHC + "?2", notice("国卫办医函〔2025〕42号", title=f"{TITLE}（二）"))
    store(database, COPY, notice(published="2025-02-19 18:00"), source_id="gihot")
    with older_cleaner(watermarked):
        run(database)
    one = accept(database, sources=["nhc"], limit=1)
    assert (one.pages, one.more) == (1, True)
    rest = accept(database, sources=["nhc"])
    assert (rest.pages, rest.more, set(rest.sources)) == (1, False, {"nhc"})
    assert [WATERMARK in one.text for one in articles(database)] == [True, False, False]
    with pytest.raises(FlowError, match="no article of nowhere is stored"):
        preview(database, sources=["nhc", "nowhere"])
