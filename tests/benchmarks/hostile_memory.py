"""The most memory that the process of one crawl holds, in MB, case by case: ordinary pages first, then hostile ones.

    python -m tests.benchmarks.hostile_memory [CASE]…

Each case is a real crawl of a site on loopback with the limits of an ordinary pass (20 MB a body), in a process of its
own that begins as a fresh interpreter and writes its peak at its end (``VmHWM``; ``ru_maxrss`` would be the larger one
of its own and of the process that began it).  What counts is the difference to the ordinary crawl of the same run.
Bodies are read page by page, so several hostile pages in one pass make no sum: cases of articles have three of them.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from crawlers.child import main as crawl
from crawlers.job import Errand
from crawlers.source import Source
from models import CrawlPass, open_database
from models.health import begin_pass
from tests.crawlers.conftest import a_job, a_source
from tests.crawlers.site import Answer, Site, bomb, listing, page, rows, serve

MB = 2**20
HTML = {"Content-Type": "text/html; charset=utf-8"}
JSON = {"Content-Type": "application/json"}
XML = {"Content-Type": "application/xml"}
LIST = "/tzgg/index.html"
#: More than this over an ordinary crawl is to be looked into.
ALLOWED_MB = 150


def articles(site: Site, hostile: Callable[[], Answer]) -> Source:
    """A list of twelve articles, three of which are hostile."""
    listed = rows(12, 1)
    site.write(listed)
    for href, _, _ in listed[3:6]:
        site.answers[href] = hostile()
    return a_source(site)


def a_list(site: Site, answer: Answer, **changes: Any) -> Source:
    """A column whose only page is hostile."""
    site.answers[LIST] = answer
    return a_source(site, **changes)


def many_rows(size: int) -> Answer:
    one = '<li><a href="/tzgg/{0}.html">关于做好第{0}批基层卫生人员培训工作的通知</a><span>2026-03-01</span></li>'
    made = "".join(one.format(number) for number in range(size * MB // 130))
    return Answer(f"<html><body><ul>{made}</ul></body></html>".encode()[: size * MB], headers=HTML)


def many_tags(size: int) -> Answer:
    return Answer(b"<html><body>" + b"<p>x" * (size * MB // 4), headers=HTML)


def json_rows(size: int) -> Answer:
    one = {"title": "关于做好工作的通知", "url": "/a/1.html", "date": "2026-03-01"}
    text = json.dumps({"rows": [one | {"url": f"/a/{n}.html"} for n in range(size * MB // 150)]})
    return Answer(text.encode(), headers=JSON)


def feed(size: int) -> Answer:
    one = "<item><title>关于做好第{0}批工作的通知</title><link>/a/{0}.html</link></item>"
    made = "".join(one.format(number) for number in range(size * MB // 100))
    return Answer(f'<rss version="2.0"><channel><title>t</title>{made}</channel></rss>'.encode(), headers=XML)


def sitemap(size: int) -> Answer:
    one = "<url><loc>https://wjw.example.cn/a/{0}.html</loc><lastmod>2026-03-01</lastmod></url>"
    made = "".join(one.format(number) for number in range(size * MB // 90))
    wrapped = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{made}</urlset>'
    return Answer(gzip.compress(wrapped.encode()), headers={"Content-Type": "application/gzip"})


def robots(site: Site, size: int) -> Source:
    source = articles(site, lambda: page("正常的通知"))
    site.answers["/robots.txt"] = Answer(big=size * MB)
    return source


def robots_within_the_limit(site: Site, size: int) -> Source:
    source = articles(site, lambda: page("正常的通知"))
    rules = "User-agent: *\n" + "".join(f"Disallow: /geheim/{n}/*.html\n" for n in range(size * MB // 34))
    site.answers["/robots.txt"] = Answer(rules.encode())
    return source


CASES: dict[str, Callable[[Site], Source]] = {
    "ordinary": lambda site: articles(site, lambda: page("正常的通知")),
    "gzip bomb of 1 GB": lambda site: articles(site, lambda: bomb(1024)),
    "endless body": lambda site: articles(site, lambda: Answer(big=2048 * MB, headers=HTML)),
    "length of 1 TB claimed": lambda site: articles(site, lambda: Answer(b"x", headers=HTML, claimed=2**40)),
    "article, title of 10 MB": lambda site: articles(
        site, lambda: page("长" * (9 * MB // 3), "<p>正文。</p>" * 99)
    ),
    "article of 19 MB of tags": lambda site: articles(site, lambda: many_tags(19)),
    "robots.txt of 50 MB": lambda site: robots(site, 50),
    "robots.txt of 19 MB": lambda site: robots_within_the_limit(site, 19),
    "list, title of 10 MB": lambda site: a_list(
        site, listing([("/a/1.html", "长" * (10 * MB // 6), "2026-03-01")])
    ),
    "list of 19 MB of rows": lambda site: a_list(site, many_rows(19)),
    "list of 19 MB of tags": lambda site: a_list(site, many_tags(19)),
    "list, gzip bomb of 1 GB": lambda site: a_list(site, bomb(1024)),
    "JSON list of 19 MB": lambda site: a_list(
        site,
        json_rows(19),
        family="json_list",
        fields={"rows": "rows", "url": "url", "title": "title", "date": "date"},
    ),
    "feed of 19 MB": lambda site: a_list(site, feed(19), family="feed"),
    "sitemap of 19 MB, packed": lambda site: a_list(site, sitemap(19), family="sitemap"),
    "sitemap, gzip bomb of 1 GB": lambda site: a_list(
        site,
        Answer(gzip.compress(b"<urlset>" + b" " * (1024 * MB)), headers={"Content-Type": "application/gzip"}),
        family="sitemap",
    ),
}


def measured(case: str) -> tuple[float, str]:
    """The most memory of the crawl of a case in MB, and how the pass ended."""
    with TemporaryDirectory() as folder, serve() as site:
        source = CASES[case](site)
        database = open_database(f"sqlite:///{Path(folder) / 'store.db'}")
        job = a_job(database, max_body_mb=20, max_pages=40, timeout_s=60)
        with database.session() as session:
            pass_id = begin_pass(session, source.id, job.as_of)
        errand = Errand(source=source, job=job, pass_id=pass_id)
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.hostile_memory", "--errand"],
            input=errand.model_dump_json().encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=True,
        )
        with database.reading() as session:
            row = session.get_one(CrawlPass, pass_id)
            ended = f"{row.outcome.value if row.outcome else 'no end'} {row.counts.get('article') or row.error or ''}"
        database.close()
    return int(done.stdout) / 1024, ended


def main(cases: list[str]) -> int:
    """Print each case; 1 where one needs more than it may."""
    ordinary, _ = measured("ordinary")
    print(f"{'ordinary':28} {ordinary:7.0f} MB")
    over = 0
    for case in cases or [one for one in CASES if one != "ordinary"]:
        most, ended = measured(case)
        over += most - ordinary > ALLOWED_MB
        print(f"{case:28} {most:7.0f} MB  {most - ordinary:+5.0f}  {ended[:80]}", flush=True)
    return int(over > 0)


if __name__ == "__main__":
    if sys.argv[1:] == ["--errand"]:
        crawl()
        peak = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text())
        sys.stdout.write(peak[1] if peak else "0")
    else:
        sys.exit(main(sys.argv[1:]))
