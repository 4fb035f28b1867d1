"""A whole source file for an address that no file knows: what to try after the first look, and what came of it.

Nothing is written that was not seen: columns that gave no rows are left out (and named), and what nobody can know from
one look (rhythm, encoding, selectors) stays absent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from w3lib.url import add_or_replace_parameter

from cleaners import PageKind, clean_page
from cleaners.dates import CHINA
from crawlers.fingerprints import Fingerprint, read_family
from crawlers.listing.json_guess import guess_fields
from crawlers.look import Answer, Look
from crawlers.source import Family, Source
from flows.checks.columns import find_columns, platform_columns
from flows.checks.naming import Named, name_column, name_site
from flows.checks.reading import SHORTEST_TEXT, read_columns
from flows.checks.source_file import loads, write_source

_HOME = ("", "/", "/index.html", "/index.htm", "/index.shtml", "/index.jsp", "/index.php")
_PAGES = ("page", "p", "pageNum", "pageNo", "pageIndex", "current", "curPage")
_NAMES = {Family.FEED: "订阅", Family.SITEMAP: "站点地图", Family.JSON_LIST: "列表"}


@dataclass(frozen=True)
class Tried:
    """A source to look at; ``seen``: the first look has shown all of it already."""

    source: Source
    named: Named
    family: Fingerprint | None
    seen: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """The file, or (``text`` empty) why there is none."""

    text: str = ""
    file: str = ""
    name: str = ""
    why: str = ""
    notes: tuple[str, ...] = ()
    dropped: frozenset[str] = field(default_factory=frozenset)  # addresses of columns that gave no rows


def source_to_try(answer: Answer, look: Look, taken: frozenset[str], at: datetime) -> Tried | None:
    """What the first answer suggests; ``None`` where it holds neither a list nor a way to one."""
    url, body = answer.final_url, answer.body
    guess, named = read_family(body, url), name_site(body, url, taken)
    family = guess.family if guess else Family.STATIC_LIST
    rows = bool(look.lists)
    if family is Family.SINGLE_PAGE:
        page = clean_page(body, url, charset=answer.charset)
        column = {"name": (page.title or "文章")[:60], "url": url}
        return Tried(_source(named, family, [column], url, at), named, guess)
    if family is Family.GKMLPT:
        base = url.partition("#")[0]
        found = [{"name": name, "url": base, "values": {"category": n}} for name, n in platform_columns(body)]
        return Tried(_source(named, family, found, url, at), named, guess) if found else None
    if family is Family.JSON_LIST:
        fields = guess_fields(body, url)
        if fields is None:
            return None
        address, request = _paged(url)
        more: dict[str, Any] = {
            "fields": {
                "rows": fields.rows,
                "url": fields.url,
                "title": fields.title,
                "date": fields.date or None,
            }
        }
        if request:
            more["request"] = request
        column = {"name": _NAMES[family], "url": address}
        return Tried(_source(named, family, [column], url, at, more), named, guess)
    at_home = urlsplit(url).path in _HOME and not urlsplit(url).query
    plain = family in (Family.STATIC_LIST, Family.NHC_CHANNEL)
    own = {"name": _NAMES.get(family) or name_column(body), "url": url}
    if not plain or (rows and not at_home):
        seen = family is Family.STATIC_LIST
        return Tried(_source(named, family, [own], url, at), named, guess, seen=seen)
    below = [{"name": name, "url": address} for name, address in find_columns(body, url)]
    if below:
        notes = () if rows else (_instead(answer),)
        return Tried(_source(named, family, below, url, at), named, guess, notes=notes)
    return Tried(_source(named, family, [own], url, at), named, guess, seen=plain) if rows else None


def propose(tried: Tried, look: Look, at: datetime) -> Proposal:
    """The file of the columns that gave rows; of a page that is an article by itself, the page."""
    found = read_columns(look)
    whole = tried.source.family is Family.SINGLE_PAGE
    good = [one for one in found if one.rows or (whole and not one.error)]
    left = [one for one in found if one not in good]
    # The first look calls its one column by another name.
    names = {column.name for column in tried.source.columns} if tried.seen else {one.name for one in good}
    columns = [column for column in tried.source.columns if good and column.name in names]
    notes = [
        *tried.notes,
        *(f"没有写进文件的栏目「{one.name}」{one.url}：{one.error or '没有行'}" for one in left),
    ]
    if not columns:
        return Proposal(why="找到的栏目都没有读到行", notes=tuple(notes))
    source = tried.source.model_copy(update={"columns": tuple(columns)})
    text = write_source(source, _comments(tried))
    if not loads(source, text):
        return Proposal(why="写出的文件读回来不一样，请把这个地址报告给我们", notes=tuple(notes))
    dropped = frozenset(one.url for one in left)
    return Proposal(text, f"{source.id}.yaml", source.name, notes=tuple(notes), dropped=dropped)


def _comments(tried: Tried) -> Mapping[str, str]:
    family = tried.family
    told = {"level": f"推断：{tried.named.why}", "id": "由网址得来，可改；须与文件名相同"}
    told["family"] = (
        f"推断：{family.product}，{family.evidence}" if family else "没有见到建站系统的标记，按普通列表读"
    )
    return told


def _source(
    named: Named,
    family: Family,
    columns: list[dict[str, Any]],
    url: str,
    at: datetime,
    more: Mapping[str, Any] | None = None,
) -> Source:
    today = at.astimezone(CHINA).date().isoformat()
    parts = urlsplit(url)
    written = {
        "id": named.id,
        "name": named.name,
        "level": named.level,
        "region": named.region,
        "home": f"{parts.scheme}://{parts.netloc}/",
        "family": family,
        "columns": [{**column, "seen": today} for column in columns],
        "access": {"note": "plain client works", "seen": today},
        **(more or {}),
    }
    return Source.model_validate(written)


def _paged(url: str) -> tuple[str, dict[str, int] | None]:
    """The address with ``{page}`` for its page number, and the request's first page where it is not 1."""
    for name, value in parse_qsl(urlsplit(url).query):
        if name in _PAGES and value in ("0", "1"):
            address = add_or_replace_parameter(url, name, "PAGE-NUMBER").replace("PAGE-NUMBER", "{page}")
            return address, {"first_page": 0} if value == "0" else None
    return url, None


def _instead(answer: Answer) -> str:
    page = clean_page(answer.body, answer.final_url, charset=answer.charset)
    article = page.kind is PageKind.ARTICLE and len(page.text) >= SHORTEST_TEXT
    return "给的地址是一篇文章，下面是它的网站的栏目" if article else "给的地址上没有列表，下面是它链接的栏目"
