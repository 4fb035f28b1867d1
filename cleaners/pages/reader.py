"""The door ``clean_page``: one page in, what it says out."""

from __future__ import annotations

from datetime import datetime

from cleaners.pages.page import CleanPage, PageHints, SiteProfile


def clean_page(
    html: bytes | str,
    url: str | None = None,
    *,
    fetched_at: datetime | None = None,
    charset: str | None = None,
    hints: PageHints | None = None,
    site: SiteProfile | None = None,
) -> CleanPage:
    raise NotImplementedError
