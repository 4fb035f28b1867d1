"""The text of attached files (附件): each is read in a child process, with limits of time and memory.

A file from the web may hang its reader or fill the memory; that costs the file, never the run.
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
from flows.stages.reading import SHORT
from models import Article, ArticleAttachment, ArticleRecognition, AttachmentState, Database, Snapshot
from models.bodies import load_body
from models.corrections import ASKED
from models.failures import note_failure, solve_failure
from models.leftovers import attachments_to_read

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

    May be killed at any point and run again.
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
        snapshot = session.get_one(Snapshot, row.snapshot_id)
        name, url, source_id = row.name, row.url, snapshot.source_id
        try:
            data = load_body(session, snapshot.body_sha256) if snapshot.body_sha256 else b""
        except KeyError:  # retention was faster
            data = b""
    reading = read_in_child(data, name, time_limit_s=time_limit_s, memory_mb=memory_mb)
    subject = f"attachment:{attachment_id}"
    with database.session() as session:
        row = session.get_one(ArticleAttachment, attachment_id)
        row.state, row.error = reading.state, reading.error
        row.text = reading.text.replace("\x00", "") if reading.text else None
        session.add(row)
        if row.text:
            _judge_again(session, row.article_id)
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
    return reading.state


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
        return Reading(AttachmentState.READ, done.stdout.decode("utf-8", "replace"))
    if done.returncode == NO_TEXT:
        return Reading(AttachmentState.NO_TEXT)
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    why = said[-1] if said else f"its reader ended with {done.returncode}"
    if done.returncode == OVER_A_LIMIT:
        return Reading(AttachmentState.FAILED, error=why)
    return Reading(AttachmentState.FAILED, error=f"its reader failed: {why}")
