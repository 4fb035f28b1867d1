"""The door ``read_list``: rows and next page of a list, by structure, without selectors.

Measured and described in ``../shared/design/baselines_lists.md``: group the links by their path, give each its area,
score the groups, take the best and its sisters.  Records in CDATA come first, comments and script data last.
"""

from __future__ import annotations

from datetime import datetime

from lxml import etree

from cleaners.pages.decode import decode
from crawlers.listing import tree
from crawlers.listing.choose import ScoredGroup, main_groups, score_group
from crawlers.listing.groups import link_groups
from crawlers.listing.page import ListHints, ListPage, ListRow
from crawlers.listing.pager import next_page
from crawlers.listing.row_dates import infer_year
from crawlers.listing.rows import RawRow, read_row
from crawlers.listing.scripts import script_rows, script_score


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
    raw = decode(html, charset) if isinstance(html, bytes) else html
    records = tree.records(raw)
    if records is not None:
        groups = _read(records, url, fetched_at)
        rows = [row for scored in groups for row in scored.rows]
        if rows:
            return ListPage(_finished(rows, fetched_at), None)
    root = tree.parse(raw)
    chosen = main_groups(_read(root, url, fetched_at)) if root is not None else []
    score = max((s.score for s in chosen), default=0.0)
    if score < 0.35:
        for comment in tree.comments(raw):
            hidden = main_groups(_read(comment, url, fetched_at))
            hidden_score = max((s.score for s in hidden), default=0.0)
            if hidden_score > score:
                chosen, score = hidden, hidden_score
        written = script_rows(tree.scripts(raw), url)
        if script_score(written) > score:
            return ListPage(written, next_page(root, raw, url))
    rows = sorted((row for scored in chosen for row in scored.rows), key=lambda row: row.area.place)
    return ListPage(_finished(rows, fetched_at), next_page(root, raw, url))


def _read(root: etree._Element, url: str, fetched_at: datetime | None) -> list[ScoredGroup]:
    scored = []
    for group in link_groups(root, url):
        rows = [row for area in group.areas if (row := read_row(area, fetched_at))]
        result = score_group(group, rows)
        if result.rows:
            scored.append(result)
    return scored


def _finished(rows: list[RawRow], fetched_at: datetime | None) -> list[ListRow]:
    finished: dict[str, ListRow] = {}
    for row in rows:
        day = row.date.day if row.date else None
        if row.date and row.date.month_day:
            day = infer_year(*row.date.month_day, row.url, fetched_at)
        if row.url not in finished or (finished[row.url].published_on is None and day):
            finished[row.url] = ListRow(row.url, row.title, day)
    return list(finished.values())
