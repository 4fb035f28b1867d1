"""How far back a digest reaches: a new reader is not told the archive, and an outage loses nothing."""

from __future__ import annotations

from datetime import timedelta

from models import Database
from tests.flows.stages.pages import NOW, TITLE, notice, store
from tests.flows.stages.recognised import NHC, run, tell


def test_what_a_first_digest_leaves_out_no_later_one_brings(database: Database) -> None:
    store(database, NHC, notice())
    run(database)
    joined = NOW + timedelta(days=20)
    title = TITLE.replace("基层", "社区")
    store(database, f"{NHC}?2", notice("国卫办医函〔2025〕42号", title=title), at=joined)
    run(database, at=joined)
    assert tell(database, at=joined) == ["new"]
    assert tell(database, at=joined + timedelta(hours=1)) == []


def test_an_outage_of_weeks_loses_nothing(database: Database) -> None:
    store(database, NHC, notice())
    run(database)
    assert tell(database) == ["new"]
    for days in (10, 30):
        at = NOW + timedelta(days=days)
        title = TITLE.replace("基层", "社区" if days == 10 else "家庭")
        store(database, f"{NHC}?{days}", notice(f"国卫办医函〔2025〕{days}号", title=title), at=at)
        run(database, at=at)
    assert tell(database, at=NOW + timedelta(days=45)) == ["new", "new"]
