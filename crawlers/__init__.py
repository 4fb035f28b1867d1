"""How pages are found and fetched: the registry, one spider per family, politeness, refusals, snapshots.

Of ``cleaners`` it uses decoding, dates and refusals only.  Scrapy itself is imported in the child process of a crawl,
and what needs the store when it is first asked for: who only reads a list pays for neither (0.05 s instead of 0.45).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from crawlers.errors import (
    CrawlError,
    LaunchError,
    ListError,
    LookError,
    RegistryError,
    ReplayError,
    UnknownSourceError,
)
from crawlers.listing import ListHints, ListPage, ListRow, read_list

if TYPE_CHECKING:
    from crawlers.job import CrawlJob, PassReport
    from crawlers.launch import crawl_attachments, launch_crawl
    from crawlers.registry import Registry, load_registry, page_hints
    from crawlers.source import Family, Level, Source, Trust
    from crawlers.source_parts import Column

__all__ = [
    "Column",
    "CrawlError",
    "CrawlJob",
    "Family",
    "LaunchError",
    "Level",
    "ListError",
    "ListHints",
    "ListPage",
    "ListRow",
    "LookError",
    "PassReport",
    "Registry",
    "RegistryError",
    "ReplayError",
    "Source",
    "Trust",
    "UnknownSourceError",
    "crawl_attachments",
    "launch_crawl",
    "load_registry",
    "page_hints",
    "read_list",
]

#: Where the names live that are imported when they are first asked for.
_HOMES = {
    "Column": "source_parts",
    "CrawlJob": "job",
    "Family": "source",
    "Level": "source",
    "PassReport": "job",
    "Registry": "registry",
    "Source": "source",
    "Trust": "source",
    "crawl_attachments": "launch",
    "launch_crawl": "launch",
    "load_registry": "registry",
    "page_hints": "registry",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
