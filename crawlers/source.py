"""What is written of a source (来源): the strict, frozen form of one file of ``seeds/sources``.

What is unknown stays absent: a column's URL is enough to begin, everything else only helps.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator


class Level(StrEnum):
    """Who speaks, from the most official down."""

    NATIONAL = "national"
    PROVINCIAL = "provincial"
    CITY = "city"
    WECHAT = "wechat"
    PORTAL = "portal"
    REPOST = "repost"
    DIGEST = "digest"

    @property
    def rank(self) -> int:
        """0 for the most official; smaller wins where several pages carry one text."""
        return list(Level).index(self)

    @property
    def official(self) -> bool:
        """Whether its sites are those of the issuing bodies."""
        return self in (Level.NATIONAL, Level.PROVINCIAL, Level.CITY)


class Trust(StrEnum):
    """What a page of the source is worth as evidence that a document exists."""

    OFFICIAL = "official"  # the issuing body's own site, or the State Council's
    MEDIA = "media"  # names its source and is answerable for it
    REPOST = "repost"  # copies, with or without saying from where


class Family(StrEnum):
    """Ways of publishing (建站系统); each has one spider in ``crawlers.spiders``."""

    STATIC_LIST = "static_list"
    NHC_CHANNEL = "nhc_channel"
    HANWEB_PROXY = "hanweb_proxy"
    HANWEB_QUERY = "hanweb_query"
    JSON_LIST = "json_list"
    FEED = "feed"
    SINGLE_PAGE = "single_page"


_TRUST = {
    Level.NATIONAL: Trust.OFFICIAL,
    Level.PROVINCIAL: Trust.OFFICIAL,
    Level.CITY: Trust.OFFICIAL,
    Level.WECHAT: Trust.MEDIA,
    Level.PORTAL: Trust.MEDIA,
    Level.REPOST: Trust.REPOST,
    Level.DIGEST: Trust.REPOST,
}


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{value!r} is not an http(s) address")
    return value


def _seen(value: object) -> object:
    """``2026-11`` and ``2026`` are evidence dates too; YAML reads a full day as a date and a year as a number."""
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, int) else value


Url = Annotated[str, AfterValidator(_address)]
Seen = Annotated[str, BeforeValidator(_seen), Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]


class Written(BaseModel):
    """Base of what stands in a file: frozen, and no key that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Column(Written):
    """One list of the source (栏目), or one page of a ``single_page`` source."""

    name: str = Field(min_length=1)
    url: Url
    seen: Seen | None = None  # when it was last known to work
    inferred: bool = False  # formed by analogy, never seen to work
    paused: str | None = None  # why it is not read now; a job that names the column reads it all the same
    values: dict[str, str] = Field(default_factory=dict)  # for the {names} of `request`


class Rhythm(Written):
    """How often the source speaks."""

    quiet_days: int | None = Field(default=None, ge=1, le=3650)  # silence longer than this is an alarm


class Pagination(Written):
    """Names of the pages after the first: ``page`` is joined to the column's folder, ``{n}`` is the number.

    ``first`` is the number in the name of page 2: 1 on TRS (``index_1.html``), 2 on most others (``list_2.shtml``).
    """

    page: str | None = None
    first: int = Field(default=2, ge=0, le=9)
    count: Literal["up", "down"] = (
        "up"  # down: numbered from the oldest; the page's own link tells the first number
    )

    @model_validator(mode="after")
    def _has_a_number(self) -> Pagination:
        if self.page is not None and "{n}" not in self.page:
            raise ValueError("page must hold {n}, as in index_{n}.html")
        return self


class RowHints(Written):
    """CSS selectors of a list: ``row`` in the page, the others in a row."""

    row: str | None = None
    link: str | None = None
    title: str | None = None
    date: str | None = None


class Hints(Written):
    """CSS selectors that help; each is checked before it is believed."""

    list: RowHints | None = None
    body: str | None = None
    title: str | None = None
    date: str | None = None
    source_name: str | None = None


class Access(Written):
    """What is known of reaching the site, and since when."""

    note: str | None = None
    seen: Seen | None = None
    certificate: str | None = None  # why this site's certificate is not verified; absent: it is
    needs_browser: bool = False


class JsonFields(Written):
    """Where the rows and their fields lie in a JSON answer: dotted paths, ``*`` for every member."""

    rows: str
    url: str
    title: str
    date: str | None = None


class ListRequest(Written):
    """How a JSON list is asked for where the column's URL alone does not do: ``{page}`` and the column's values."""

    method: Literal["GET", "POST"] = "GET"
    url: str | None = None  # default: the column's
    form: dict[str, str] = Field(default_factory=dict)
    first_page: int = Field(default=1, ge=0, le=1)


class HanwebUnit(Written):
    """Parameters of ``dataproxy.jsp``; what is absent is read from the column page's own script."""

    path: str | None = None
    unitid: str | None = None
    webid: str | None = None
    webname: str | None = None
    per_page: int | None = Field(default=None, ge=1, le=200)


class Source(Written):
    """One site that we watch."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{1,78}$")
    name: str = Field(min_length=1)
    level: Level
    region: str | None = None
    home: Url | None = None
    family: Family
    columns: tuple[Column, ...] = ()
    rhythm: Rhythm = Field(default_factory=Rhythm)
    pagination: Pagination | None = None
    hints: Hints = Field(default_factory=Hints)
    access: Access = Field(default_factory=Access)
    fields: JsonFields | None = None
    request: ListRequest | None = None
    hanweb: HanwebUnit | None = None
    encoding: str | None = None
    former_hosts: tuple[str, ...] = ()
    delay_s: float | None = Field(default=None, ge=0, le=120)
    proxy: str | None = None
    paused: str | None = None  # why it is not crawled now
    evidence: tuple[str, ...] = ()  # public repositories whose code or saved pages show how the site is built
    unverified: bool = False  # family or columns are inferred and have no case under tests/sources
    trust: Trust | None = None  # default: by level

    @property
    def trusted_as(self) -> Trust:
        return self.trust or _TRUST[self.level]

    @property
    def read_columns(self) -> tuple[Column, ...]:
        """Columns that a pass reads: those that are not paused."""
        return tuple(column for column in self.columns if not column.paused)

    @property
    def hosts(self) -> frozenset[str]:
        """Hosts under which pages of this source are published."""
        written = [self.home, *(column.url for column in self.columns)]
        names = {urlsplit(url).hostname or "" for url in written if url}
        return frozenset(names | set(self.former_hosts)) - {""}

    @model_validator(mode="after")
    def _holds_together(self) -> Source:
        if self.family is Family.JSON_LIST and self.columns and self.fields is None:
            raise ValueError("a json_list needs `fields`: rows, url, title, date")
        if self.fields is not None and self.family is not Family.JSON_LIST:
            raise ValueError(f"`fields` belongs to json_list, not to {self.family.value}")
        if self.hanweb is not None and self.family is not Family.HANWEB_PROXY:
            raise ValueError(f"`hanweb` belongs to hanweb_proxy, not to {self.family.value}")
        urls = [column.url for column in self.columns]
        twice = sorted({url for url in urls if urls.count(url) > 1})
        if twice and self.request is None:
            raise ValueError(f"columns name {twice[0]} twice")
        names = [column.name for column in self.columns]
        if len(set(names)) < len(names) and self.family is not Family.SINGLE_PAGE:
            raise ValueError("two columns have one name; what was read of a column is remembered by it")
        return self
