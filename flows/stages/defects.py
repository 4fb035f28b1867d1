"""One page's defect: recorded and told, so that the others go on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from models import Article, Database, Snapshot
from models.failures import note_failure

Log = Callable[[str], object]


def said_of(page: Article | Snapshot, done: str, error: Exception) -> str:
    """``nhc: https://… cannot be cleaned: ValueError: …``"""
    return f"{page.source_id}: {page.url} cannot be {done}: {type(error).__name__}: {error}"


def note_defect(
    database: Database,
    page: Article | Snapshot,
    error: Exception,
    *,
    stage: str,
    done: str,
    as_of: datetime,
    log: Log,
) -> str:
    """Record that ``page`` cannot be ``done`` (cleaned, grouped …) in ``stage``; the address, for the report.

    The failure's subject is ``stage:id``: the step that succeeds later solves it under the same name.
    """
    said = said_of(page, done, error)
    with database.session() as session:
        note_failure(
            session,
            stage=stage,
            subject=f"{stage}:{page.id}",
            message=said,
            at=as_of,
            source_id=page.source_id,
            url=page.url,
        )
    log(said)
    return page.url
