"""The channel pages of the National Health Commission: ``/wjw/<topic>/list.shtml``, then ``list_2.shtml``.

History: rows ``ul.zxxx_list li``, the title cut in the text and whole in ``@title``, pager by
``createPageHTML('page_div', 42, 1, 'list', 'shtml', 1000)`` (2025, 2026-08).  Plain clients were answered 412 with a
script challenge from 2022 to 2026: recorded as blocked, never worked around; the State Council's library is the second
path to the same documents.
"""

from __future__ import annotations

from crawlers.source_parts import Pagination
from crawlers.spiders.static_list import StaticListSpider


class NhcChannelSpider(StaticListSpider):
    """Numbers its pages from 2."""

    default_pagination = Pagination(page="list_{n}.shtml", first=2)
