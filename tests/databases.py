"""A PostgreSQL server of the tests' own, and fresh databases on it and on SQLite.

The server is started where ``initdb`` and ``pg_ctl`` are found (also in Debian's /usr/lib/postgresql/*/bin), listens on
a Unix socket in a folder of its own and is stopped at the end of the session.  ``initdb`` refuses to run as root: then
it runs as ``postgres`` or ``nobody``.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

# A test database is thrown away: it need not survive a power cut.
_FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"


class NoPostgreSQLError(Exception):
    """No PostgreSQL can be started here; the message says why."""


@dataclass(frozen=True)
class PostgreSQL:
    """A running server, reached through the socket in ``folder``."""

    folder: Path

    def new_database(self) -> str:
        """The URL of a fresh, empty database."""
        name = f"t{uuid.uuid4().hex[:12]}"
        with self._connect() as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return f"postgresql://jianbao@/{name}?host={self.folder}"

    def drop(self, url: str) -> None:
        name = url.split("/@/")[-1].split("@/")[-1].split("?")[0]
        with self._connect() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(f"host={self.folder} user=jianbao dbname=postgres", autocommit=True)


def find_programs() -> Path:
    """The folder of ``initdb`` and ``pg_ctl``; raises ``NoPostgreSQLError``."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    on_path = [Path(found).resolve().parent for found in [shutil.which("pg_ctl")] if found]
    for folder in [*on_path, *debian]:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise NoPostgreSQLError("no initdb and pg_ctl on this machine")


def _version(folder: Path) -> float:
    try:
        return float(folder.parent.name)
    except ValueError:
        return 0


@contextmanager
def running_server() -> Iterator[PostgreSQL]:
    """A server for the time of the block; raises ``NoPostgreSQLError`` where none can be started."""
    programs = find_programs()
    # Not below pytest's own folder, which only its user may enter; and short, since a socket's path has 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="jianbao-pg-"))
    user = _other_user()
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    data, log = folder / "data", folder / "log"
    try:
        initdb = [
            programs / "initdb",
            "-D",
            data,
            "-U",
            "jianbao",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
        ]
        _run(initdb, folder, user)
        options = f"-k {folder} -c listen_addresses= {_FAST}"
        _run(
            [programs / "pg_ctl", "-D", data, "-l", log, "-w", "-t", "60", "-o", options, "start"],
            folder,
            user,
        )
        try:
            yield PostgreSQL(folder)
        finally:
            _run([programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], folder, user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _other_user() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoPostgreSQLError("running as root, and there is no user postgres or nobody to run PostgreSQL as")


def _run(command: list[object], folder: Path, user: pwd.struct_passwd | None) -> None:
    # The server inherits what pg_ctl is given: with a pipe, reading its output would wait for the server's end.
    with (folder / "commands").open("ab") as output:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            timeout=120,
            check=False,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "HOME": str(folder)},
        )
    if done.returncode:
        said = (folder / "commands").read_text("utf-8", "replace")[-1500:]
        raise NoPostgreSQLError(f"{command[0]} failed with {done.returncode}:\n{said}")
