"""What Scrapy must never be without."""

from __future__ import annotations

from datetime import UTC, datetime

from scrapy.settings import Settings

from crawlers.job import CrawlJob
from crawlers.settings import scrapy_settings
from crawlers.source import Source


def settings(source: dict[str, object] | None = None, **job: object) -> Settings:
    written = {"id": "yunling", "name": "云岭", "level": "city", "family": "static_list"} | (source or {})
    asked = {"database_url": "sqlite://", "as_of": datetime(2026, 3, 1, tzinfo=UTC)} | job
    return Settings(scrapy_settings(Source.model_validate(written), CrawlJob.model_validate(asked)))


def test_no_console_is_open() -> None:
    assert settings().getbool("TELNETCONSOLE_ENABLED") is False
    assert settings().getbool("REMOTE_CONTROL_ENABLED") is False


def test_politeness() -> None:
    given = settings()
    assert given.getbool("ROBOTSTXT_OBEY") is True
    assert given.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    assert given.getfloat("DOWNLOAD_DELAY") == 2.0
    assert given.getfloat("DOWNLOAD_DELAY_JITTER") == 0
    assert "Jianbao" in given["USER_AGENT"]
    assert settings({"delay_s": 7}).getfloat("DOWNLOAD_DELAY") == 7


def test_a_browser_only_where_a_source_asks_for_it() -> None:
    assert "crawlers.rendering.Rendering" not in settings().getdict("DOWNLOADER_MIDDLEWARES")
    order = settings({"render": True}).getdict("DOWNLOADER_MIDDLEWARES")
    # What is stored was rendered; what is rendered went the way of redirects, retries and robots.txt before.
    assert order["crawlers.recording.Recording"] < order["crawlers.rendering.Rendering"]
    assert order["crawlers.rendering.Rendering"] < order["crawlers.patience.PatientRetry"]


def test_limits() -> None:
    given = settings(max_body_mb=3, timeout_s=11)
    assert given.getint("DOWNLOAD_MAXSIZE") == 3 * 2**20
    assert given.getfloat("DOWNLOAD_TIMEOUT") == 11
    assert given.getint("REDIRECT_MAX_TIMES") == 5


def test_safety() -> None:
    given = settings()
    assert given.getbool("DOWNLOAD_VERIFY_CERTIFICATES") is True
    assert given["TWISTED_DNS_RESOLVER"] == "crawlers.guard.GuardedResolver"
    assert min(given.getdict("DOWNLOADER_MIDDLEWARES").items(), key=lambda kv: kv[1] or 999)[0].endswith(
        "AddressGuard"
    )
    assert all(given.getdict("DOWNLOAD_HANDLERS")[scheme] is None for scheme in ("file", "ftp", "data", "s3"))
    assert given.getdict("FEEDS") == {}
    reasoned = settings({"access": {"certificate": "expired since 2026-01, the office was told"}})
    assert reasoned.getbool("DOWNLOAD_VERIFY_CERTIFICATES") is False
