"""Attached files are read in a child process: text, none, broken, too slow; a page of one line is judged again."""

from __future__ import annotations

import io

from openpyxl import Workbook
from sqlmodel import select

from flows.stages.attachments import read_attachments_pending
from flows.stages.clean import clean_pending
from flows.stages.recognise import recognise_pending
from models import Article, ArticleAttachment, AttachmentState, Database, Policy, SnapshotKind
from models.archive import link_attachments
from tests.flows.stages.pages import NOW, NUMBER, SENTENCES, SIGNATURE, TITLE, html, notice, rank, store

PAGE, FILE = "https://nhc.example/1", "https://nhc.example/files/plan.xlsx"
BELOW = f'<p><a href="{FILE}">附件：通知全文.xlsx</a></p>'


def sheet(*lines: str) -> bytes:
    book = Workbook()
    assert book.active is not None
    for line in lines:
        book.active.append([line])
    packed = io.BytesIO()
    book.save(packed)
    book.close()
    return packed.getvalue()


def offer(database: Database, page: str, data: bytes) -> None:
    store(database, PAGE, page)
    clean_pending(database, as_of=NOW)
    store(database, FILE, data, kind=SnapshotKind.ATTACHMENT)
    with database.session() as session:
        assert link_attachments(session, [FILE]) == 1


def files(database: Database) -> list[ArticleAttachment]:
    with database.reading() as session:
        return list(session.exec(select(ArticleAttachment)).all())


def test_the_text_of_a_file_is_kept(database: Database) -> None:
    offer(database, notice(below=BELOW), sheet("医院名称", "某市第一医院"))
    report = read_attachments_pending(database, as_of=NOW)
    assert report.states == {AttachmentState.READ: 1}
    (file,) = files(database)
    assert file.text is not None
    assert "某市第一医院" in file.text
    assert read_attachments_pending(database, as_of=NOW).states == {}


def test_a_broken_file_is_failed_with_its_reason_and_not_tried_again(database: Database) -> None:
    offer(database, notice(below=BELOW), sheet("x")[:300])
    report = read_attachments_pending(database, as_of=NOW)
    assert sum(report.states.values()) == 1
    (file,) = files(database)
    assert file.state in (AttachmentState.FAILED, AttachmentState.NO_TEXT)
    assert file.text is None
    assert read_attachments_pending(database, as_of=NOW).states == {}


def test_a_file_that_takes_too_long_is_given_up(database: Database) -> None:
    offer(database, notice(below=BELOW), sheet("x"))
    report = read_attachments_pending(database, as_of=NOW, time_limit_s=0.001)
    assert report.failed == [FILE]
    assert files(database)[0].error == "took longer than 0.001 s"


def test_a_page_of_one_line_is_judged_again_with_the_text_of_its_file(database: Database) -> None:
    title = TITLE.removeprefix("国家卫生健康委办公厅")
    offer(
        database,
        html(title, ["全文见附件，请各单位遵照执行。"], below=BELOW),
        sheet(NUMBER, *SENTENCES, *SIGNATURE),
    )
    recognise_pending(database, as_of=NOW, freshness_days=60, rank=rank)
    read_attachments_pending(database, as_of=NOW)
    assert recognise_pending(database, as_of=NOW, freshness_days=60, rank=rank).documents == 1
    with database.reading() as session:
        (policy,) = session.exec(select(Policy)).all()
        assert len(session.exec(select(Article)).one().text) < 200
    assert policy.number == NUMBER
    assert policy.issuers == ["国家卫生健康委办公厅"]
