"""``kill -9`` of a pass over the sample site: the next pass finds what is left over, and nobody is told twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.sample_site import SampleSite, serve_sample_site
from flows.settings import Settings
from tests.databases import PostgreSQL
from tests.flows.sample import (
    DAY_2,
    NOTICE,
    as_environment,
    contents,
    digests,
    one_pass,
    sample_settings,
    show_day,
)

KILLED = Path(__file__).with_name("killed_pass.py")
ROOT = Path(__file__).parents[2]
#: A channel with the notice, its interpretation and its PDF; two copies of it; a page of several entries.
SOURCES = ("sample_nhc", "sample_jikuai", "sample_wechat", "sample_zaocan")
STEPS = ("clean", "read-attachments", "group", "recognise", "announce", "deliver")


@dataclass(frozen=True)
class Stage:
    """The running site, and what an undisturbed pass makes of it."""

    site: SampleSite
    undisturbed: dict[str, list[Any]]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    settings = sample_settings(tmp_path_factory.mktemp("undisturbed"))
    with serve_sample_site(0) as site:
        show_day(site, settings, 2)
        one_pass(settings, DAY_2, SOURCES)
        assert NOTICE in digests(settings)[0].new
        yield Stage(site, contents(settings))


def start(settings: Settings, point: str, mark: str, as_of: datetime = DAY_2) -> subprocess.Popen[bytes]:
    environment = {**os.environ, **as_environment(settings), "KILL_TEST": mark, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(KILLED), as_of.isoformat(), point, *SOURCES]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def survivors(mark: str) -> list[int]:
    """Processes that the killed one left behind, after they had a moment to go."""
    sought = f"KILL_TEST={mark}".encode()
    for _ in range(50):
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                if sought in (entry / "environ").read_bytes():
                    found.append(int(entry.name))
            except OSError:
                continue
        if not found:
            return []
        time.sleep(0.1)
    return found


def check_taken_up(stage: Stage, settings: Settings, as_of: datetime) -> None:
    """The next pass gives what an undisturbed one gives, and the one after it has nothing to tell."""
    one_pass(settings, as_of, SOURCES)
    assert contents(settings) == stage.undisturbed
    told = Counter(
        (subject, event) for digest in digests(settings) for subject, event in digest.events.items()
    )
    assert set(told.values()) == {1}
    written = list((settings.digests_dir / "demo").glob("*/digest.html"))
    assert len(written) == len(digests(settings)) == 1


def killed_at(stage: Stage, settings: Settings, point: str) -> None:
    show_day(stage.site, settings, 2)
    mark = uuid.uuid4().hex
    assert start(settings, point, mark).wait(120) == -signal.SIGKILL
    assert survivors(mark) == []
    check_taken_up(stage, settings, DAY_2 + timedelta(hours=1))


def killed_after_requests(stage: Stage, settings: Settings, number: int) -> None:
    show_day(stage.site, settings, 2)
    stage.site.requests.clear()
    mark = uuid.uuid4().hex
    process = start(settings, "none", mark)
    while len(stage.site.requests) < number and process.poll() is None:
        time.sleep(0.005)
    process.kill()
    assert process.wait(60) == -signal.SIGKILL
    assert survivors(mark) == []
    check_taken_up(stage, settings, DAY_2 + timedelta(hours=1))


@pytest.mark.slow
def test_killed_while_it_crawls(stage: Stage, tmp_path: Path) -> None:
    killed_after_requests(stage, sample_settings(tmp_path), 9)


def test_killed_between_announcing_and_delivering(stage: Stage, tmp_path: Path) -> None:
    killed_at(stage, sample_settings(tmp_path), "before:deliver")


@pytest.mark.slow
@pytest.mark.parametrize("number", [1, 3, 6, 12, 15, 18])
def test_killed_after_so_many_requests(stage: Stage, tmp_path: Path, number: int) -> None:
    killed_after_requests(stage, sample_settings(tmp_path), number)


POINTS = [f"before:{step}" for step in STEPS[:-1]] + [
    "in:clean",
    "in:group",
    "in:recognise",
    "in:deliver",
    "sent",
]


@pytest.mark.slow
@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_step(stage: Stage, tmp_path: Path, point: str) -> None:
    killed_at(stage, sample_settings(tmp_path), point)


@pytest.mark.slow
@pytest.mark.parametrize("point", ["in:clean", "in:recognise", "before:deliver", "sent", "6"])
def test_killed_on_postgresql(stage: Stage, tmp_path: Path, postgresql: PostgreSQL, point: str) -> None:
    url = postgresql.new_database()
    try:
        settings = sample_settings(tmp_path, url)
        if point.isdigit():
            killed_after_requests(stage, settings, int(point))
        else:
            killed_at(stage, settings, point)
    finally:
        postgresql.drop(url)
