"""Which groups of a page make up its main lists: the best one, its sister blocks, and pinned rows in other markup."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from crawlers.listing.rows import RawRow
from crawlers.listing.score import CONVINCING, ScoredGroup, names_a_side_box, names_navigation

#: A sister block has at least this part of the best group's score.
_SISTER = 0.45
#: On an index page blocks with and without dates stand side by side; each is judged as if it were dated.
_SISTER_OF_AN_INDEX = 0.3
_MORES_OF_AN_INDEX = 2
#: Pinned rows: how many at most, and how many links may stand between them and the list.
_PINNED = 5
_LINKS_BETWEEN = 2
#: So many dated rows and a next page make a list.
_ROWS_OF_A_LIST = 8
#: So many rows with a day each make a block that is dated throughout.
_BLOCK = 3


def main_groups(scored: list[ScoredGroup], *, paged: bool = False) -> list[ScoredGroup]:
    """The best group and what belongs to it, in page order; empty where nothing is convincing.

    ``paged`` says that the page has a next one: then it is one list, and no index of columns.
    """
    best = max(scored, key=lambda s: s.score, default=None)
    if best is None or best.score < CONVINCING:
        return []
    index = not paged and sum(s.more for s in scored) >= _MORES_OF_AN_INDEX
    chosen = [s for s in scored if s is best or _is_sister(best, s, paged) or (index and _is_column(best, s))]
    chosen = [_without_foreign_block(s) for s in chosen]
    best = max(chosen, key=lambda s: s.score)
    first = min(row.area.place for row in best.rows)
    pinned = [s for s in scored if s not in chosen and _is_pinned(best, s)]
    for group in sorted(pinned, key=lambda s: -s.rows[-1].area.place):
        last = max(link.place for row in group.rows for link in row.area.links)
        if 0 < first - last <= _LINKS_BETWEEN:
            chosen.append(group)
            first = min(row.area.place for row in group.rows)
    return sorted(chosen, key=lambda s: s.rows[0].area.place)


def _without_foreign_block(scored: ScoredGroup) -> ScoredGroup:
    """Rows of one template in several blocks, of which one is dated throughout and another not at all: a menu or a box
    of links that has no class of its own.  The undated block is left out."""
    if not 0.3 < scored.dated < 1:
        return scored
    blocks: dict[object, list[RawRow]] = {}
    for row in scored.rows:
        blocks.setdefault(row.area.parent, []).append(row)
    dated = [rows for rows in blocks.values() if len(rows) >= _BLOCK and all(row.date for row in rows)]
    undated = [rows for rows in blocks.values() if len(rows) > 1 and not any(row.date for row in rows)]
    if not dated or not undated:
        return scored
    foreign = {id(row) for rows in undated for row in rows}
    return replace(scored, rows=[row for row in scored.rows if id(row) not in foreign])


def _is_sister(best: ScoredGroup, other: ScoredGroup, paged: bool) -> bool:
    if best.dated == other.dated == 1 and _same_template(best, other):
        return True
    if paged and best.dated >= 1 and len(best.rows) >= _ROWS_OF_A_LIST and not _beside(best, other):
        return False  # a list that goes on over pages is whole: other dated rows are a ticker's, a side box's
    if other.score < max(CONVINCING, _SISTER * best.score) or len(other.rows) < 2:
        return False
    if abs(best.dated - other.dated) > 0.3:
        return False
    return best.dated > 0.5 or (_same_site(best, other) and _depth(best) == _depth(other))


def _beside(best: ScoredGroup, other: ScoredGroup) -> bool:
    """Whether rows of both stand in one element."""
    return not {row.area.parent for row in best.rows}.isdisjoint(row.area.parent for row in other.rows)


def _same_template(best: ScoredGroup, other: ScoredGroup) -> bool:
    """Whether dated rows are written by the best group's template, in a block whose outer markup differs."""
    ends = ["/".join(s.group.path.split("/")[-2:]) for s in (best, other)]
    named = "." in ends[0] and ends[0] == ends[1]
    return named and not names_navigation(other.group.path) and not names_a_side_box(other.group.path)


def _is_column(best: ScoredGroup, other: ScoredGroup) -> bool:
    """Whether the block is another column of an index page: titles as long, addresses of the same make."""
    if (names_navigation(other.group.path) and other.dated < 0.5) or names_a_side_box(other.group.path):
        return False
    as_if_dated = other.score * (1.0 if other.dated > 0.5 else 1 / 0.3)
    return (
        as_if_dated >= _SISTER_OF_AN_INDEX * best.score
        and other.width >= 18
        and _same_site(best, other)
        and _make(best) == _make(other)
    )


def _is_pinned(best: ScoredGroup, other: ScoredGroup) -> bool:
    """Whether rows right before the list are its pinned ones: same element and class at the end of the path."""
    if len(other.rows) > _PINNED or names_navigation(other.group.path) or names_a_side_box(other.group.path):
        return False
    same_end = best.group.path.rsplit("/", 1)[-1] == other.group.path.rsplit("/", 1)[-1]
    looks = other.dated >= 1 if best.dated >= 0.8 else other.width >= 16
    same_kind = _same_site(best, other) and _make(best) == _make(other) and _folder(best) == _folder(other)
    return same_end and looks and same_kind


def _same_site(a: ScoredGroup, b: ScoredGroup) -> bool:
    return _commonest([urlsplit(row.url).netloc for row in a.rows]) == _commonest(
        [urlsplit(row.url).netloc for row in b.rows]
    )


def _make(scored: ScoredGroup) -> str:
    """What the addresses of a group end in: ``html`` with digits, ``jsp`` without."""
    return _commonest(
        [
            (re.search(r"\.(\w{1,5})$", urlsplit(row.url).path) or ["", ""])[1]
            + ("0" if re.search(r"\d", row.url.split("/", 3)[-1]) else "")
            for row in scored.rows
        ]
    )


def _folder(scored: ScoredGroup) -> str:
    """The first two folders of the addresses that name no year or number: those of a column."""
    paths = [urlsplit(row.url).path.split("/")[1:-1] for row in scored.rows]
    return _commonest(["/".join([part for part in path if not part.isdigit()][:2]) for path in paths])


def _depth(scored: ScoredGroup) -> str:
    return _commonest([str(urlsplit(row.url).path.rstrip("/").count("/")) for row in scored.rows])


def _commonest(values: list[str]) -> str:
    return max(set(values), key=lambda v: (values.count(v), v)) if values else ""
