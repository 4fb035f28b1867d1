"""An operator's correction of what readers were told is told to them, once, and so is its being taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from flows.corrections import make_correction, take_back
from flows.watch import Watch, open_watch
from models import CorrectionKind as Kind
from models import Database
from tests.flows.sample import sample_settings
from tests.flows.stages.older import accept, older_cleaner, watermarked
from tests.flows.stages.pages import NOW, NUMBER, TITLE, notice, store
from tests.flows.stages.recognised import COPY, NHC, last_digest, run, tell


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    settings = sample_settings(tmp_path)
    settings.sources_dir.mkdir()
    with open_watch(settings) as watch:
        store(watch.database, NHC, notice())
        store(watch.database, COPY, notice(published="2025-02-19 18:00"), source_id="gihot")
        run(watch.database)
        yield watch


def hours(n: int) -> datetime:
    return NOW + timedelta(hours=n)


def said(watch: Watch, at: datetime) -> list[str]:
    """What the section of changes says in a bulletin made at ``at``."""
    if not tell(watch.database, at=at):
        return []
    return [item["change"] for item in last_digest(watch.database).data["changed"]]


def correct(watch: Watch, target: str, kind: Kind, value: str, at: datetime) -> int:
    done = make_correction(watch, target, {kind: value}, by="王", why="与纸质文件核对", as_of=at)
    return done.corrections[0].id


def test_a_wrong_number_is_put_right_and_taken_back(watch: Watch) -> None:
    assert tell(watch.database) == ["new"]
    number = "国卫办医函〔2025〕42号"
    made = correct(watch, NHC, Kind.NUMBER, number, hours(1))
    assert said(watch, hours(2)) == [f"更正：文号 {NUMBER} → {number}（与纸质文件核对）"]
    assert said(watch, hours(3)) == []
    take_back(watch, made, by="王", as_of=hours(4))
    assert said(watch, hours(5)) == [f"更正：文号 {number} → {NUMBER}（撤销了先前的更正）"]
    assert said(watch, hours(6)) == []


def test_what_was_no_policy_is_called_back(watch: Watch) -> None:
    assert tell(watch.database) == ["new"]
    correct(watch, NHC, Kind.NOT_A_POLICY, "", hours(1))
    assert said(watch, hours(2)) == ["撤回：经核不是政策文件（与纸质文件核对）"]
    item = last_digest(watch.database).data["changed"][0]
    assert item["title"] == {"text": TITLE, "url": NHC}
    assert "撤回" in last_digest(watch.database).html
    assert said(watch, hours(3)) == []


def test_what_nobody_was_told_is_not_corrected(watch: Watch) -> None:
    correct(watch, NHC, Kind.NUMBER, "国卫办医函〔2025〕42号", hours(-1))
    assert tell(watch.database) == ["new"]
    assert said(watch, hours(1)) == []


def test_a_correction_that_changes_nothing_is_not_told(watch: Watch) -> None:
    assert tell(watch.database) == ["new"]
    correct(watch, NHC, Kind.NUMBER, NUMBER, hours(1))
    assert said(watch, hours(2)) == []


def test_what_newer_rules_read_is_not_told_as_an_operators_doing(tmp_path: Path, database: Database) -> None:
    """He confirmed the number; that the title lost the site's name is the cleaner's doing and no news."""
    settings = sample_settings(tmp_path, database.url)
    settings.sources_dir.mkdir()
    store(database, NHC, notice())
    with older_cleaner(watermarked):
        run(database)
    assert tell(database) == ["new"]
    with open_watch(settings) as watch:
        correct(watch, NHC, Kind.NUMBER, NUMBER, hours(1))
        accept(database, at=hours(2))
        assert said(watch, hours(3)) == []
        correct(watch, NHC, Kind.NUMBER, "国卫办医函〔2025〕42号", hours(4))
        assert said(watch, hours(5)) == [f"更正：文号 {NUMBER} → 国卫办医函〔2025〕42号（与纸质文件核对）"]
