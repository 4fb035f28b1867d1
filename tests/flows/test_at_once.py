"""Runs, a backfill and a recleaning over the same pages at once: the same policies, each announced once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from flows.sample_site import SampleSite, serve_sample_site
from flows.settings import Settings
from tests.flows.sample import (
    DAY_1,
    DAY_2,
    DAY_3,
    NOTICE,
    as_environment,
    contents,
    digests,
    sample_settings,
    show_day,
)

ROOT = Path(__file__).parents[2]
#: A channel with the notice, its interpretation and its PDF; two copies of it; a page of several entries.
SOURCES = ("sample_nhc", "sample_jikuai", "sample_wechat", "sample_zaocan")
NAMED = [word for source in SOURCES for word in ("--source", source)]
RECLEAN = ["reclean", "--accept", "--all"]


def run_at(moment: datetime) -> list[str]:
    return ["run", "--as-of", moment.isoformat(), *NAMED]


def backfill_at(moment: datetime) -> list[str]:
    return ["backfill", "--since", "2026-01-01", "--as-of", moment.isoformat(), *NAMED]


#: What is done on the second and on the third day: the words of one command each.
DAYS = (
    (2, [run_at(DAY_2), run_at(DAY_2), RECLEAN]),
    (2, [run_at(DAY_3), run_at(DAY_3), backfill_at(DAY_3), RECLEAN]),
)


def at_once(settings: Settings, commands: Sequence[list[str]]) -> None:
    """Run them as processes of their own, all started before the first one ends."""
    environment = {**os.environ, **as_environment(settings), "PYTHONPATH": str(ROOT)}
    logs = [settings.digests_dir.parent / f"{number}.log" for number, _ in enumerate(commands)]
    started = []
    for log, words in zip(logs, commands, strict=True):
        with log.open("wb") as output:
            command = [sys.executable, "-m", "flows", *words]
            started.append(subprocess.Popen(command, env=environment, stdout=output, stderr=output))
    ends = [process.wait(300) for process in started]
    assert ends == [0] * len(ends), "\n".join(log.read_text("utf-8") for log in logs)


@dataclass(frozen=True)
class Stage:
    """The running site, and what the same commands make of it one after the other."""

    site: SampleSite
    in_turn: dict[str, list[Any]]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    settings = sample_settings(tmp_path_factory.mktemp("in_turn"))
    with serve_sample_site(0) as site:
        play(site, settings, one_by_one=True)
        assert any(NOTICE in digest.new for digest in digests(settings))
        yield Stage(site, contents(settings))


def play(site: SampleSite, settings: Settings, *, one_by_one: bool = False) -> None:
    show_day(site, settings, 1)
    at_once(settings, [run_at(DAY_1)])
    for day, commands in DAYS:
        show_day(site, settings, day)
        for group in [[words] for words in commands] if one_by_one else [commands]:
            at_once(settings, group)


@pytest.mark.slow
def test_they_meet_and_everything_is_told_once(stage: Stage, tmp_path: Path, database_url: str) -> None:
    settings = sample_settings(tmp_path, database_url)
    play(stage.site, settings)
    assert contents(settings) == stage.in_turn
    told = Counter(
        (subject, event) for digest in digests(settings) for subject, event in digest.events.items()
    )
    assert set(told.values()) == {1}
    assert len(list((settings.digests_dir / "demo").glob("*/digest.html"))) == len(digests(settings)) == 2
