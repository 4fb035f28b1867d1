"""``jianbao db``: migrations, clean-up, backup."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import make_url

from flows.commands.screen import console
from flows.errors import FlowError
from flows.settings import Settings
from models import open_database
from models.schema import revision
from models.search import reindex


def upgrade(settings: Settings) -> None:
    """Bring the schema to the newest migration (any command does this to an empty or older database too)."""
    database = open_database(settings.database_url)
    console.print(f"数据库已是最新结构：{revision(database.engine)}")
    database.close()


def reindex_policies(settings: Settings) -> None:
    """Make the full-text index anew."""
    database = open_database(settings.database_url)
    with database.session() as session:
        count = reindex(session)
    database.close()
    console.print(f"已为 {count} 个文件重建索引")


def vacuum(settings: Settings) -> None:
    """Give back the space of deleted rows."""
    database = open_database(settings.database_url)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM")
    database.close()
    console.print("已整理")


def backup(settings: Settings, target: Path) -> None:
    """Copy a running SQLite database to ``target``, consistently.  Raises ``FlowError`` for PostgreSQL: use pg_dump."""
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite":
        raise FlowError(f"{url.get_backend_name()}: back it up with pg_dump, which knows its server")
    if target.exists():
        raise FlowError(f"{target} exists; name a new file")
    database = open_database(settings.database_url)
    target.parent.mkdir(parents=True, exist_ok=True)
    raw = database.engine.raw_connection()
    try:
        copy = sqlite3.connect(target)
        try:
            assert isinstance(raw.driver_connection, sqlite3.Connection)
            raw.driver_connection.backup(copy)
        finally:
            copy.close()
    finally:
        raw.close()
        database.close()
    console.print(f"已备份到 {target}")
