"""The text of attached files (附件): each is read in a child process, with limits of time and memory.

A file from the web may hang its reader or fill the memory; that costs the file, never the run.  Of a file that was
looked at again and has other bytes the new ones are read, and what was read before becomes a version.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from cleaners.attachments.__main__ import NO_TEXT, OVER_A_LIMIT
from cleaners.stories.copy import what_changed
from cleaners.stories.normal import READ_AT_MOST
from flows.stages.reading import SHORT
from models import (
    Article,
    ArticleAttachment,
    ArticleRecognition,
    AttachmentState,
    AttachmentVersion,
    Database,
    Snapshot,
)
from models.bodies import load_body
from models.corrections import ASKED
from models.failures import note_failure, solve_failure
from models.leftovers import attachments_to_read
from models.retry import retried

Log = Callable[[str], object]

TIME_LIMIT_S = 60.0
MEMORY_LIMIT_MB = 2048


@dataclass(slots=True)
class FilesReport:
    """How many files came to which state."""

    states: Counter[AttachmentState] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the child process answered."""

    state: AttachmentState
    text: str | None = None
    error: str | None = None


def read_attachments_pending(
    database: Database,
    *,
    as_of: datetime,
    log: Log = lambda line: None,
    time_limit_s: float = TIME_LIMIT_S,
    memory_mb: int = MEMORY_LIMIT_MB,
) -> FilesReport:
    """Read every fetched file that was not read yet; a scan is ``NO_TEXT``, a file over a limit ``FAILED``.

    Another content of a known file is read too, and replaces what it had unless it cannot be read.  May be killed at
    any point and run again.
    """
    report = FilesReport()
    after = 0
    while True:
        with database.reading() as session:
            waiting = attachments_to_read(session, after=after)
        if not waiting:
            return report
        for attachment_id in waiting:
            state = _read_one(database, attachment_id, as_of, log, time_limit_s, memory_mb)
            report.states[state] += 1
        after = waiting[-1]


def _read_one(
    database: Database, attachment_id: int, as_of: datetime, log: Log, time_limit_s: float, memory_mb: int
) -> AttachmentState:
    with database.reading() as session:
        row = session.get_one(ArticleAttachment, attachment_id)
        snapshot = session.get_one(Snapshot, row.newer_snapshot_id or row.snapshot_id)
        name, url, source_id = row.name, row.url, snapshot.source_id
        try:
            data = load_body(session, snapshot.body_sha256) if snapshot.body_sha256 else b""
        except KeyError:  # retention was faster
            data = b""
    reading = read_in_child(data, name, time_limit_s=time_limit_s, memory_mb=memory_mb)
    before = row if row.newer_snapshot_id and row.state is not AttachmentState.PENDING else None
    said = change_said(before, reading) if before else ""
    subject = f"attachment:{attachment_id}"

    def work(session: Session) -> None:
        now = session.get_one(ArticleAttachment, attachment_id, with_for_update=True)
        if (now.snapshot_id, now.newer_snapshot_id) != (row.snapshot_id, row.newer_snapshot_id):
            return  # read by another worker, or other bytes came meanwhile: left for the next run
        _take(session, now, snapshot, reading, said, as_of)
        if reading.state is AttachmentState.FAILED:
            message = f"{source_id}: {name}: {reading.error}"
            note_failure(
                session,
                stage="clean",
                subject=subject,
                message=message,
                at=as_of,
                source_id=source_id,
                url=url,
            )
            log(f"{url}: {message}")
        else:
            solve_failure(session, subject, as_of)

    retried(database, work)
    return reading.state


def _take(
    session: Session, row: ArticleAttachment, snapshot: Snapshot, reading: Reading, said: str, as_of: datetime
) -> None:
    """Write down what was read: for the first time, or of another content of a file that was read before."""
    row.newer_snapshot_id = None
    known = row.state in (AttachmentState.READ, AttachmentState.NO_TEXT) and row.snapshot_id != snapshot.id
    if known and reading.state is AttachmentState.FAILED:
        row.error = f"another content came that cannot be read: {reading.error}"  # and replaces nothing
        session.add(row)
        return
    assert row.id is not None
    assert row.snapshot_id is not None
    if said:
        session.add(
            AttachmentVersion(
                attachment_id=row.id,
                version=row.version,
                snapshot_id=row.snapshot_id,
                state=row.state,
                text=row.text,
                seen_at=as_of,
                said=said,
            )
        )
        row.version, row.changed_at = row.version + 1, as_of
    row.snapshot_id, row.state, row.error = snapshot.id, reading.state, reading.error
    row.text = reading.text
    session.add(row)
    session.flush()
    if row.text and (said or not known):
        _judge_again(session, row.article_id)


def change_said(before: ArticleAttachment, reading: Reading) -> str:
    """What other bytes under the file's address changed, in one line for people; ``""`` where they say the same.

    ``改动 1 段；改动数字 1 处：180项→190项``.  A file is often made anew without a word of it being another: its text
    may stand in other lines then, as when another version of a program wrote it.
    """
    if reading.state is AttachmentState.FAILED or before.state is AttachmentState.FAILED:
        return ""
    old, new = before.text or "", reading.text or ""
    if old and new:
        if "".join(old.split()) == "".join(new.split()):
            return ""
        done = what_changed(old, new)
        if done.cut or done.added or done.altered:
            return done.summary
        return f"前 {READ_AT_MOST} 字相同，其后有改动" if len(new) > READ_AT_MOST else ""
    if old:
        return "换成了没有文字的文件（多为扫描件）"
    return "换成了有文字的文件" if new else "换了文件（多为扫描件），无法比较"


def _judge_again(session: Session, article_id: int) -> None:
    """A page of a line or two is what its file says: it is left-over work for ``recognise`` once more."""
    judged = session.get(ArticleRecognition, article_id)
    if judged is not None and len(session.get_one(Article, article_id).text) < SHORT:
        judged.recogniser_version = ASKED
        session.add(judged)


def read_in_child(
    data: bytes, name: str, *, time_limit_s: float = TIME_LIMIT_S, memory_mb: int = MEMORY_LIMIT_MB
) -> Reading:
    """The text of one file, read by ``python -m cleaners.attachments`` under limits."""
    command = [sys.executable, "-m", "cleaners.attachments", "--memory-mb", str(memory_mb), "--", name[:200]]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=time_limit_s, check=False)
    except subprocess.TimeoutExpired:
        return Reading(AttachmentState.FAILED, error=f"not read within {time_limit_s:.0f} s")
    if done.returncode == 0:
        return Reading(AttachmentState.READ, done.stdout.decode("utf-8", "replace").replace("\x00", ""))
    if done.returncode == NO_TEXT:
        return Reading(AttachmentState.NO_TEXT)
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    why = said[-1] if said else f"its reader ended with {done.returncode}"
    if done.returncode == OVER_A_LIMIT:
        return Reading(AttachmentState.FAILED, error=why)
    return Reading(AttachmentState.FAILED, error=f"its reader failed: {why}")
