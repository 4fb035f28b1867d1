"""Rows of list pages, by structure: from bytes or text to addresses, titles and days.  Pure: nothing is fetched."""

from crawlers.listing.page import ListHints, ListPage, ListRow
from crawlers.listing.reader import read_list

__all__ = ["ListHints", "ListPage", "ListRow", "read_list"]
