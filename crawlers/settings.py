"""Scrapy's settings, all in one place; ``tests/crawlers/test_settings.py`` holds the ones that matter.

Scrapy's own defaults are not polite (no delay, eight requests at once, robots ignored), verify no certificate and
open two consoles that execute Python; each is set here, whatever a later version's defaults are.
"""

from __future__ import annotations

from typing import Any

from crawlers.job import CrawlJob
from crawlers.proxies import proxy_of
from crawlers.source import Source


def scrapy_settings(source: Source, job: CrawlJob) -> dict[str, Any]:
    """The settings of one crawl of ``source``."""
    megabyte = 1024 * 1024
    delay = max(job.delay_s, source.delay_s or 0)
    return {
        # politeness
        "USER_AGENT": job.user_agent,
        "ROBOTSTXT_OBEY": True,
        "ROBOTSTXT_PARSER": "crawlers.robots_memory.BoundedRobots",
        "CONCURRENT_REQUESTS": 4,  # other hosts only: an off-site link does not wait for the site
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "CONCURRENT_ITEMS": 1,  # spiders yield requests only, and Scrapy starts so many tasks for every answer
        "DOWNLOAD_DELAY": delay,
        "DOWNLOAD_DELAY_JITTER": 0,  # a delay is a floor, not a mean
        "AUTOTHROTTLE_ENABLED": delay > 0,  # a slow site is asked more slowly
        "AUTOTHROTTLE_START_DELAY": delay,
        "AUTOTHROTTLE_MAX_DELAY": max(30.0, delay),
        # limits
        "DOWNLOAD_TIMEOUT": job.timeout_s,
        "DOWNLOAD_MAXSIZE": int(job.max_body_mb * megabyte),  # as received and decompressed
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_FAIL_ON_DATALOSS": True,
        "REDIRECT_MAX_TIMES": 5,
        "METAREFRESH_MAXDELAY": 5,
        "URLLENGTH_LIMIT": 4000,
        "RETRY_TIMES": job.retries,
        "RETRY_HTTP_CODES": [408, 429, 500, 502, 503, 504, 522, 524],
        "JIANBAO_BACKOFF_S": job.backoff_s,
        # safety
        "DOWNLOAD_VERIFY_CERTIFICATES": source.access.certificate is None,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "TWISTED_DNS_RESOLVER": "crawlers.guard.GuardedResolver",
        "DNS_TIMEOUT": 20,
        "JIANBAO_ALLOW_LOOPBACK": job.allow_loopback,
        "HTTPPROXY_AUTH_ENCODING": "utf-8",
        "JIANBAO_PROXY": proxy.url if (proxy := proxy_of(source, job)) else None,
        "DOWNLOAD_HANDLERS": {
            "http": "crawlers.download.TurnTaking",
            "https": "crawlers.download.TurnTaking",
            "data": None,
            "file": None,
            "ftp": None,
            "s3": None,
        },
        "JIANBAO_HANDLER": "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler",
        "DOWNLOADER_MIDDLEWARES": {
            "crawlers.guard.AddressGuard": 10,  # before robots.txt is asked for; sees redirects and retries too
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "crawlers.robots_memory.RememberedRobots": 100,
            "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
            "crawlers.recording.Recording": 540,  # after redirects, decompression and retries, before all else
            **({"crawlers.rendering.Rendering": 545} if source.render else {}),
            "crawlers.patience.PatientRetry": 550,
            # What these do is not asked for, and each costs every request something.
            "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
            "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
        },
        "SPIDER_MIDDLEWARES": {
            "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
            "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,  # every answer is looked at
            "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
        },
        "EXTENSIONS": {"crawlers.patience.CrawlDelay": 100},
        # Scrapy itself
        "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",  # in the order of the list
        "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
        "FEEDS": {},
        "HTTPCACHE_ENABLED": False,
        "COOKIES_ENABLED": True,  # kept for this pass only
        "STATS_DUMP": False,
        "LOG_LEVEL": "INFO",
        "LOG_FORMAT": "%(levelname)s [%(name)s] %(message)s",
        "LOG_VERSIONS": [],
        "LOGSTATS_INTERVAL": 0,
    }
