"""Rows of list pages, JSON lists and feeds: from bytes or text to addresses, titles and days.  Nothing is fetched."""

from crawlers.listing.feeds import read_feed
from crawlers.listing.json_rows import JsonFields, read_json_list
from crawlers.listing.page import ListHints, ListPage, ListRow
from crawlers.listing.reader import read_list

__all__ = ["JsonFields", "ListHints", "ListPage", "ListRow", "read_feed", "read_json_list", "read_list"]
