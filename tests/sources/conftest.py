"""The store of the crawl tests."""

from tests.crawlers.conftest import store as database

__all__ = ["database"]
