"""A stored page read by the present rules, and its parts as they are stored.  Nothing is written here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from sqlmodel import Session

from cleaners import CleanPage, PageHints, PageKind, SiteProfile, clean_page
from cleaners.dates import at_midnight
from models import Outcome, Snapshot
from models.bodies import load_body
from models.writing import PageText

Hints = Callable[[str], PageHints | None]  # source id
Profiles = Callable[[str, str], SiteProfile | None]  # source id, address

#: What a page that is no article makes of its snapshot (design, rule 10).
_OUTCOMES = {
    PageKind.BLOCKED: (Outcome.BLOCKED, "the page is a challenge or asks for consent"),
    PageKind.ERROR: (Outcome.EXPIRED, "the page is an error page, or its text was taken away"),
    PageKind.EMPTY: (Outcome.EMPTY, "the page has no text of its own"),
}
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


def no_hints(source_id: str) -> PageHints | None:
    """No source has selectors."""
    return None


def no_profiles(source_id: str, url: str) -> SiteProfile | None:
    """Nothing is learned of any site."""
    return None


def body_of(session: Session, snapshot: Snapshot) -> bytes:
    """The bytes of a snapshot that has some.  Raises ``KeyError`` where retention took them."""
    assert snapshot.body_sha256 is not None
    return load_body(session, snapshot.body_sha256)


def read_snapshot(snapshot: Snapshot, body: bytes, hints: Hints, profiles: Profiles) -> CleanPage:
    """What the stored page says, by the present rules."""
    return clean_page(
        body,
        snapshot.final_url or snapshot.url,
        fetched_at=snapshot.fetched_at,
        charset=_charset(snapshot.headers),
        hints=hints(snapshot.source_id),
        site=profiles(snapshot.source_id, snapshot.url),
    )


def refusal_of(page: CleanPage) -> tuple[Outcome, str] | None:
    """The outcome of a page that is no article, and why; ``None`` of one that is."""
    return _OUTCOMES.get(page.kind)


def parts_of(page: CleanPage, snapshot: Snapshot) -> list[PageText]:
    """The page and then the entries of a round-up, as they are stored.

    What the page does not say of itself is taken from the list that led to it: the title of the row, its day.
    """
    published_at, time_known = page.published_at, page.time_known
    if published_at is None and snapshot.row_published_on:
        published_at, time_known = at_midnight(snapshot.row_published_on), False
    whole = _part(page, page.title or snapshot.row_title or "", published_at, time_known)
    entries = [
        _part(entry, entry.title, entry.published_at, entry.time_known)
        if entry.published_at
        else _part(entry, entry.title, published_at, time_known)
        for entry in page.entries
    ]
    return [whole, *entries]


def _part(page: CleanPage, title: str, published_at: datetime | None, time_known: bool) -> PageText:
    return PageText(
        kind=page.kind.value,
        title=title,
        text=page.text,
        published_at=published_at,
        time_known=time_known,
        source_name=page.source_name,
        author=page.author,
        column=page.column,
        card=dict(page.card),
        removed=[{"rule": cut.rule, "text": cut.text, "offset": cut.offset} for cut in page.removed],
        attachments=[(file.name, file.url) for file in page.attachments],
    )


def _charset(headers: Mapping[str, object]) -> str | None:
    kind = next((str(value) for name, value in headers.items() if name.lower() == "content-type"), "")
    found = _CHARSET.search(kind)
    return found[1] if found else None
