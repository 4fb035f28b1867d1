"""Pages that a newer cleaner breaks on, refuses, takes for lists, or reads other files and entries from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import select

import flows.stages.pages
from cleaners import CLEANER_VERSION, CleanPage, PageKind
from flows.stages.rereading import Change
from models import (
    ArticleAttachment,
    ArticleRecognition,
    Database,
    Failure,
    StoryMember,
)
from tests.flows.stages.older import (
    accept,
    articles,
    follow,
    nothing_worse,
    older_cleaner,
    preview,
    watermarked,
)
from tests.flows.stages.pages import NOW, NUMBER, SENTENCES, SIGNATURE, TITLE, html, notice, store
from tests.flows.stages.recognised import COPY, NHC, PORTAL, policies, run, tell

LATER = NOW + timedelta(days=1)


def test_a_breaking_page_is_named_and_owed_again(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    store(database, NHC, notice())
    store(database, COPY, notice(published="2025-02-19 18:00"), source_id="gihot")
    with older_cleaner(watermarked):
        run(database)
    real = flows.stages.pages.clean_page

    def breaking(html: bytes, url: str, **options: object) -> object:
        if url == NHC:
            raise ZeroDivisionError("in a rule")
        return real(html, url, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(flows.stages.pages, "clean_page", breaking)
    said = f"nhc: {NHC} cannot be read again: ZeroDivisionError: in a rule"
    assert preview(database).failed == [said]
    with database.reading() as session:
        assert session.exec(select(Failure)).all() == []
    report = accept(database)
    assert (report.failed, report.count(Change.TEXT)) == ([said], 1)
    with database.reading() as session:
        assert [(one.stage, one.message) for one in session.exec(select(Failure))] == [("reclean", said)]
    monkeypatch.setattr(flows.stages.pages, "clean_page", real)
    assert accept(database, at=LATER).pages == 1
    with database.reading() as session:
        assert session.exec(select(Failure.solved_at)).all() == [LATER]


def test_a_page_that_cannot_be_read_now_keeps_its_article(database: Database) -> None:
    store(database, NHC, "<html><body></body></html>")

    def readable(page: CleanPage, url: str) -> None:
        page.kind, page.title, page.text = (
            PageKind.ARTICLE,
            TITLE,
            "\n".join([NUMBER, *SENTENCES, *SIGNATURE]),
        )

    with older_cleaner(readable):
        run(database)
    (example,) = preview(database).sources["nhc"].shown()
    assert (example.change, example.note) == (Change.UNREADABLE, "the page has no text of its own")
    accept(database)
    assert [(one.title, one.cleaner_version) for one in articles(database)] == [(TITLE, CLEANER_VERSION)]
    assert preview(database).pages == 0


def test_a_page_that_is_a_list_now_carries_no_policy_and_may_come_back_untold(database: Database) -> None:
    store(database, NHC, notice())
    with older_cleaner(nothing_worse):
        run(database)
    assert tell(database) == ["new"]

    def a_list(page: CleanPage, url: str) -> None:
        page.kind = PageKind.LISTING

    with older_cleaner(a_list):  # here as the newer one: a rule that goes too far
        report = accept(database, everything=True, at=LATER)
    assert report.count(Change.KIND) == 1
    assert policies(database) == []
    with database.reading() as session:
        assert session.exec(select(ArticleRecognition)).all() == []
        assert session.exec(select(StoryMember)).all() == []
    accept(database, everything=True, at=LATER)
    assert [one.number for one in policies(database)] == [NUMBER]
    assert tell(database, at=LATER + timedelta(hours=1)) == []


def test_a_file_that_is_found_now_makes_no_news_of_the_page(database: Database) -> None:
    """A page of one line is what its file says, and the file is fetched in a later pass."""
    file = '<p><a href="/files/whole.xlsx">附件：通知全文.xlsx</a></p>'
    store(database, NHC, html("关于服务提升行动的消息", ["全文见附件，请各单位遵照执行。"], below=file))

    def without_files(page: CleanPage, url: str) -> None:
        page.attachments = []

    with older_cleaner(without_files):
        run(database)
    assert tell(database) == []
    accept(database, at=LATER)
    with database.session() as session:
        (attachment,) = session.exec(select(ArticleAttachment)).all()
        attachment.state, attachment.text = "read", "\n".join([TITLE, NUMBER, *SENTENCES, *SIGNATURE])
        judged = session.get_one(ArticleRecognition, attachment.article_id)
        judged.recogniser_version = 0
    follow(database, at=LATER)
    assert tell(database, at=LATER) == []


CARD = (
    "<div class='card'><a href='/{n}'>第{n}个县的基层医疗改革新进展</a>"
    "<div class='m'>云岭日报· 2025-02-1{n} 08:1{n}</div>"
    "<ul><li>这是第{n}个县的改革情况，全县乡镇卫生院都设立了中医馆，群众在家门口就能看上中医 [1]</li>"
    "<li>下一步还要继续提高服务能力，争取三年内让每个村都有合格的村医和卫生室 [1][2]</li></ul></div>"
)


def round_up(*numbers: int) -> str:
    """A page of several articles, in this order."""
    cards = "".join(CARD.format(n=n) for n in numbers)
    head = '<head><meta charset="utf-8"><title>基层医疗</title></head>'
    return f"<html>{head}<body><main>{cards}<div>加载更多</div></main></body></html>"


def entry_is_gone(number: int) -> Callable[[CleanPage, str], None]:
    def worse(page: CleanPage, url: str) -> None:
        page.entries = [one for one in page.entries if f"第{number}个" not in one.title]

    return worse


def test_an_entry_that_is_found_now_is_of_the_past_and_one_that_is_gone_stays(database: Database) -> None:
    store(database, PORTAL, round_up(1, 2, 3, 4), source_id="portal")
    with older_cleaner(entry_is_gone(2)):
        run(database)
    found = preview(database).sources["portal"]
    assert found.articles == {Change.SAME: 4, Change.NEW: 1}
    accept(database)
    with older_cleaner(entry_is_gone(4)):
        found = preview(database, everything=True).sources["portal"]
        assert found.articles == {Change.SAME: 4, Change.GONE: 1}
        accept(database, everything=True)
    entries = {one.title[1]: one for one in articles(database) if one.part}
    assert {number: (one.backfill, one.version) for number, one in entries.items()} == {
        "1": (False, 1),
        "2": (True, 1),
        "3": (False, 1),
        "4": (False, 1),
    }


def test_an_entry_that_stands_on_other_bytes_is_left_as_it_is(database: Database) -> None:
    """The page of the second day has it too, shortened, and the older rules overlooked it there."""
    store(database, PORTAL, round_up(1, 2, 3, 4), source_id="portal")
    run(database)
    shorter = round_up(5, 4, 3, 2).replace("第2个县的改革情况，全县", "第2个县的改革情况，")
    store(database, PORTAL, shorter, source_id="portal", at=LATER)
    with older_cleaner(entry_is_gone(2)):
        run(database, at=LATER)
    before = {one.title: (one.text, one.version, one.changed_at) for one in articles(database)}
    accept(database, at=LATER)
    assert before == {one.title: (one.text, one.version, one.changed_at) for one in articles(database)}


def test_an_entry_that_newer_rules_find_in_the_bytes_before_is_of_the_past(database: Database) -> None:
    """The page moved on before anybody accepted the new version."""
    store(database, PORTAL, round_up(1, 2, 3, 4), source_id="portal")
    with older_cleaner(entry_is_gone(2)):
        run(database)
    store(database, PORTAL, round_up(5, 1, 2, 3, 4), source_id="portal", at=LATER)
    run(database, at=LATER)
    past = {one.title[1]: one.backfill for one in articles(database) if one.part}
    assert past == {"1": False, "2": True, "3": False, "4": False, "5": False}
