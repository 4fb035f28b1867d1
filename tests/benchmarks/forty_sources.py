"""A pass over forty sources with 2,000 articles on loopback, without delays: seconds, memory, and what kills cost.

    python -m tests.benchmarks.forty_sources             two passes, the second with nothing new
    python -m tests.benchmarks.forty_sources --kills     killed 20 times on the way: the same store as undisturbed

The sites are threads of the measuring process, the pass is a process of its own.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

from cleaners.dates import CHINA
from flows.settings import Settings
from tests.farm import Commission, asked, farm, forget, write_sources
from tests.flows.sample import as_environment, contents, sample_settings

FIRST = datetime(2026, 3, 31, 9, tzinfo=CHINA)
PASS = Path(__file__).parents[1] / "flows" / "killed_pass.py"
ROOT = Path(__file__).parents[2]
KILLS = 20


def start(settings: Settings, at: datetime) -> subprocess.Popen[bytes]:
    """A pass with its digest round, as ``jianbao run`` makes it."""
    environment = {**os.environ, **as_environment(settings), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, str(PASS), at.isoformat(), "none"], env=environment)


def measured(settings: Settings, at: datetime) -> str:
    """Seconds of a whole pass, and the most memory that it and its children held together."""
    begun = time.perf_counter()
    process = start(settings, at)
    most = 0

    def watch() -> None:
        nonlocal most
        while process.poll() is None:
            most = max(most, memory_of(process.pid))
            time.sleep(0.05)

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    watcher.join()
    return f"{time.perf_counter() - begun:.1f} s, {most >> 20} MB (proportional), status {code}"


def memory_of(root: int) -> int:
    """Proportional set size of a process and all that descend from it."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
    total, family = 0, [root]
    for process in family:
        family += [child for child, parent in parents.items() if parent == process]
        try:
            rolled = Path(f"/proc/{process}/smaps_rollup").read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) * 1024 for line in rolled.splitlines() if line.startswith("Pss:"))
    return total


def with_kills(settings: Settings, commissions: list[Commission]) -> None:
    """Kill the pass on its way, most of all while it crawls, until it was killed ``KILLS`` times; then let it end."""
    chance = random.Random(1)
    for number in range(KILLS):
        process = start(settings, FIRST)
        before = asked(commissions)
        until = time.monotonic() + chance.uniform(2, 9)
        while process.poll() is None and asked(commissions) < before + 90 and time.monotonic() < until:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        print(
            f"kill {number + 1}: status {process.wait()}, {asked(commissions) - before} requests", flush=True
        )
    print(f"to its end: status {start(settings, FIRST).wait()}, {asked(commissions)} requests in all")


def main(kills: bool) -> None:
    """Print what was measured."""
    with farm() as commissions, tempfile.TemporaryDirectory() as folder:
        settings = sample_settings(Path(folder) / "undisturbed")
        write_sources(settings.sources_dir, commissions)
        print("first pass:", measured(settings, FIRST), f"{asked(commissions)} requests")
        if kills:
            forget(commissions)
            killed = sample_settings(Path(folder) / "killed")
            write_sources(killed.sources_dir, commissions)
            with_kills(killed, commissions)
            same = contents(killed) == contents(settings)
            print("the same store as undisturbed" if same else "ANOTHER STORE than undisturbed")
            sys.exit(not same)
        for n in (1, 2):
            forget(commissions)
            print(
                "nothing new:",
                measured(settings, FIRST + timedelta(hours=n)),
                f"{asked(commissions)} requests",
            )


if __name__ == "__main__":
    main("--kills" in sys.argv[1:])
