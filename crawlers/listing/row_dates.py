"""The day that a row of a list shows, in the forms that lists use and running text does not.

Full dates are read by ``cleaners.dates``; here stand the split ones (a day above its month), years of two digits,
dotted European days, English months, and month-and-day whose year has to be inferred.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cleaners.dates import CHINA, MONTH, MONTHS, find_dates, read_relative

_SEP = r"\s*[-–—−/.年]\s*"

#: ``2021-04`` above or below ``27``; the two stand in elements of their own, so a blank parts them.
_DAY_THEN_MONTH = re.compile(
    rf"(?<![\d.:/-])(3[01]|[12]\d|0?[1-9])\s*日?[\s/|]+((?:19|20)\d\d){_SEP}(1[0-2]|0?[1-9])(?!\d|\s*[-/.]\s*\d)"
)
_MONTH_THEN_DAY = re.compile(
    rf"(?<!\d)((?:19|20)\d\d){_SEP}(1[0-2]|0?[1-9])\s*月?[\s/|]+(3[01]|[12]\d|0?[1-9])\s*日?(?![\d:.])"
)
#: ``05-21`` above or below ``2021``.
_YEAR_THEN_REST = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*年?[\s/|]+(1[0-2]|0?[1-9])\s*[-–/.月]\s*(3[01]|[12]\d|0?[1-9])\s*日?(?![\d:])"
)
_REST_THEN_YEAR = re.compile(
    r"(?<![\d.:/-])(1[0-2]|0?[1-9])\s*[-–/.月]\s*(3[01]|[12]\d|0?[1-9])\s*日?[\s/|,]+((?:19|20)\d\d)(?!\d|\s*[-–/.年]\s*\d)"
)
#: ``27`` / ``04月`` / ``2021`` in three elements.
_DAY_MONTH_YEAR = re.compile(
    r"(?<![\d.:/-])(3[01]|[12]\d|0?[1-9])\s*日?[\s/|]+(1[0-2]|0?[1-9])\s*月?[\s/|]+((?:19|20)\d\d)(?!\d)"
)
_SHORT_YEAR = re.compile(r"(?<![\d.:/-])([012]\d)[-/.](1[0-2]|0[1-9])[-/.](3[01]|[12]\d|0[1-9])(?![\d./-])")
_DOTTED = re.compile(r"(?<![\d.:/-])(3[01]|[12]\d|0?[1-9])([./-])(1[0-2]|0?[1-9])\2((?:19|20)\d\d)(?!\d)")
_ENGLISH_MONTH_FIRST = re.compile(
    rf"\b{MONTH}\s*(3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\s*,?\s+((?:19|20)\d\d)\b", re.I
)
_ENGLISH_DAY_FIRST = re.compile(
    rf"\b(3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?[\s-]+{MONTH}[\s,-]+((?:19|20)\d\d)\b", re.I
)
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(1[0-2]|0[1-9])(3[01]|[12]\d|0[1-9])(?!\d)")
_MONTH_DAY = re.compile(r"(?<![\d.:/年-])(1[0-2]|0?[1-9])\s*[-–/月]\s*(3[01]|[12]\d|0?[1-9])\s*日?(?![\d/-])")
_RELATIVE = re.compile(
    r"\d{1,3}\s*(?:秒钟?|分钟|小时|天|日|周|星期|个月|月|年)\s*(?:之)?前|刚刚|今天|昨[天日]|前天"
)

_ANY = re.compile(r"\d|刚刚|今天|昨[天日]|前天")

#: What may stand around a date in an element that is there for the date alone.
_AROUND = re.compile(
    r"(?:发布|更新|发文|发稿|公开|成文|生成|添加|创建|上传)?(?:日期|时间|于|date|time|posted on|published)"
    r"|\d{1,2}:\d\d(?::\d\d)?"
    r"|星期[一二三四五六日天]|周[一二三四五六日]|[\s\[\]()（）【】<>《》〔〕「」:：|,，;；。·•/_-]+",
    re.IGNORECASE,
)

_URL_DAY = re.compile(
    r"(?<!\d)(20[012]\d|199\d)(?:[/_-]?(1[0-2]|0[1-9])[/_-]?(3[01]|[12]\d|0[1-9])|[/_-](1[0-2]|[1-9])[/_-](3[01]|[12]\d|[1-9]))(?!\d)"
)
_URL_YEAR = re.compile(r"(?<!\d)(20[012]\d|199\d)(?=[/_-]|0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class RowDate:
    """A date found in the text of a row: ``day``, or ``month_day`` where the list prints no year."""

    day: date | None
    month_day: tuple[int, int] | None
    start: int
    end: int


def _day(year: str | int, month: str | int, dom: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(dom))
    except ValueError:
        return None


def find_row_dates(text: str, fetched_at: datetime | None = None) -> list[RowDate]:
    """Every date of a row's text (NFKC), full ones before others, each kind in the order of the text.

    ``"27\\n2021-04"`` gives 2021-04-27, ``"[21-04-05]"`` 2021-04-05, ``"May 16, 2019"`` 2019-05-16, ``"05-21"`` a
    ``month_day``.  Relative ones (``3天前``) are read only against ``fetched_at``.
    """
    if not _ANY.search(text):
        return []
    found = [RowDate(f.day, None, f.start, f.end) for f in find_dates(text)]
    if found:
        return found
    for pattern, order in (
        (_DAY_MONTH_YEAR, (3, 2, 1)),
        (_DAY_THEN_MONTH, (2, 3, 1)),
        (_MONTH_THEN_DAY, (1, 2, 3)),
        (_YEAR_THEN_REST, (1, 2, 3)),
        (_REST_THEN_YEAR, (3, 1, 2)),
        (_COMPACT, (1, 2, 3)),
        (_SHORT_YEAR, (1, 2, 3)),
        (_DOTTED, (4, 3, 1)),
    ):
        for match in pattern.finditer(text):
            year, month, dom = (match[i] for i in order)
            day = _day(("20" + year) if len(year) == 2 else year, month, dom)
            if day:
                found.append(RowDate(day, None, match.start(), match.end()))
        if found:
            return found
    found = _english(text)
    if found:
        return found
    for match in _MONTH_DAY.finditer(text):
        month, dom = int(match[1]), int(match[2])
        if _day(2024, month, dom):
            found.append(RowDate(None, (month, dom), match.start(), match.end()))
    if found:
        return found
    for match in _RELATIVE.finditer(text):
        relative = read_relative(match[0], fetched_at) if fetched_at else None
        found.append(RowDate(relative.day if relative else None, None, match.start(), match.end()))
    return found


def _english(text: str) -> list[RowDate]:
    found = []
    for match in _ENGLISH_MONTH_FIRST.finditer(text):
        day = _day(match[3], MONTHS[match[1].lower()], match[2])
        if day:
            found.append(RowDate(day, None, match.start(), match.end()))
    for match in _ENGLISH_DAY_FIRST.finditer(text):
        day = _day(match[3], MONTHS[match[2].lower()], match[1])
        if day:
            found.append(RowDate(day, None, match.start(), match.end()))
    return found


def fold(text: str) -> str:
    """NFKC with the dashes and blanks of dates made plain, so that the patterns above are enough."""
    return unicodedata.normalize("NFKC", text).replace("\u200b", "").strip()


def mostly_date(text: str, found: RowDate) -> bool:
    """Whether ``text`` holds little besides the date: ``发布时间：[2025-01-02]`` does, a summary does not."""
    rest = text[: found.start] + text[found.end :]
    return len(_AROUND.sub("", rest)) <= 2


def day_in_url(url: str) -> date | None:
    """The day that an address carries: ``t20250102_1.html``, ``/2025/1/2/art_1.html``, ``2025-01-02/1.html``."""
    for match in _URL_DAY.finditer(url):
        day = _day(match[1], match[2] or match[4], match[3] or match[5])
        if day:
            return day
    return None


def years_in_url(url: str) -> list[int]:
    """Years that an address carries in its path: ``/202501/`` and ``/2025/`` give 2025."""
    return [int(m[1]) for m in _URL_YEAR.finditer(url)]


def nearest(month: int, dom: int, other: date) -> date | None:
    """The day of that month and day which lies nearest to ``other``."""
    days = [d for shift in (-1, 0, 1) if (d := _day(other.year + shift, month, dom))]
    return min(days, key=lambda d: abs(d - other)) if days else None


def infer_year(month: int, dom: int, url: str, fetched_at: datetime | None) -> date | None:
    """The full day behind ``05-21``: the year of the row's address, else the latest such day before the fetch.

    The address may be a day or a month older than what the list shows, so a December address with a January day
    belongs to the next year.
    """
    in_url = day_in_url(url)
    if in_url:
        return nearest(month, dom, in_url)
    years = years_in_url(url)
    if years:
        return _day(years[-1], month, dom)
    if fetched_at is None:
        return None
    today = fetched_at.astimezone(CHINA).date()
    for year in (today.year, today.year - 1):
        day = _day(year, month, dom)
        if day and day <= today + timedelta(days=1):
            return day
    return None
