"""Saved pages fed through the archive as if they had been fetched: a folder with ``manifest.jsonl``.

Each line names a file and what is known of it: ``url``, ``kind`` (``list``, ``article``, ``attachment``), ``status``,
``fetched_at``.  A page without a known address is fed under a made-up one and said to be so.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urlsplit

from cleaners.dates import CHINA, read_datetime
from crawlers.archive import Archive
from crawlers.errors import ReplayError
from crawlers.registry import Registry
from crawlers.visit import Visit
from models import Database, Outcome, PassKind, SnapshotKind
from models.health import begin_pass, end_pass

MANIFEST = "manifest.jsonl"
#: The source of pages whose host no source of the registry publishes under.
REPLAY = "replay"
#: Larger than any page that a crawl would have taken.
MAX_BYTES = 64 * 1024 * 1024
#: A ``listing`` is a page of several entries: the cleaner reads it, so it goes in as an article.
_KINDS = {"list": SnapshotKind.LIST, "attachment": SnapshotKind.ATTACHMENT}


@dataclass(frozen=True, slots=True)
class ReplayedFile:
    """What became of one line of the manifest."""

    file: str
    url: str
    source_id: str
    kind: SnapshotKind
    outcome: Outcome
    made_up: bool = False  # the address is ours, the page's own is not known


@dataclass
class ReplayReport:
    """Every line of the manifest: stored, or left out with the reason."""

    files: list[ReplayedFile] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)  # file (or line) -> why

    @property
    def outcomes(self) -> dict[str, int]:
        return dict(Counter(file.outcome.value for file in self.files))

    @property
    def made_up(self) -> list[ReplayedFile]:
        return [file for file in self.files if file.made_up]


def replay_folder(
    database: Database,
    folder: Path,
    as_of: datetime,
    *,
    registry: Registry | None = None,
    backfill: bool = True,
) -> ReplayReport:
    """Store every page of ``folder`` under its address, at the time that the manifest tells or else ``as_of``.

    ``backfill``: what is first seen here is marked as never to be announced (saved pages are the past); give false
    to see a digest of them.  Running it twice stores nothing twice.  Raises ``ReplayError`` for a folder or manifest
    that cannot be read; a single bad line or missing file is named in the report instead.
    """
    lines = list(_lines(folder))
    report = ReplayReport()
    archives: dict[tuple[str, datetime], Archive] = {}
    passes: dict[str, int] = {}
    for number, line in lines:
        name = str(line.get("file") or f"line {number}") if isinstance(line, dict) else f"line {number}"
        if isinstance(line, str):
            report.left_out[name] = line
            continue
        read = _read(folder, line)
        if isinstance(read, str):
            report.left_out[name] = read
            continue
        url, made_up = _address(line, name)
        source = registry.of_url(url) if registry is not None else None
        source_id = source.id if source else REPLAY
        if source_id not in passes:
            with database.session() as session:
                passes[source_id] = begin_pass(session, source_id, as_of, PassKind.REPLAY)
        at = _moment(line.get("fetched_at")) or as_of
        archive = archives.setdefault(
            (source_id, at), Archive(database, source_id, at, pass_id=passes[source_id])
        )
        kind = _kind(line, name)
        visit = Visit(url, kind, str(line.get("column") or "") or None, backfill=backfill)
        status = line.get("status")
        headers = {"content-type": str(line.get("content_type") or "")}
        stored = archive.store(visit, status if isinstance(status, int) else 200, headers, read, url)
        report.files.append(ReplayedFile(name, url, source_id, kind, stored.outcome, made_up))
    _end(database, passes, report, as_of)
    return report


def _lines(folder: Path) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Each line of the manifest with its number: its object, or what is wrong with it."""
    if not folder.is_dir():
        raise ReplayError(f"{folder}: no such folder")
    manifest = folder / MANIFEST
    try:
        text = manifest.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ReplayError(f"{manifest}: cannot be read: {error}") from error
    found = False
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            if not found:
                raise ReplayError(f"{manifest}: line {number} is no JSON object: {error}") from error
            yield number, f"is no JSON: {error}"
            continue
        if not isinstance(value, dict):
            yield number, "is no JSON object"
            continue
        found = True
        yield number, value
    if not found:
        raise ReplayError(f"{manifest}: names no file")


def _read(folder: Path, line: dict[str, Any]) -> bytes | str:
    """The bytes of the file, or why there are none."""
    name = line.get("file")
    if not isinstance(name, str) or not name:
        return "the line names no file"
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        return "lies outside the folder"
    try:
        if path.stat().st_size > MAX_BYTES:
            return f"longer than {MAX_BYTES // 2**20} MB"
        return path.read_bytes()
    except OSError as error:
        return f"cannot be read: {error.strerror or error}"


def _address(line: dict[str, Any], name: str) -> tuple[str, bool]:
    """The page's address, and whether it is made up: ``https://<file stem>.replay.invalid/``."""
    url = line.get("url")
    if isinstance(url, str):
        try:
            parts = urlsplit(url)
            if parts.scheme in ("http", "https") and parts.hostname:
                return urldefrag(url).url, False
        except ValueError:
            pass
    stem = "".join(c if c.isascii() and c.isalnum() else "-" for c in Path(name).stem.lower()).strip("-")
    if len(stem) > 60 or not stem:
        stem = f"{stem[:40]}-{sha256(name.encode()).hexdigest()[:12]}".strip("-")
    return f"https://{stem}.replay.invalid/", True


def _kind(line: dict[str, Any], name: str) -> SnapshotKind:
    """A datastore of XML is a list whatever the manifest calls it; a page of unknown kind is an article."""
    if Path(name).suffix.lower() in (".xml", ".json"):
        return SnapshotKind.LIST
    return _KINDS.get(str(line.get("kind") or "").lower(), SnapshotKind.ARTICLE)


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        found = read_datetime(value)
        return found.when if found else None
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)


def _end(database: Database, passes: dict[str, int], report: ReplayReport, as_of: datetime) -> None:
    """Close the passes; a replay says nothing of a site's health."""
    for source_id, pass_id in passes.items():
        outcomes = {file.outcome for file in report.files if file.source_id == source_id}
        outcome = Outcome.NEW if Outcome.NEW in outcomes else Outcome.UNCHANGED
        with database.session() as session:
            end_pass(session, pass_id, as_of, outcome)
