"""Fixtures that several rooms share: a fresh database on SQLite and, in the slow tests, on PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from models import Database, open_database
from tests.databases import NoPostgreSQLError, PostgreSQL, running_server

#: The reasons for which tests on PostgreSQL were skipped, shown at the end of the run.
_SKIPPED: set[str] = set()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """One server for all tests of the session; where none starts, the tests are skipped and the run says so.

    With ``JIANBAO_REQUIRE_POSTGRES=1`` (as in ``.ci/run``, where PostgreSQL is installed) they fail instead.
    """
    with ExitStack() as stack:
        try:
            server = stack.enter_context(running_server())
        except NoPostgreSQLError as error:
            if os.environ.get("JIANBAO_REQUIRE_POSTGRES") == "1":
                pytest.fail(f"PostgreSQL is required here: {error}")
            _SKIPPED.add(str(error))
            pytest.skip(f"PostgreSQL: {error}")
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database that is still empty."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store' / 'jianbao.db'}"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    url = server.new_database()
    yield url
    server.drop(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated, empty database."""
    opened = open_database(database_url)
    yield opened
    opened.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for reason in sorted(_SKIPPED):
        terminalreporter.write_line(f"NOTHING WAS TESTED ON POSTGRESQL: {reason}", red=True, bold=True)
