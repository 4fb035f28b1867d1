"""What is written of a source (来源): the strict, frozen form of one file of ``seeds/sources``.

What is unknown stays absent: a column's URL is enough to begin, everything else only helps.
"""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from crawlers.source_parts import (
    Access,
    Column,
    HanwebUnit,
    Hints,
    JsonFields,
    ListRequest,
    Pagination,
    Rhythm,
    Url,
    Written,
)


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
    CHANNEL_SEARCH = "channel_search"
    GKMLPT = "gkmlpt"
    JSON_LIST = "json_list"
    FEED = "feed"
    SITEMAP = "sitemap"
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


#: Corrections and withdrawals come within days; later ones are found when a list shows another title.
RECHECK_DAYS = 7


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
    recheck_days: int | None = Field(default=None, ge=0, le=365)  # articles so young are read again; 0: never
    proxy: Url | None = None
    render: bool = (
        False  # its pages are filled by script: shown to a browser (crawlers.rendering) before they are read
    )
    paused: str | None = None  # why it is not crawled now
    evidence: tuple[str, ...] = ()  # public repositories whose code or saved pages show how the site is built
    unverified: bool = False  # family or columns are inferred and have no case under tests/sources
    trust: Trust | None = None  # default: by level

    @property
    def trusted_as(self) -> Trust:
        return self.trust or _TRUST[self.level]

    @property
    def rechecks_for_days(self) -> int:
        """Up to which age an article is read again: a week; never on WeChat, where a text does not change."""
        if self.recheck_days is not None:
            return self.recheck_days
        return 0 if self.level is Level.WECHAT else RECHECK_DAYS

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
        if twice and self.request is None and self.family is not Family.GKMLPT:
            raise ValueError(f"columns name {twice[0]} twice")
        names = [column.name for column in self.columns]
        if len(set(names)) < len(names) and self.family is not Family.SINGLE_PAGE:
            raise ValueError("two columns have one name; what was read of a column is remembered by it")
        return self
