"""What the tests of rendered sources share: what was stored, what was warned of, and why they skip."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from crawlers.chromium import no_browser
from crawlers.job import PassReport
from models import Database, Snapshot, SnapshotKind
from models.bodies import load_body

#: Of each module of such tests.
MARKS = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(no_browser()), reason=f"NO RENDERING OF PAGES WAS TESTED: {no_browser()}"),
]
LIST = "/tzgg/index.html"


def stored(store: Database, kind: SnapshotKind = SnapshotKind.ARTICLE) -> list[tuple[Snapshot, str]]:
    """The snapshots of a kind with their bodies, oldest first."""
    with store.reading() as session:
        found = session.exec(select(Snapshot).where(Snapshot.kind == kind).order_by(col(Snapshot.id))).all()
        return [(s, load_body(session, s.body_sha256).decode() if s.body_sha256 else "") for s in found]


def rules(report: PassReport) -> list[str]:
    """The rules of the pass's warnings, in order."""
    return [str(warning["rule"]) for warning in report.warnings]
