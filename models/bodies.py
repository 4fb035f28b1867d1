"""The bytes of responses: compressed with zstd, stored once per content, in the database."""

from __future__ import annotations

import hashlib

import zstandard
from sqlalchemy import bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col, select

from models.snapshots import Body

#: Level 10 packs a government page to about a fifth; the crawl waits for the network, not for this.
_LEVEL = 10
#: A body larger than this was never stored by us, so a broken row cannot fill the memory.
MAX_SIZE = 512 * 1024 * 1024

# Built once, see ``models.archive``.
_TABLE = SQLModel.metadata.tables[str(Body.__tablename__)]
_STORED = select(Body.sha256).where(col(Body.sha256) == bindparam("digest"))
_COMPRESSED = select(Body.compressed).where(col(Body.sha256) == bindparam("digest"))
_INSERTS = {
    "sqlite": sqlite.insert(_TABLE).on_conflict_do_nothing(index_elements=["sha256"]),
    "postgresql": postgresql.insert(_TABLE).on_conflict_do_nothing(index_elements=["sha256"]),
}


def store_body(session: Session, data: bytes) -> str:
    """The SHA-256 (hex) under which ``data`` stands in the store; a content that is there already is not written."""
    sha256 = hashlib.sha256(data).hexdigest()
    if session.exec(_STORED, params={"digest": sha256}).first() is None:
        compressed = zstandard.ZstdCompressor(level=_LEVEL).compress(data)
        row = {"sha256": sha256, "size": len(data), "compressed": compressed}
        session.connection().execute(_INSERTS[session.get_bind().dialect.name], row)
    return sha256


def load_body(session: Session, sha256: str) -> bytes:
    """The bytes stored under ``sha256``.  Raises ``KeyError`` where there are none."""
    compressed = session.exec(_COMPRESSED, params={"digest": sha256}).first()
    if compressed is None:
        raise KeyError(sha256)
    return zstandard.ZstdDecompressor().decompress(compressed, max_output_size=MAX_SIZE)
