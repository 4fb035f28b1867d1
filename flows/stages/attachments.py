"""Attached files read: each in a child process of its own, since a broken file may hang or grow without end.

What a file says is ``cleaners.attachments``; its entry is called with the file on standard input and answers with the
text and an exit code.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from flows.stages.recognise import SHORT
from models import Article, ArticleAttachment, ArticleRecognition, AttachmentState, Database, Snapshot
from models.bodies import load_body
from models.leftovers import attachments_to_read
from models.retry import retried

Log = Callable[[str], object]

_NO_TEXT, _OVER_A_LIMIT = 3, 4
#: A file's text is cut here: the first pages of a 5,000-page table say what it is.
MAX_CHARACTERS = 2_000_000


@dataclass(slots=True)
class AttachmentReport:
    """What one run did: files by state, and the addresses of those that failed."""

    states: Counter[AttachmentState] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Read:
    state: AttachmentState
    text: str | None = None
    error: str | None = None


def read_attachments_pending(
    database: Database,
    *,
    as_of: datetime,
    time_limit_s: float = 60,
    memory_mb: int = 1024,
    log: Log = lambda line: None,
    batch: int = 20,
) -> AttachmentReport:
    """Read every attached file that was fetched and not read yet, one child process each, one transaction each.

    An article of a line or two is left-over work for ``recognise`` again once its file's text is there.  ``as_of`` is
    taken for the sake of one shape of all stages.
    """
    report = AttachmentReport()
    after = 0
    while True:
        with database.reading() as session:
            waiting = attachments_to_read(session, after=after, limit=batch)
        if not waiting:
            return report
        for attachment_id in waiting:
            _read_one(database, attachment_id, time_limit_s, memory_mb, report, log)
        after = waiting[-1]


def _read_one(
    database: Database,
    attachment_id: int,
    time_limit_s: float,
    memory_mb: int,
    report: AttachmentReport,
    log: Log,
) -> None:
    with database.reading() as session:
        row = session.get_one(ArticleAttachment, attachment_id)
        snapshot = session.get(Snapshot, row.snapshot_id) if row.snapshot_id else None
        try:
            data = load_body(session, snapshot.body_sha256) if snapshot and snapshot.body_sha256 else b""
        except KeyError:
            data = b""
    name = row.url.rsplit("/", 1)[-1] or row.name
    read = _read_in_child(data, name, time_limit_s, memory_mb) if data else _nothing()

    def work(session: Session) -> None:
        stored = session.get_one(ArticleAttachment, attachment_id)
        stored.state, stored.text, stored.error = read.state, read.text, read.error
        session.add(stored)
        article = session.get_one(Article, stored.article_id)
        judged = session.get(ArticleRecognition, stored.article_id)
        if read.text and judged is not None and len(article.text) < SHORT:
            judged.recogniser_version = 0
            session.add(judged)

    retried(database, work)
    report.states[read.state] += 1
    if read.state is AttachmentState.FAILED:
        report.failed.append(row.url)
        log(f"{row.url}: {read.error}")


def _nothing() -> _Read:
    return _Read(AttachmentState.FAILED, error="no bytes of this file are stored")


def _read_in_child(data: bytes, name: str, time_limit_s: float, memory_mb: int) -> _Read:
    command = [sys.executable, "-m", "cleaners.attachments", "--memory-mb", str(memory_mb), "--", name]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=time_limit_s, check=False)
    except subprocess.TimeoutExpired:
        return _Read(AttachmentState.FAILED, error=f"took longer than {time_limit_s:g} s")
    if done.returncode == _NO_TEXT:
        return _Read(AttachmentState.NO_TEXT)
    if done.returncode:
        said = (done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no message"])[-1][:500]
        limit = "over a limit: " if done.returncode == _OVER_A_LIMIT else ""
        return _Read(AttachmentState.FAILED, error=f"{limit}{said} (exit {done.returncode})")
    text = done.stdout.decode("utf-8", "replace").replace("\x00", "")[:MAX_CHARACTERS]
    return _Read(AttachmentState.READ if text.strip() else AttachmentState.NO_TEXT, text.strip() or None)
