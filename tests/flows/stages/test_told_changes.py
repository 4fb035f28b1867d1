"""Every edit of an announced text is told once, also long after the announcement, also when its policy moved."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models import Database
from tests.flows.stages.pages import NOW, notice, store
from tests.flows.stages.recognised import NHC, policies, run, tell


@pytest.mark.parametrize("days", [1, 50])
def test_two_edits_are_told_twice(database: Database, days: int) -> None:
    store(database, NHC, notice())
    run(database)
    assert tell(database) == ["new"]
    for times, figure in ((1, "190项"), (2, "200项")):
        at = NOW + timedelta(days=times * days)
        store(database, NHC, notice().replace("180项", figure), at=at)
        run(database, at=at)
        assert len(policies(database)) == 1
        assert tell(database, at=at) == ["changed"]
        assert tell(database, at=at + timedelta(hours=1)) == []


def test_what_was_edited_before_it_was_told_is_told_as_new_only(database: Database) -> None:
    store(database, NHC, notice())
    store(database, NHC, notice().replace("180项", "190项"), at=NOW + timedelta(hours=1))
    run(database, at=NOW + timedelta(hours=1))
    assert tell(database, at=NOW + timedelta(hours=2)) == ["new"]
    assert tell(database, at=NOW + timedelta(hours=3)) == []
