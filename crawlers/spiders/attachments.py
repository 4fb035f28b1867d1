"""Files that articles offer, of whatever family: the same limits, stored once per content, asked for conditionally."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from crawlers.spiders.asking import AskingSpider
from crawlers.visit import Visit
from models import SnapshotKind


class AttachmentSpider(AskingSpider):
    """Fetches the addresses that it is given."""

    def __init__(self, *args: Any, addresses: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.addresses = addresses

    async def start(self) -> AsyncIterator[Any]:
        known = self.archive.known(self.addresses, SnapshotKind.ATTACHMENT)
        for url in self.addresses:
            had = url in known and known[url].first_at is not None
            visit = Visit(url, SnapshotKind.ATTACHMENT, backfill=self.job.backfill, recheck=had)
            headers = self.archive.conditional(url, SnapshotKind.ATTACHMENT)
            if request := self.request(url, visit, self.on_answer, headers):
                yield request
