"""Silence against a source's own rhythm, with invented histories: weeks, feasts, accidents, rare and new sources."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from models.rhythm import is_working_day, learn, working_days


def weekly(first: date, last: date, weekdays: tuple[int, ...]) -> list[date]:
    """Days of these weekdays (0 is Monday) on which China works."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if day.weekday() in weekdays and is_working_day(day)]


def is_silent(days: list[date], looked_on: date) -> bool:
    rhythm = learn(days, looked_on)
    return rhythm.allowed is not None and rhythm.silence(looked_on) > rhythm.allowed


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2025, 1, 26), True),  # Sundays and Saturdays made up for 春节 and 国庆
        (date(2025, 10, 11), True),
        (date(2026, 2, 14), True),
        (date(2026, 2, 23), False),
        (date(2025, 10, 8), False),
        (date(2026, 10, 8), True),
    ],
)
def test_working_days_of_china(day: date, works: bool) -> None:
    assert is_working_day(day) is works


def test_three_items_a_week_and_then_twelve_working_days_of_nothing() -> None:
    days = weekly(date(2025, 11, 1), date(2026, 6, 5), (0, 2, 4))
    assert not is_silent(days, date(2026, 6, 12))
    assert working_days(date(2026, 6, 5), date(2026, 6, 24)) >= 12
    assert is_silent(days, date(2026, 6, 25))


@pytest.mark.parametrize(
    ("last", "back"),
    [(date(2026, 2, 13), date(2026, 2, 27)), (date(2025, 9, 30), date(2025, 10, 11))],
)
def test_a_feast_is_no_silence(last: date, back: date) -> None:
    assert not is_silent(weekly(last - timedelta(days=200), last, (0, 2, 4)), back)


def test_a_source_that_speaks_twice_a_year_in_bursts_is_not_silent() -> None:
    bursts = [date(2025, 6, 2) + timedelta(days=n) for n in range(14)]
    bursts += [date(2025, 12, 1) + timedelta(days=n) for n in range(14)]
    assert not is_silent(bursts, date(2026, 5, 20))


def test_a_new_source_raises_no_alarm() -> None:
    assert not is_silent(weekly(date(2026, 5, 4), date(2026, 5, 15), (0, 2, 4)), date(2026, 6, 30))
    assert not is_silent([], date(2026, 6, 30))


def test_one_accident_in_a_year_does_not_make_a_source_mute() -> None:
    days = weekly(date(2025, 7, 1), date(2026, 6, 5), (0, 1, 2, 3, 4))
    moved = [day for day in days if not date(2025, 11, 3) <= day <= date(2025, 12, 26)]
    assert is_silent(moved, date(2026, 6, 25))
