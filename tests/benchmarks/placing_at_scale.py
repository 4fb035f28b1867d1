"""What placing a text costs when the store is large: time, memory, size, start.

    python -m tests.benchmarks.placing_at_scale COUNT [URL] [--fingerprints]

Loads COUNT invented stories (70 % uniform, 30 % around 1,000 templates) into the empty database at URL (``postgresql``:
a server of its own; nothing: a file in the temporary folder) and places 1,000 new texts as the product does, in a
process of its own.  ``--fingerprints`` loads only the bands, without articles, and times the look-up.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import statistics
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from sqlalchemy import text

from cleaners.stories import bands, prepare
from flows.stages.group import GroupReport, group_one, new_index
from models import Article, Database, Outcome, Snapshot, SnapshotKind, open_database
from models.index import signed
from models.leftovers import articles_to_place
from models.writing import text_sha256
from tests.benchmarks.synthetic import Template, stories, templates, text_of
from tests.databases import running_server

NOW = datetime(2025, 2, 20, 2, tzinfo=UTC)
NEW = 1000
AT_ONCE = 20_000
_FILLERS = 2000
_DROP = ("DROP INDEX ix_storykey_story",)
_MAKE = ("CREATE INDEX ix_storykey_story ON storykey (story_id)",)


def insert(connection: Any, table: str, columns: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Rows as fast as each database takes them."""
    raw = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        raw.executemany(f"INSERT INTO {table} ({columns}) VALUES ({','.join('?' * len(rows[0]))})", rows)
        return
    with raw.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def load(database: Database, count: int, known: list[Template], *, only_bands: bool) -> None:
    """Fill the tables; foreign keys are not looked at meanwhile."""
    draw = random.Random(11)
    fillers = [text_of(draw, draw.randint(400, 1200)) for _ in range(_FILLERS)]
    with database.session() as session:
        session.add(_snapshot())
    numbers: list[Any] = []
    with database.engine.connect() as connection:
        lite = connection.dialect.name == "sqlite"
        raw: Any = connection.connection.driver_connection
        raw.execute("PRAGMA foreign_keys=OFF" if lite else "SET session_replication_role = replica")
        raw.commit()
        connection.rollback()
        with connection.begin():
            for one in _DROP:
                connection.execute(text(one))
            number, made, false = 0, stories(count, known), 0 if lite else False
            moment = "2025-02-11 02:00:00" if lite else NOW - timedelta(days=9)
            while part := list(islice(made, AT_ONCE)):
                articles, rows, members, found = [], [], [], []
                for value, its_keys, at in part:
                    number += 1
                    looked_up = bands(value) if only_bands else dict.fromkeys(its_keys)
                    found += [(key, number, signed(value)) for key in looked_up]
                    if only_bands:
                        continue
                    body = known[at].filled(draw) if at >= 0 else fillers[number % _FILLERS]
                    title = known[at].title if at >= 0 else f"第{number}号通知"
                    address, sha = f"https://bench.example/{number}", text_sha256(title, body)
                    articles.append(
                        (
                            number,
                            address,
                            0,
                            "nhc",
                            1,
                            "article",
                            title,
                            body,
                            moment,
                            false,
                            "{}",
                            "[]",
                            1,
                            1,
                            sha,
                            false,
                            moment,
                            moment,
                        )
                    )
                    rows.append((number, number, number, moment))
                    members.append((number, number, signed(value), sha, "first", moment))
                numbers.append(np.array(found, dtype=np.int64))
                if not only_bands:
                    insert(connection, "article", _ARTICLE, articles)
                    insert(
                        connection, "story", "id, first_article_id, canonical_article_id, created_at", rows
                    )
                    insert(connection, "storymember", _MEMBER, members)
            everything = np.concatenate(numbers)
            numbers.clear()
            everything = everything[np.lexsort((everything[:, 1], everything[:, 0]))]
            for start in range(0, len(everything), 200_000):
                block = list(map(tuple, everything[start : start + 200_000].tolist()))
                insert(connection, "storykey", "key, story_id, fingerprint", block)
            for one in _MAKE:
                connection.execute(text(one))
            if not lite and not only_bands:
                for name in ("article", "story"):
                    connection.execute(text(f"SELECT setval('{name}_id_seq', {count})"))
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


_ARTICLE = (
    "id, url, part, source_id, snapshot_id, kind, title, text, published_at, time_known, card, removed,"
    " cleaner_version, version, text_sha256, backfill, first_seen_at, changed_at"
)
_MEMBER = "article_id, story_id, fingerprint, text_sha256, reason, added_at"


