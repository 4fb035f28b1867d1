"""Pages a second on loopback without delays: a whole first pass of ours beside news-please, on the same 2,000 pages.

    python -m tests.benchmarks.crawl_throughput PYTHON

PYTHON is the interpreter of an environment that has news-please (its requirements contradict ours).  Both start with
nothing; news-please ends when 2,000 articles are stored with their texts, which ours are when the step ``clean`` has
ended: the grouping of reposts and the recognition of documents, which it has not, come after.  It is given the
addresses of all articles (its recursive crawler follows no links between hosts that are bare addresses) and works by
its own defaults: robots.txt, five crawlers at once, all extractors, files for its store.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from flows.passes import monitor_pass
from flows.settings import load_settings
from flows.watch import open_watch
from tests.benchmarks.forty_sources import FIRST, memory_of
from tests.farm import Commission, asked, farm, forget, write_sources
from tests.flows.sample import LOG, as_environment, sample_settings

ARTICLES = 2000
_PATIENCE_S = 60


def timed(process: subprocess.Popen[bytes], stored: Path | None = None) -> tuple[float, int, int]:
    """Seconds until the process ended (or stored no more JSON files), the most memory held, files stored."""
    begun = last = time.perf_counter()
    most = count = 0
    try:
        while process.poll() is None:
            most = max(most, memory_of(process.pid))
            if stored is not None:
                now = sum(1 for _ in stored.rglob("*.json"))
                if now != count:
                    count, last = now, time.perf_counter()
                if count >= ARTICLES or time.perf_counter() - last > _PATIENCE_S:
                    return last - begun, most, count
            time.sleep(0.1)
        return time.perf_counter() - begun, most, count
    finally:
        if stored is not None:
            with suppress(ProcessLookupError):  # all that it started is of its group
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def ours(folder: Path, commissions: list[Commission]) -> tuple[dict[str, float], int]:
    """Pages a second of a first pass up to the end of each of its steps, and its memory."""
    settings = sample_settings(folder)
    write_sources(settings.sources_dir, commissions)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.crawl_throughput"],
        env={**os.environ, **as_environment(settings)},
        stdout=subprocess.PIPE,
    )
    _, most, _ = timed(process)
    assert process.stdout is not None
    with process.stdout as said:
        ends: dict[str, float] = json.loads(said.read())
    return {step: ARTICLES / seconds for step, seconds in ends.items()}, most


def one_pass() -> None:
    """A pass in this process; prints when its steps ended, in seconds after the pass began."""
    begun = time.perf_counter()
    ends: dict[str, float] = {}

    async def step(name: str, work: Callable[[], Awaitable[Any]]) -> Any:
        done = await work()
        ends[name.partition("-")[0]] = time.perf_counter() - begun
        return done

    with open_watch(load_settings()) as watch:
        asyncio.run(monitor_pass(watch, (), as_of=FIRST, log=LOG, run_step=step))
    print(json.dumps(ends))


def news_please(python: str, folder: Path, commissions: list[Commission]) -> tuple[float, int, int]:
    """Pages a second, memory and articles of news-please."""
    where = "import newsplease, os; print(os.path.dirname(newsplease.__file__))"
    package = subprocess.run([python, "-c", where], capture_output=True, check=True, text=True).stdout.strip()
    config = folder / "config"
    config.mkdir(parents=True)
    (folder / "kept" / "data").mkdir(parents=True)
    written = Path(package, "config", "config.cfg").read_text("utf-8")
    written = re.sub(r"(?m)^working_path = .*$", lambda _: f"working_path = {folder}/kept/", written)
    (config / "config.cfg").write_text(written, "utf-8")
    (config / "config_lib.cfg").write_text(
        Path(package, "config", "config_lib.cfg").read_text("utf-8"), "utf-8"
    )
    sites = [
        {
            "url": [one.site.base + href for listed in one.columns.values() for href, _, _ in listed],
            "crawler": "Download",
            "overwrite_heuristics": {
                "og_type": False,
                "linked_headlines": False,
                "self_linked_headlines": False,
            },
            "pass_heuristics_condition": "True",
        }
        for one in commissions
    ]
    (config / "sitelist.hjson").write_text(json.dumps({"base_urls": sites}), "utf-8")
    process = subprocess.Popen(
        [python, "-m", "newsplease", "-c", str(config)],
        stdin=subprocess.DEVNULL,
        stdout=(folder / "out").open("wb"),
        stderr=subprocess.STDOUT,
        start_new_session=True,
        env={**os.environ, "HOME": str(folder)},
    )
    seconds, most, count = timed(process, folder / "kept" / "data")
    return count / seconds, most, count


def main(python: str) -> None:
    """Print both, and by how much ours is faster."""
    with (
        farm(articles=ARTICLES) as commissions,
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
    ):
        rates, most = ours(Path(folder) / "ours", commissions)
        print(f"ours: {most >> 20} MB, {asked(commissions)} requests", flush=True)
        forget(commissions)
        other, most, count = news_please(python, Path(folder) / "theirs", commissions)
        print(
            f"news-please: {other:.1f} pages/s, {most >> 20} MB, {asked(commissions)} requests, {count} articles"
        )
        for step, rate in rates.items():
            print(f"ours until the end of {step}: {rate:.1f} pages/s, {rate / other:.1f} times")


if __name__ == "__main__":
    main(sys.argv[1]) if sys.argv[1:] else one_pass()
