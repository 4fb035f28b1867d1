"""``render: true`` where rendering is not to be had: that source says what to install, all else goes on."""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crawlers.chromium import NAMES, find_chromium, no_browser
from crawlers.job import PassReport
from crawlers.launch import crawl_attachments
from crawlers.look import look_at
from models import Database, Outcome
from models.failures import open_failures
from tests.crawlers.conftest import a_job, a_source
from tests.crawlers.site import Answer, Site, rows

Crawl = Callable[..., PassReport]
ROOT = Path(__file__).parents[2]


def program(folder: Path, name: str) -> Path:
    made = folder / name
    made.write_text("#!/bin/sh\n")
    made.chmod(0o755)
    return made


def test_a_chromium_is_found_by_name_or_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_chromium() is None
    assert all(name in str(no_browser()) for name in (*NAMES, "JIANBAO_CHROMIUM")) or "pip" in str(
        no_browser()
    )
    second = program(tmp_path, "google-chrome")
    assert find_chromium() == str(second)
    first = program(tmp_path, "chromium")
    assert find_chromium() == str(first)
    own = program(tmp_path, "own-build")
    assert find_chromium(str(own)) == find_chromium("own-build") == str(own)
    assert find_chromium(str(tmp_path / "gone")) is None  # one that is named is not replaced by another


@pytest.fixture
def no_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "playwright", None)  # as if it were not installed


@pytest.mark.usefixtures("no_package")
def test_without_the_extra_the_source_says_what_to_install_and_others_go_on(
    site: Site, store: Database, crawl: Crawl
) -> None:
    site.write(rows(2, 1))
    report = crawl(a_source(site, id="haizhou", render=True))
    assert report.outcome is Outcome.FAILED
    assert "pip install 'jianbao[browser]'" in str(report.error)
    assert site.asked == []
    with store.reading() as session:
        [failure] = open_failures(session)
    assert (failure.source_id, failure.subject) == ("haizhou", "pass:haizhou")
    assert failure.message == f"haizhou: {report.error}"
    assert crawl(a_source(site)).new_articles == 2


@pytest.mark.usefixtures("no_package")
def test_a_look_says_so_too(site: Site, store: Database) -> None:
    look = asyncio.run(look_at(a_source(site, render=True), a_job(store), logging.getLogger("test")))
    assert "pip install 'jianbao[browser]'" in str(look.report.error)


@pytest.mark.usefixtures("no_package")
def test_files_need_no_browser(site: Site, store: Database) -> None:
    site.answers["/files/a.pdf"] = Answer(b"%PDF-1.4 x", headers={"Content-Type": "application/pdf"})
    source, urls = a_source(site, render=True), [f"{site.base}/files/a.pdf"]
    report = asyncio.run(crawl_attachments(source, urls, a_job(store), logging.getLogger("test")))
    assert report.counts["attachment"] == {"new": 1}


def test_a_browser_that_is_no_program_is_told_of(
    site: Site, crawl: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("playwright")
    report = crawl(a_source(site, render=True), chromium="/nowhere/chromium")
    assert "JIANBAO_CHROMIUM=/nowhere/chromium is no program" in str(report.error)
    monkeypatch.setenv("PATH", "/nowhere")
    assert "none of chromium, chromium-browser, google-chrome is on PATH" in str(no_browser())


def test_nothing_but_a_rendered_source_needs_the_package() -> None:
    asked = (
        "import sys; sys.modules['playwright'] = None;"
        "from crawlers.fork_server import warm; from scrapy.utils.misc import load_object; warm();"
        "load_object('crawlers.rendering.Rendering'); import flows.cli; print('fine')"
    )
    said = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    assert said.stdout.decode().strip() == "fine"