def _snapshot() -> Snapshot:
    return Snapshot(
        id=1,
        source_id="nhc",
        url="https://bench.example/",
        kind=SnapshotKind.ARTICLE,
        outcome=Outcome.NEW,
        fetched_at=NOW,
        last_seen_at=NOW,
    )


def new_texts(known: list[Template]) -> list[tuple[str, str]]:
    """Title and text: half never seen, a third the next edition of a template, the others copies of a new one."""
    draw = random.Random(23)
    made: list[tuple[str, str]] = []
    for number in range(NEW):
        if number % 6 < 3:
            made.append((f"关于第{number}项工作的通知", text_of(draw, draw.randint(400, 2000))))
        elif number % 6 < 5:
            template = draw.choice(known)
            made.append((template.title, template.filled(draw)))
        else:
            title, body = made[number - 5]
            made.append((title, body[: len(body) * 2 // 3]))
    return made


def measure(url: str) -> None:
    """Place the new texts; prints what it cost.  Run in a process of its own, so that its memory is what is told."""
    began = perf_counter()
    database = open_database(url)
    index = new_index()
    prepare("预热。")
    started = perf_counter() - began
    with database.session() as session:
        for number, (title, body) in enumerate(new_texts(templates())):
            session.add(
                Article(
                    url=f"https://bench.example/new/{number}",
                    source_id="nhc",
                    snapshot_id=1,
                    kind="article",
                    title=title,
                    text=body,
                    published_at=NOW + timedelta(seconds=number),
                    cleaner_version=1,
                    text_sha256=text_sha256(title, body),
                    first_seen_at=NOW,
                    changed_at=NOW,
                )
            )
    began = perf_counter()
    with database.reading() as session:
        waiting = articles_to_place(session)
    print(
        f"start {started:.2f} s; finding what is owed {perf_counter() - began:.2f} s ({len(waiting)} texts)"
    )
    report = GroupReport()
    seconds = timed(
        lambda one: group_one(database, one, index, NOW, lambda source: 0, report, print), waiting
    )
    print(f"placing: {seconds}; began {report.began}, joined {report.joined}, failed {len(report.failed)}")
    _print_memory()


def measure_look_up(url: str) -> None:
    """Only the look-up of fingerprints, each of a stored story with three bits flipped; prints what it cost."""
    began = perf_counter()
    database = open_database(url)
    index = new_index()
    print(f"start {perf_counter() - began:.2f} s")
    draw = random.Random(29)
    some = [value for value, _, _ in islice(stories(NEW, templates()), NEW)]
    found = []
    with database.reading() as session:
        among = index.among(session)

        def look_up(value: int) -> None:
            for bit in draw.sample(range(64), 3):
                value ^= 1 << bit
            found.append(len(among.near_fingerprint(value)))

        print(f"look-up: {timed(look_up, some)}; found {statistics.mean(found):.1f} stories a text")
    _print_memory()


def timed(work: Callable[[int], object], over: Iterable[int]) -> str:
    taken = []
    for one in over:
        began = perf_counter()
        work(one)
        taken.append((perf_counter() - began) * 1000)
    taken.sort()
    return f"median {statistics.median(taken):.1f} ms, p95 {taken[len(taken) * 95 // 100]:.1f}, max {taken[-1]:.0f}"


def _print_memory() -> None:
    # Not ``ru_maxrss``: that of a child begins with what its parent had when it was started.
    told = Path("/proc/self/status").read_text("ascii").split("VmHWM:")[1].split()[0]
    print(f"memory {int(told) / 1024:.0f} MB at its highest")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("url", nargs="?", default="")
    parser.add_argument("--fingerprints", action="store_true")
    told = parser.parse_args()
    with ExitStack() as stack:
        url = told.url
        if url == "postgresql":
            url = stack.enter_context(running_server()).new_database()
        elif not url:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            url = f"sqlite:///{Path(folder) / 'scale.db'}"
        database = open_database(url)
        began = perf_counter()
        load(database, told.count, templates(), only_bands=told.fingerprints)
        print(f"loaded {told.count:,} in {perf_counter() - began:.0f} s")
        with database.reading() as session:
            asked = "SELECT pg_database_size(current_database())"
            if database.is_sqlite:
                asked = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
            print(f"size {session.execute(text(asked)).scalar_one() / 1e6:,.0f} MB", flush=True)
        database.close()
        work = measure_look_up if told.fingerprints else measure
        child = multiprocessing.get_context("spawn").Process(target=work, args=(url,))
        child.start()
        child.join()


if __name__ == "__main__":
    main()
