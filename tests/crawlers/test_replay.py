"""Saved pages go into the archive, each handled or named."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import col, select

from cleaners.dates import CHINA
from crawlers.errors import ReplayError
from crawlers.registry import Registry
from crawlers.replay import replay_folder
from crawlers.source import Source
from models import Database, Snapshot, SnapshotKind
from tests.crawlers.conftest import AS_OF
from tests.crawlers.site import page

SOURCE = Source.model_validate(
    {
        "id": "yunling",
        "name": "云岭",
        "level": "provincial",
        "family": "static_list",
        "home": "https://wjw.example.cn/",
    }
)


def saved(folder: Path, *lines: object) -> Path:
    for line in lines:
        if isinstance(line, dict) and str(line.get("file", "")).startswith("page"):
            (folder / line["file"]).write_bytes(page(f"通知 {line['file']}").body)
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    (folder / "manifest.jsonl").write_text("\n".join(texts), "utf-8")
    return folder


def test_every_line_is_handled_or_named(store: Database, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "list.xml").write_text("<datastore><recordset></recordset></datastore>", "utf-8")
    saved(
        pages,
        {
            "file": "page1.html",
            "url": "https://wjw.example.cn/a/1.html",
            "fetched_at": "2025-03-10T09:00:00+08:00",
        },
        {"file": "page2.html", "url": None, "kind": "article"},
        {"file": "list.xml", "url": "https://wjw.example.cn/list", "kind": "article"},
        {"file": "missing.html", "url": "https://wjw.example.cn/a/3.html"},
        {"file": "../store.db", "url": "https://wjw.example.cn/a/4.html"},
        "{broken",
    )
    registry = Registry({SOURCE.id: SOURCE})
    report = replay_folder(store, pages, AS_OF, registry=registry)
    assert [(f.file, f.source_id, f.made_up) for f in report.files] == [
        ("page1.html", "yunling", False),
        ("page2.html", "replay", True),
        ("list.xml", "yunling", False),
    ]
    assert report.files[1].url == "https://page2.replay.invalid/"
    assert set(report.left_out) == {"missing.html", "../store.db", "line 6"}
    with store.reading() as session:
        rows = session.exec(select(Snapshot).order_by(col(Snapshot.id))).all()
    assert rows[0].fetched_at == datetime(2025, 3, 10, 9, tzinfo=CHINA)
    assert rows[1].fetched_at == AS_OF
    assert all(row.backfill for row in rows)
    assert rows[2].kind is SnapshotKind.LIST

    again = replay_folder(store, pages, AS_OF, registry=registry)
    assert again.outcomes == {"unchanged": 3}


def test_a_folder_that_cannot_be_read_is_said(store: Database, tmp_path: Path) -> None:
    with pytest.raises(ReplayError, match="no such folder"):
        replay_folder(store, tmp_path / "nowhere", AS_OF)
    with pytest.raises(ReplayError, match=r"manifest\.jsonl"):
        replay_folder(store, tmp_path, AS_OF)
    with pytest.raises(ReplayError, match="line 1 is no JSON"):
        replay_folder(store, saved(tmp_path, "{broken"), AS_OF)
