"""Parts of a source file: columns, pagination, hints, how a list is asked for; each strict and frozen."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator


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

    ``?page={n}`` replaces the column's query, ``&page={n}`` one parameter of it.
    ``first`` is the number in the name of page 2: 1 on TRS (``index_1.html``), 2 on most others (``list_2.shtml``).
    Pages that are counted ``down`` are numbered from the oldest: the first page's links tell the number of page 2.
    """

    page: str | None = None
    first: int = Field(default=2, ge=0, le=9)
    count: Literal["up", "down"] = "up"

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
