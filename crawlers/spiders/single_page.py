"""Single pages: each column's address is an article itself (WeChat), or a page rewritten in place (a round-up).

History: an expired or removed WeChat article answers 200 with ``weui-msg__title`` (2022 to 2025): expired or gone, not
an article.  An article there does not change under its address, so one that was had is not asked for again; any other
page is asked for in each pass, conditionally.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from crawlers.source import Level
from crawlers.spiders.base import SourceSpider
from crawlers.visit import Visit
from models import SnapshotKind


class SinglePageSpider(SourceSpider):
    """Fetches each column's own page."""

    async def start(self) -> AsyncIterator[Any]:
        columns = self.columns()
        known = self.archive.known([column.url for column in columns])
        for column in columns:
            had = known.get(column.url)
            if had is not None and not had.worth_asking and self.source.level is Level.WECHAT:
                continue
            visit = Visit(column.url, SnapshotKind.ARTICLE, column.name, backfill=self.job.backfill)
            if request := self.article_request(visit, again=True):
                yield request
