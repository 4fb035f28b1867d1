"""The door ``read_list``: rows and next page of a list, by structure, without selectors.

Group the links by their path, give each its area, score the groups, take the best and its sisters.  Records in CDATA
come first, comments and script data last.
"""

from __future__ import annotations

from datetime import date, datetime

from lxml import etree

from cleaners.pages.decode import decode
from cleaners.pages.refusals import refused
from crawlers.listing import tree
from crawlers.listing.article import is_article
from crawlers.listing.groups import link_groups
from crawlers.listing.hinted import hinted_rows
from crawlers.listing.page import ListHints, ListPage, ListRow
from crawlers.listing.pager import next_page
from crawlers.listing.row_dates import infer_year, nearest
from crawlers.listing.rows import RawRow, read_row
from crawlers.listing.score import ScoredGroup, score_group
from crawlers.listing.scripts import script_rows, script_score
from crawlers.listing.sisters import main_groups


def read_list(
    html: bytes | str,
    url: str,
    *,
    fetched_at: datetime | None = None,
    charset: str | None = None,
    hints: ListHints | None = None,
) -> ListPage:
    """The rows of the page's main lists, in page order, and the address of its next page.

    Article pages and error pages give no rows.  Dates relative to now (``3天前``) and months without a year are read
    only against ``fetched_at`` (aware), the row's address or its neighbours, and are ``None`` without them.
    """
    raw = decode(html[: 4 * LONGEST], charset) if isinstance(html, bytes) else html
    raw = raw[:LONGEST]
    records = tree.records(raw)
    if records is not None:
        groups = _read(records, url, fetched_at)
        rows = [row for scored in groups for row in scored.rows]
        if rows:
            whole = tree.parse(raw) if "<html" in raw[:_HEAD].lower() else None
            return ListPage(_finished(rows, fetched_at), next_page(whole, raw, url))
    root = tree.parse(raw)
    following = next_page(root, raw, url)
    if hints is not None and root is not None:
        rows = hinted_rows(root, url, hints, fetched_at)
        if rows:
            return ListPage(_finished(rows, fetched_at), following)
    paged = following is not None
    chosen = main_groups(_read(root, url, fetched_at), paged=paged) if root is not None else []
    score = max((s.score for s in chosen), default=0.0)
    written: list[ListRow] = []
    if score < _SURE or sum(len(s.rows) for s in chosen) < _FEW:
        for comment in tree.comments(raw):
            hidden = main_groups(_read(comment, url, fetched_at), paged=paged)
            hidden_score = max((s.score for s in hidden), default=0.0)
            if hidden_score > score:
                chosen, score = hidden, hidden_score
        written = script_rows(tree.scripts(raw), url)
        if script_score(written) <= score:
            written = []
    rows = sorted((row for scored in chosen for row in scored.rows), key=lambda row: row.area.place)
    if root is not None and (_is_article(root, rows) or (0 < len(rows) < _FEW and refused(raw) is not None)):
        return ListPage()
    return ListPage(written or _finished(rows, fetched_at), following)


#: Characters that are read.  The longest list met had 700,000; nothing but tags took 1 GB of memory at 8,000,000.
LONGEST = 1_200_000
#: Where a page shows fewer rows than this, they may be those of a box beside a list that a script holds.
_FEW = 12
_HEAD = 2_000
#: A group with this score is the list; below it comments and scripts are looked at as well.
_SURE = 0.35


def _is_article(root: etree._Element, rows: list[RawRow]) -> bool:
    parts = [part for row in rows for part in row.area.parts]
    dated = sum(row.date is not None for row in rows) / len(rows) if rows else 0.0
    return is_article(root, parts, sum(len(row.title) for row in rows), dated)


def _read(root: etree._Element, url: str, fetched_at: datetime | None) -> list[ScoredGroup]:
    scored = []
    for group in link_groups(root, url):
        rows = [row for area in group.areas if (row := read_row(area, fetched_at))]
        result = score_group(group, rows)
        if result.rows or result.more:
            scored.append(result)
    return scored


def _finished(rows: list[RawRow], fetched_at: datetime | None) -> list[ListRow]:
    days = [_day(row, fetched_at) for row in rows]
    finished: dict[str, ListRow] = {}
    for n, row in enumerate(rows):
        day = days[n]
        if day is None and row.date and row.date.month_day:
            # A month and day alone: the year of the nearest row in the list that has one.
            known = [d for d in (days[n - 1 :: -1] if n else []) if d][:1] + [d for d in days[n + 1 :] if d][
                :1
            ]
            day = nearest(*row.date.month_day, known[0]) if known else None
        # The same page at another place of it (#more-2686) is no other article; #/detail/1 is one of a script's pages.
        page, _, place = row.url.partition("#")
        key = row.url if place.startswith(("/", "!")) else page
        if key not in finished or (finished[key].published_on is None and day):
            finished[key] = ListRow(row.url, row.title, day)
    return list(finished.values())


def _day(row: RawRow, fetched_at: datetime | None) -> date | None:
    if row.date and row.date.month_day:
        return infer_year(*row.date.month_day, row.url, fetched_at)
    return row.date.day if row.date else None
