"""Outgoing requests through a proxy: https by CONNECT, what is checked, what is said and never kept, refusals."""

from __future__ import annotations

import base64
import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from crawlers.job import PassReport
from crawlers.source import Source
from models import Database, Outcome, Snapshot
from tests.crawlers.conftest import a_source
from tests.crawlers.proxy import ConnectProxy, connect_proxy
from tests.crawlers.site import Answer, Site, listing, page, rows, serve
from tests.crawlers.tls import self_signed

Crawl = Callable[..., PassReport]
#: A name that nobody can look up (RFC 6761): only the proxy knows the way.
HOST = "wjw.example.test"
NAME, PASSWORD = "jianbao", "p@ss wörd"
SECRET = base64.b64encode(f"{NAME}:{PASSWORD}".encode()).decode()
WITH_SECRET = "http://jianbao:p%40ss%20w%C3%B6rd@"


@pytest.fixture
def secure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A TLS site that shows itself as ``HOST``, with a certificate that this machine trusts."""
    context, trusted = self_signed(tmp_path, HOST)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with serve(context) as site:
        yield site


@pytest.fixture
def proxy(secure: Site) -> Iterator[ConnectProxy]:
    with connect_proxy(secure.base.removeprefix("https://")) as running:
        yield running


def behind(site: Site, scheme: str = "https", **changes: Any) -> Source:
    """A source whose address is ``HOST``."""
    base = f"{scheme}://{HOST}"
    columns = [{"name": "通知公告", "url": f"{base}/tzgg/index.html"}]
    return a_source(site, home=f"{base}/", columns=columns, **changes)


def test_https_goes_through_the_proxy_and_its_targets_are_checked_first(
    secure: Site, proxy: ConnectProxy, crawl: Crawl, store: Database
) -> None:
    listed = [
        *rows(2, 1),
        ("https://10.1.2.3/a/1.html", "关于公布内部网络地址清单的通知", "2026-03-01"),
        ("https://localhost/a/2.html", "关于本机地址的通知", "2026-03-01"),
        ("/a/3.html", "关于转到内部网络的通知", "2026-03-01"),
    ]
    secure.write(listed)
    secure.answers["/a/3.html"] = Answer(status=302, headers={"Location": "https://169.254.169.254/latest/"})
    report = crawl(behind(secure), proxy=proxy.url, allow_loopback=False)
    assert report.counts["article"] == {"new": 2, "failed": 3}
    assert set(proxy.asked) == {f"CONNECT {HOST}:443"}
    assert "/tzgg/202603/t20260302_1002.html" in secure.paths()
    with store.reading() as session:
        failed = session.exec(select(Snapshot).where(Snapshot.outcome == Outcome.FAILED)).all()
    why = re.compile("is not a public address|is a local name")
    assert [row.url for row in failed if not why.search(str(row.error))] == []
    assert not [row for row in failed if "the proxy" in str(row.error)]


@pytest.mark.slow
def test_a_certificate_is_verified_through_the_proxy_too(
    secure: Site, proxy: ConnectProxy, crawl: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    secure.write(rows(2, 1))
    monkeypatch.delenv("SSL_CERT_FILE")
    report = crawl(behind(secure), proxy=proxy.url)
    assert report.outcome is Outcome.FAILED
    assert "certificate" in str(report.error).lower()
    assert secure.asked == []


@pytest.mark.parametrize("status", [200, 407])
def test_name_and_password_are_sent_and_never_logged_or_kept(
    secure: Site,
    proxy: ConnectProxy,
    crawl: Crawl,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    status: int,
) -> None:
    caplog.set_level(logging.DEBUG)
    secure.write(rows(2, 1))
    proxy.status = status
    report = crawl(behind(secure), proxy=proxy.url.replace("http://", WITH_SECRET))
    assert report.outcome is (Outcome.NEW if status == 200 else Outcome.FAILED)
    assert set(proxy.said) == {f"Basic {SECRET}"}
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("store*")).decode("utf-8", "replace")
    said = caplog.text + repr(report)
    for secret in (PASSWORD, "p%40ss", SECRET):
        assert secret not in kept
        assert secret not in said


@pytest.mark.slow
@pytest.mark.parametrize("status", [407, 502])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_refuses_is_named_and_the_site_is_not_blamed(
    secure: Site, proxy: ConnectProxy, crawl: Crawl, scheme: str, status: int
) -> None:
    proxy.status = status
    by_job = crawl(behind(secure, scheme), proxy=proxy.url)
    assert by_job.outcome is Outcome.FAILED
    assert str(status) in str(by_job.error)
    host = proxy.url.removeprefix("http://")
    assert f"the proxy {host} (JIANBAO_PROXY)" in str(by_job.error)
    assert by_job.counts["list"] == {"failed": 1}
    by_file = crawl(behind(secure, scheme, proxy=proxy.url), day=1)
    assert f"the proxy {host} (`proxy` of yunling.yaml)" in str(by_file.error)


def test_a_proxy_that_is_not_there_is_named(site: Site, crawl: Crawl) -> None:
    with serve() as gone:
        nobody = gone.base
    report = crawl(behind(site), proxy=nobody)
    assert report.outcome is Outcome.FAILED
    assert f"through the proxy {nobody.removeprefix('http://')} (JIANBAO_PROXY)" in str(report.error)


@pytest.mark.parametrize("name", ["http_proxy", "HTTPS_PROXY", "all_proxy"])
def test_a_proxy_of_the_environment_is_for_other_programs(
    site: Site, proxy: ConnectProxy, crawl: Crawl, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, proxy.url)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    site.write(rows(2, 1))
    assert crawl(a_source(site)).new_articles == 2
    assert proxy.asked == []


def test_a_source_has_a_proxy_of_its_own_before_the_job(site: Site, crawl: Crawl) -> None:
    """The site on loopback is the proxy of the source: it answers for a name that nobody here can look up."""
    site.answers["/tzgg/index.html"] = listing(rows(1, 1))
    site.answers[rows(1, 1)[0][0]] = page("关于印发云岭省行动方案的通知")
    source = behind(site, "http", proxy=site.base)
    assert crawl(source, proxy="http://127.0.0.1:9/", allow_loopback=False).new_articles == 1
