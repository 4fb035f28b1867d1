"""Opening a database, its migrations, and transactions of several writers at once."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session, SQLModel, func, select

from models import Database, DatabaseUnreachableError, Failure, SourceState, StoreError, open_database
from models.retry import met_another, retried
from models.schema import is_described, newest_revision, revision

T = TypeVar("T")

NOW = datetime(2025, 2, 20, 10, tzinfo=UTC)


def test_an_empty_database_is_brought_to_the_newest_migration(database: Database) -> None:
    assert revision(database.engine) == newest_revision() is not None


def test_the_migrations_make_what_the_tables_say(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": is_described})
        assert compare_metadata(context, SQLModel.metadata) == []


def _open(url: str) -> str | None:
    opened = open_database(url)
    try:
        return revision(opened.engine)
    finally:
        opened.close()


def test_four_processes_open_a_new_database_at_once(database_url: str) -> None:
    with ProcessPoolExecutor(4, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert list(pool.map(_open, [database_url] * 4)) == [newest_revision()] * 4


def at_once(work: Callable[[], T], *, workers: int = 4) -> list[T]:
    """What ``work`` answers to each of several threads that begin together; their first error is raised."""
    together = threading.Barrier(workers)

    def one(_: int) -> T:
        together.wait()
        return work()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(one, range(workers)))


def test_writers_that_read_first_wait_for_each_other(database: Database) -> None:
    with database.session() as session:
        session.add(Failure(stage="clean", subject="x", message="", first_at=NOW, last_at=NOW, count=0))

    def count() -> None:
        for _ in range(25):
            with database.session() as session:
                row = session.exec(select(Failure).with_for_update()).one()
                row.count += 1

    at_once(count)
    with database.reading() as session:
        assert session.exec(select(Failure.count)).one() == 100


def test_a_reader_holds_up_no_writer_and_sees_one_state(database: Database) -> None:
    with database.reading() as reader:
        assert reader.exec(select(func.count()).select_from(SourceState)).one() == 0
        with database.session() as session:
            session.add(SourceState(source_id="nhc"))
        assert reader.exec(select(func.count()).select_from(SourceState)).one() == 0
    with database.reading() as reader:
        assert reader.get(SourceState, "nhc") is not None


def _add_and_fail(database: Database) -> None:
    with database.session() as session:
        session.add(SourceState(source_id="nhc"))
        session.flush()
        raise RuntimeError


def test_an_error_rolls_the_transaction_back(database: Database) -> None:
    with pytest.raises(RuntimeError):
        _add_and_fail(database)
    with database.reading() as session:
        assert session.get(SourceState, "nhc") is None


def test_workers_that_add_the_same_row_make_one(database: Database) -> None:
    def work(session: Session) -> int | None:
        row = session.exec(select(Failure).where(Failure.subject == "page:1")).first()
        if row is None:
            row = Failure(stage="clean", subject="page:1", message="", first_at=NOW, last_at=NOW, count=0)
            session.add(row)
        session.flush()
        session.execute(text("UPDATE failure SET count = count + 1 WHERE subject = 'page:1'"))
        return row.id

    found = at_once(lambda: retried(database, work))
    with database.reading() as session:
        row = session.exec(select(Failure)).one()
    assert row.count == 4
    assert found == [row.id] * 4


def test_what_another_try_cannot_mend_is_raised_at_once(database: Database) -> None:
    runs: list[int] = []

    def work(session: Session) -> None:
        runs.append(1)
        session.execute(text("INSERT INTO storymember (article_id) VALUES (7)"))

    with pytest.raises(IntegrityError) as caught:
        retried(database, work)
    assert not met_another(caught.value)
    assert len(runs) == 1


def test_a_schema_newer_than_this_code_is_refused(database_url: str) -> None:
    opened = open_database(database_url)
    with opened.session() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    opened.close()
    with pytest.raises(StoreError, match=r"9999.*newer"):
        open_database(database_url)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("jianbao.db", "not a database URL"),
        ("oracle9://host/name", "SQLite and PostgreSQL"),
        ("postgresql://someone:secret@127.0.0.1:1/x", r"cannot reach .*\*\*\*.*Is it running"),
    ],
)
def test_a_wrong_url_is_told_without_its_password(url: str, message: str) -> None:
    with pytest.raises(StoreError, match=message) as caught:
        open_database(url)
    assert "secret" not in str(caught.value)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseUnreachableError, match="cannot make the folder"):
        open_database(f"sqlite:///{tmp_path / 'file' / 'jianbao.db'}")


def test_a_busy_sqlite_counts_as_a_meeting_and_a_missing_table_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    monkeypatch.setattr("models.sqlite.BUSY_S", 0)
    other = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    with pytest.raises(OperationalError) as missing, opened.session() as session:
        session.execute(text("SELECT * FROM nowhere"))
    with opened.session() as session:
        session.add(SourceState(source_id="a"))
        session.flush()
        with pytest.raises(OperationalError) as busy, other.session() as second:
            second.get(SourceState, "a")
    opened.close()
    other.close()
    assert not met_another(missing.value)
    assert met_another(busy.value)
