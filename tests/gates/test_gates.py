"""The gates themselves: a floor is never lowered unasked, and a figure below its floor fails the run."""

from __future__ import annotations

import json

import pytest

from tests.gates import __main__ as gates
from tests.gates import harnesses


def test_floors_rise_and_are_not_lowered_unasked() -> None:
    floors = {"f1": 0.95, "gone": 0.9}
    assert gates.raised({"f1": 0.97}, floors, lower=False) == {"f1": 0.968, "gone": 0.9}
    assert gates.raised({"f1": 0.90}, floors, lower=False) == {"f1": 0.95, "gone": 0.9}
    assert gates.raised({"f1": 0.90}, floors, lower=True) == {"f1": 0.898}


def test_a_perfect_figure_leaves_no_room() -> None:
    assert gates.raised({"f1": 1.0}, {}, lower=False) == {"f1": 1.0}


def test_a_figure_below_its_floor_or_gone_is_a_miss(capsys: pytest.CaptureFixture[str]) -> None:
    assert gates.show("lists", {"f1": 0.9, "title": 0.99}, {"f1": 0.95, "title": 0.98, "date": 0.9}) == 2
    shown = capsys.readouterr().out
    assert "BELOW f1" in shown
    assert "gone" in shown


def test_the_run_says_loudly_that_it_skips(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(gates, "CORPUS", gates.FLOORS.parent / "not-there")
    assert gates.main([]) == 0
    assert "GATES SKIPPED" in capsys.readouterr().out


def test_every_floor_belongs_to_a_gate() -> None:
    floors = json.loads(gates.FLOORS.read_text("utf-8"))
    assert set(floors) == set(harnesses.HARNESSES)
    assert all(0 <= floor <= 1 for gate in floors.values() for floor in gate["floors"].values())
