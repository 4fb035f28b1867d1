"""The browser of a pass ends with it, however it ends."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crawlers.job import PassReport
from crawlers.launch import launch_crawl
from crawlers.source import Source
from models import Database, Outcome
from tests.crawlers.conftest import a_job
from tests.crawlers.rendered import LIST, MARKS
from tests.crawlers.shells import said, write_shells
from tests.crawlers.site import Answer, Site, page, rows
from tests.crawlers.test_passes import _children

Crawl = Callable[..., PassReport]
pytestmark = MARKS


@pytest.fixture(autouse=True)
def scratch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that only this test's browsers live in: other tests may run theirs at the same time."""
    with tempfile.TemporaryDirectory(prefix="jb-", ignore_cleanup_errors=True) as folder:
        monkeypatch.setattr(tempfile, "tempdir", folder)
        yield Path(folder)


def _browsers(scratch: Path) -> list[int]:
    """Chromiums, and the drivers between them and us, of passes of this test."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            said = (entry / "cmdline").read_bytes() + b"\0" + (entry / "environ").read_bytes()
            command = (entry / "cmdline").read_bytes()
            state = (entry / "stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            continue
        ours = f"{scratch}/".encode() in said
        if ours and state != "Z" and (b"chrom" in command or b"run-driver" in command):
            found.append(int(entry.name))
    return found


def _gone(scratch: Path, limit_s: float = 20) -> bool:
    until = time.monotonic() + limit_s
    while _browsers(scratch) and time.monotonic() < until:
        time.sleep(0.05)
    return not _browsers(scratch)


def _kill_child(child: int) -> None:
    os.kill(child, signal.SIGKILL)


def _kill_group(child: int) -> None:
    os.killpg(child, signal.SIGKILL)


@pytest.mark.parametrize("kill", [_kill_child, _kill_group])
def test_a_killed_pass_leaves_no_browser(
    site: Site, store: Database, rendered: Source, scratch: Path, kill: Callable[[int], None]
) -> None:
    write_shells(site, rows(2, 1))
    slow = said(rows=[])
    slow.delay_s = 30
    site.answers["/api/list.json"] = slow
    seen: list[int] = []

    def kill_while_it_renders() -> None:
        until = time.monotonic() + 30
        while not (_browsers(scratch) and "/js/app.js" in site.paths()) and time.monotonic() < until:
            time.sleep(0.02)
        seen.extend(_browsers(scratch))
        for child in _children():
            kill(child)

    killer = threading.Thread(target=kill_while_it_renders)
    killer.start()
    report = asyncio.run(launch_crawl(rendered, a_job(store, timeout_s=60), logging.getLogger("test")))
    killer.join()
    assert (report.outcome, "SIGKILL" in str(report.error)) == (Outcome.FAILED, True)
    assert len(seen) > 2
    assert _gone(scratch), _browsers(scratch)
    assert list(scratch.iterdir()) == []


def test_a_browser_that_dies_costs_one_page(
    site: Site, rendered: Source, crawl: Crawl, scratch: Path
) -> None:
    listed = rows(3, 1)
    write_shells(site, listed)
    kind = site.answers["/api/article1.json"]
    assert isinstance(kind, Answer)

    def kill_it() -> Answer:
        for process in _browsers(scratch):
            if b"--remote-debugging-pipe" in Path(f"/proc/{process}/cmdline").read_bytes():
                os.kill(process, signal.SIGKILL)
        return kind

    site.answers["/api/article1.json"] = kill_it
    report = crawl(rendered)
    assert report.counts["article"] == {"new": 2, "failed": 1}
    assert _gone(scratch), _browsers(scratch)


def test_a_pass_that_ends_or_runs_out_of_time_leaves_no_browser(
    site: Site, rendered: Source, crawl: Crawl, scratch: Path
) -> None:
    write_shells(site, rows(2, 1))
    assert crawl(rendered).new_articles == 2
    assert _gone(scratch), _browsers(scratch)
    slow = said(rows=[])
    slow.delay_s = 30
    site.answers["/api/list.json"] = slow
    late = crawl(rendered, day=1, time_limit_s=4, timeout_s=60)
    assert late.outcome is Outcome.FAILED
    assert _gone(scratch), _browsers(scratch)


def test_a_browser_that_does_not_start_is_told_of(
    site: Site, tmp_path: Path, rendered: Source, crawl: Crawl
) -> None:
    site.answers[LIST] = page("x")
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\necho no display here >&2\nexit 1\n")
    broken.chmod(0o755)
    report = crawl(rendered, chromium=str(broken))
    assert report.outcome is Outcome.FAILED
    assert f"{broken} did not start: no display here" in str(report.error)
