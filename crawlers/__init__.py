"""How pages are found and fetched: the registry, one spider per family, politeness, refusals, snapshots.

Of ``cleaners`` it uses decoding, dates and refusals only.  Scrapy itself is imported in the child process of a crawl.
"""

from crawlers.errors import (
    CrawlError,
    LaunchError,
    ListError,
    LookError,
    RegistryError,
    ReplayError,
    UnknownSourceError,
)
from crawlers.job import CrawlJob, PassReport
from crawlers.launch import crawl_attachments, launch_crawl
from crawlers.listing import ListHints, ListPage, ListRow, read_list
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
