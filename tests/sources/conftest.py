"""Fixtures of the crawl tests: a site, a store, one pass."""

from tests.crawlers.conftest import crawl, site, store
from tests.crawlers.conftest import store as database

__all__ = ["crawl", "database", "site", "store"]
