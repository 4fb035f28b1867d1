"""Dates as Chinese pages print them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from cleaners.dates import (
    CHINA,
    find_dates,
    read_date,
    read_datetime,
    read_han_date,
    read_han_number,
    read_relative,
)

FETCHED = datetime(2025, 12, 20, 9, 0, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("text", "expected", "time_known"),
    [
        ("发布时间：2025-02-20 18:02", "2025-02-20 18:02", True),
        ("2020—11—13 10:40", "2020-11-13 10:40", True),
        ("2024/7/9", "2024-07-09 00:00", False),
        ("2021- 08- 16", "2021-08-16 00:00", False),
        ("2023- 08- 07 09: 55", "2023-08-07 09:55", True),
        ("2022.07.15", "2022-07-15 00:00", False),
        ("2024年04月24日23:52", "2024-04-24 23:52", True),
        ("2024年4月24日 下午3:05", "2024-04-24 15:05", True),
        ("2025-04-08\u00a011:24:11", "2025-04-08 11:24", True),
        ("2019-09-09T20:52:38+08:00", "2019-09-09 20:52", True),
        ("2016-10-06 00:00", "2016-10-06 00:00", False),
        ("9/17/2004 5:54:13 AM", "2004-09-17 05:54", True),
        ("t20230330", "2023-03-30 00:00", False),
        ("一九九六年六月二十九日", "1996-06-29 00:00", False),
    ],
)
def test_forms_met(text: str, expected: str, time_known: bool) -> None:
    found = read_datetime(text)
    assert found is not None
    assert found.when.strftime("%Y-%m-%d %H:%M") == expected
    assert found.when.tzinfo is CHINA
    assert found.time_known is time_known


@pytest.mark.parametrize("text", ["2026-02-00018", "2024-13-01", "2023-02-30", "1234", "3/4", ""])
def test_numbers_that_are_no_dates(text: str) -> None:
    assert read_date(text) is None


def test_an_index_number_does_not_hide_the_date_behind_it() -> None:
    assert read_date("索引号 000019174/2026-02-00018 发布日期 2026-02-03") == date(2026, 2, 3)


def test_all_dates_in_order() -> None:
    days = [found.day for found in find_dates("自2024年1月1日起施行，有效期至2026年12月31日。")]
    assert days == [date(2024, 1, 1), date(2026, 12, 31)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10个月前", "2025-02-20 00:00"),
        ("3小时前", "2025-12-20 06:00"),
        ("昨天 09:30", "2025-12-19 09:30"),
        ("1年前", "2024-12-20 00:00"),
        ("05-21", "2025-05-21 00:00"),
        ("12-31 08:15", "2024-12-31 08:15"),
        ("5月21日", "2025-05-21 00:00"),
    ],
)
def test_relative_to_the_fetch_time(text: str, expected: str) -> None:
    found = read_relative(text, FETCHED)
    assert found is not None
    assert found.when.strftime("%Y-%m-%d %H:%M") == expected
    assert read_datetime(text) is None, "without a fetch time nothing relative is read"


def test_a_page_range_is_no_day() -> None:
    assert read_relative("共1-10页", FETCHED) is None


def test_the_last_day_of_february_in_a_common_year() -> None:
    found = read_relative("1年前", datetime(2024, 2, 29, tzinfo=CHINA))
    assert found is not None
    assert found.day == date(2023, 2, 28)


def test_han_numerals() -> None:
    assert read_han_number("二十九") == 29
    assert read_han_number("十") == 10
    assert read_han_number("一九九六") == 1996
    assert read_han_number("甲") is None
    assert read_han_date("二〇一二年十二月三十一日") == date(2012, 12, 31)


def test_a_date_in_elements_of_its_own_needs_its_clock():
    (found,) = find_dates("2024 06 / 14 11:23:45 来源：某社")
    assert (found.when.isoformat(), found.time_known) == ("2024-06-14T11:23:45+08:00", True)
    assert find_dates("2024 06/14 床位") == []
