"""What a run works with: the open database, the registry and the subscriptions, read anew for every run.

So a changed source file, a paused source or a new subscription is seen at the next pass without a restart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from cleaners import PageHints
from crawlers.job import CrawlJob
from crawlers.registry import Registry, load_registry, page_hints
from crawlers.source import Level, Trust
from flows.channels import Channel, EmailChannel, FolderChannel, SmtpServer
from flows.digests.choice import WatchedSource
from flows.errors import SettingsError
from flows.settings import Settings
from flows.subscriptions import Subscription, load_subscriptions
from models import Database, open_database

#: The rank of a page whose source nobody registered (a replayed page): below everything known.
UNKNOWN_RANK = 99


@dataclass(frozen=True)
class Watch:
    """Everything of one run but the moment."""

    settings: Settings
    database: Database
    registry: Registry

    def rank(self, source_id: str) -> int:
        """How official a source is: 0 for a national commission, rising to reposts and round-ups."""
        if source_id not in self.registry:
            return UNKNOWN_RANK
        return list(Level).index(self.registry.get(source_id).level)

    def is_official(self, source_id: str) -> bool:
        """Whether a document on that source is the document itself, not somebody's copy."""
        return source_id in self.registry and self.registry.get(source_id).trusted_as is Trust.OFFICIAL

    def hints(self, source_id: str) -> PageHints | None:
        """The selectors that help with the pages of a source."""
        if source_id not in self.registry:
            return None
        return PageHints(**page_hints(self.registry.get(source_id)))

    def subscriptions(self, ids: Sequence[str] = ()) -> list[Subscription]:
        """The subscriptions with these ids, all where none is given."""
        return choose_subscriptions(self.settings.subscriptions_file, ids)

    def watched_sources(self) -> list[WatchedSource]:
        """The sources as a digest's footnote needs them."""
        return [
            WatchedSource(s.id, s.name, s.level.value, s.region, s.rhythm.quiet_days)
            for s in self.registry.active()
        ]

    def channels(self) -> dict[str, Channel]:
        """The channels that are set up, by name."""
        settings = self.settings
        found: list[Channel] = [FolderChannel(settings.digests_dir)]
        if settings.smtp_host:
            password = settings.smtp_password.get_secret_value() if settings.smtp_password else None
            server = SmtpServer(
                settings.smtp_host, settings.smtp_port, settings.smtp_user, password, settings.smtp_starttls
            )
            found.append(EmailChannel(server, settings.mail_from))
        return {channel.name: channel for channel in found}

    def job(
        self,
        as_of: datetime,
        *,
        since: date | None = None,
        until: date | None = None,
        backfill: bool = False,
        columns: Sequence[str] = (),
    ) -> CrawlJob:
        """What a crawl is told by the settings."""
        return crawl_job(
            self.settings, as_of, since=since, until=until, backfill=backfill, columns=tuple(columns)
        )


def crawl_job(settings: Settings, as_of: datetime, **changes: Any) -> CrawlJob:
    """What a crawl is told by the settings; ``changes`` are further fields of the job."""
    return CrawlJob(
        database_url=settings.database_url,
        as_of=as_of,
        max_pages=settings.max_pages,
        delay_s=settings.delay_s,
        timeout_s=settings.timeout_s,
        host_wait_s=settings.host_wait_s,
        time_limit_s=settings.source_time_limit_s,
        max_body_mb=settings.max_body_mb,
        allow_loopback=settings.allow_loopback,
        proxy=settings.proxy,
        chromium=settings.chromium,
        user_agent=settings.user_agent,
        **changes,
    )


@contextmanager
def open_watch(settings: Settings) -> Iterator[Watch]:
    """Open the database (set up or migrated where needed) and read the registry."""
    registry = load_registry(settings.sources_dir)
    database = open_database(settings.database_url)
    try:
        yield Watch(settings, database, registry)
    finally:
        database.close()


def choose_subscriptions(file: Path, ids: Sequence[str]) -> list[Subscription]:
    """The subscriptions of ``file`` with these ids.  Raises ``SettingsError`` for an id that is not there."""
    found = load_subscriptions(file)
    missing = set(ids) - {subscription.id for subscription in found}
    if missing:
        have = ", ".join(subscription.id for subscription in found) or "none"
        raise SettingsError(f"{file.name} has no subscription {', '.join(sorted(missing))}; it has: {have}")
    return [subscription for subscription in found if not ids or subscription.id in ids]
