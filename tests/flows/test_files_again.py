"""Files of recent articles are looked at again: unchanged, made anew, changed, refused, gone; and who is told of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from cleaners.attachments.limits import MAX_MEMBER_BYTES
from flows.commands.policies import show_policy
from flows.commands.sources import show_sources
from flows.passes import monitor_pass
from flows.settings import Settings
from flows.watch import open_watch
from models import (
    Article,
    ArticleAttachment,
    AttachmentState,
    AttachmentVersion,
    CrawlPass,
    Database,
    Outcome,
    PassKind,
    Snapshot,
    SnapshotKind,
)
from models.archive import newest_snapshot
from models.bodies import load_body
from models.failures import open_failures
from tests.cleaners.attachments.build import archive
from tests.crawlers.site import Answer, Site, listing, serve
from tests.flows.sample import sample_settings
from tests.flows.stages.pages import NOW, NUMBER, TITLE, notice, sheet
from tests.flows.stages.recognised import last_digest, tell

PAGE, FILE = "/wjw/202502/1.shtml", "/wjw/202502/files/1.xlsx"
TASKS = ("工作任务表", "互认项目不少于180项", "床旁结算覆盖全部公立医院")
SOURCE = """id: nhc
name: 国家卫生健康委员会（示例）
level: national
family: static_list
columns: [{{name: 通知公告, url: "{base}/wjw/index.html"}}]
"""
TYPE = {"Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@dataclass
class Watched:
    """The site, its one source and the store: ``run`` makes a pass so many days after the first."""

    site: Site
    home: Path
    url: str

    def show(self, *lines: str, made_by: str = "") -> None:
        """The file says this from now on."""
        self.site.answers[FILE] = Answer(sheet(*lines, made_by=made_by), headers=TYPE)

    @property
    def settings(self) -> Settings:
        return sample_settings(self.home, self.url)

    def run(self, day: float = 0) -> list[str]:
        """Make a pass; what the reader is told behind it."""
        settings = self.settings
        settings.sources_dir.mkdir(exist_ok=True)
        (settings.sources_dir / "nhc.yaml").write_text(SOURCE.format(base=self.site.base), "utf-8")
        at = NOW + timedelta(days=day)
        self.site.asked.clear()
        with open_watch(settings) as watch:
            asyncio.run(monitor_pass(watch, (), as_of=at, log=logging.getLogger("test")))
            return tell(watch.database, at=at)

    def asked_for_the_file(self) -> list[int]:
        return [status for _, path, status in self.site.asked if path == FILE]


@pytest.fixture
def watched(tmp_path: Path, database: Database, database_url: str) -> Iterator[Watched]:
    with serve() as site:
        below = f'<p><a href="{FILE}">附件：工作任务表.xlsx</a></p>'
        site.answers["/wjw/index.html"] = listing([(PAGE, TITLE, "2025-02-20")])
        text = notice(published="2025-02-20 09:30", below=below)
        site.answers[PAGE] = Answer(text.encode(), headers={"Content-Type": "text/html"})
        made = Watched(site, tmp_path, database_url)
        made.show(*TASKS)
        yield made


def the_file(session: Session) -> ArticleAttachment:
    return session.exec(select(ArticleAttachment)).one()


def test_a_file_is_looked_at_once_a_day_for_a_week(watched: Watched, database: Database) -> None:
    assert watched.run() == ["new"]
    assert watched.asked_for_the_file() == [200]
    for day, asked in ((0.5, []), (1, [304]), (1.7, []), (7, [304]), (8, [])):
        assert watched.run(day) == []
        assert watched.asked_for_the_file() == asked, day
    with database.reading() as session:
        (snapshot,) = session.exec(select(Snapshot).where(Snapshot.kind == SnapshotKind.ATTACHMENT))
        assert (snapshot.seen_count, snapshot.last_seen_at) == (3, NOW + timedelta(days=7))
        assert (the_file(session).version, the_file(session).state) == (1, AttachmentState.READ)
        (last, *_) = session.exec(
            select(CrawlPass).where(CrawlPass.kind == PassKind.FILES).order_by(col(CrawlPass.id).desc())
        )
        assert last.counts["recheck"] == {"unchanged": 1}


def test_a_file_that_says_something_else_is_told_once_and_its_earlier_bytes_stay(
    watched: Watched, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    watched.run()
    first = watched.site.answers[FILE]
    watched.show(*TASKS, made_by="another program")
    assert watched.run(1) == []
    with database.reading() as session:
        made_anew = newest_snapshot(session, watched.site.base + FILE, SnapshotKind.ATTACHMENT)
        assert made_anew is not None
        assert (made_anew.outcome, the_file(session).snapshot_id) == (Outcome.NEW, made_anew.id)
        assert session.exec(select(AttachmentVersion)).all() == []

    watched.show(TASKS[0], "互认项目不少于200项", TASKS[2])
    assert watched.run(2) == ["changed"]
    (item,) = last_digest(database).data["changed"]
    assert item["number"] == NUMBER
    assert item["change"].startswith("附件「")
    assert item["change"].endswith("改动 1 段；改动数字 1 处：180项→200项")
    assert "180项→200项" in last_digest(database).text
    assert watched.run(2.5) == []
    with database.reading() as session:
        file = the_file(session)
        assert (file.version, file.changed_at, file.newer_snapshot_id) == (2, NOW + timedelta(days=2), None)
        assert "200项" in (file.text or "")
        (version,) = session.exec(select(AttachmentVersion))
        assert (version.version, version.snapshot_id) == (1, made_anew.id)
        assert "180项" in (version.text or "")
        bodies = [
            load_body(session, row.body_sha256)
            for row in session.exec(select(Snapshot).where(Snapshot.kind == SnapshotKind.ATTACHMENT))
            if row.body_sha256
        ]
        assert isinstance(first, Answer)
        assert len(bodies) == 3
        assert first.body in bodies
        assert session.exec(select(Article)).one().version == 1
    show_policy(database, NUMBER)
    assert "第 2 版：改动 1 段；改动数字 1 处：180项→200项" in capsys.readouterr().out

    # Back to what it was: another edit, and no new bytes.
    watched.show(*TASKS, made_by="another program")
    assert watched.run(3) == ["changed"]
    assert last_digest(database).data["changed"][0]["change"].endswith("200项→180项")


def test_what_does_not_come_replaces_nothing(
    watched: Watched, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    watched.run()
    html = {"Content-Type": "text/html"}
    refused = Answer(b"<html><script>$_ts={};</script></html>", 412, html)
    instead = Answer(b"<html><title>x</title><body>system maintenance</body></html>", 200, html)
    for day, answer in ((1, refused), (2, instead)):
        watched.site.answers[FILE] = answer
        assert watched.run(day) == []
        with database.reading() as session:
            assert [row.url for row in open_failures(session)] == [watched.site.base + FILE]
            assert (the_file(session).state, the_file(session).error) == (AttachmentState.READ, None)

    unpacked = archive({"word/document.xml": b" " * MAX_MEMBER_BYTES * 2})
    watched.site.answers[FILE] = Answer(unpacked, headers=TYPE)
    assert watched.run(3) == []
    with database.reading() as session:
        file = the_file(session)
        assert (file.state, file.version, "180项" in (file.text or "")) == (AttachmentState.READ, 1, True)
        assert "unpacks to more than" in str(file.error)
        assert [row.stage for row in open_failures(session)] == ["clean"]
    watched.show(*TASKS)
    assert watched.run(4) == []
    with database.reading() as session:
        assert (the_file(session).error, open_failures(session)) == (None, [])

    watched.site.answers[FILE] = Answer(b"<html><title>404</title></html>", 404, html)
    assert watched.run(5) == []
    with database.reading() as session:
        file = the_file(session)
        assert (file.state, "180项" in (file.text or "")) == (AttachmentState.READ, True)
        assert "404" in (file.error or "")
        gone = newest_snapshot(session, file.url, SnapshotKind.ATTACHMENT)
        assert gone is not None
        assert gone.outcome is Outcome.GONE
        assert open_failures(session) == []
    show_policy(database, NUMBER)
    show_sources(watched.settings, as_json=False, failures=False, warnings=True, as_of=NOW)
    shown = capsys.readouterr().out
    assert "HTTP 404" in shown
    assert f"taken-away  {watched.site.base}{FILE}" in shown
    watched.show(*TASKS)
    watched.run(6)
    assert watched.asked_for_the_file() == []  # what is gone is closed
