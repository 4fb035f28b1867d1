"""What a rendered page may reach: no address that a crawl may not, whatever way its script tries."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from crawlers.job import PassReport
from crawlers.source import Source
from models import Database
from tests.crawlers.conftest import a_source
from tests.crawlers.listeners import Listener, listening
from tests.crawlers.rendered import LIST, MARKS
from tests.crawlers.shells import shell, write_shells
from tests.crawlers.site import Answer, Site, rows

Crawl = Callable[..., PassReport]
pytestmark = MARKS


#: Every way that we know by which a page reaches another machine; ``@`` is an address of this one.
WAYS = {
    "fetch": "fetch('http://@/secret', {mode: 'no-cors'})",
    "post": "fetch('http://@/secret', {method: 'POST', mode: 'no-cors', body: 'x'})",
    "xhr": "const x = new XMLHttpRequest(); x.open('GET', 'http://@/secret'); x.send()",
    "redirect": "fetch('/away', {mode: 'no-cors'})",
    "number": "fetch('http://2130706433:' + '@'.split(':')[1] + '/', {mode: 'no-cors'})",
    "name": "fetch('http://localhost:' + '@'.split(':')[1] + '/', {mode: 'no-cors'})",
    "script": "document.head.append(Object.assign(document.createElement('script'), {src: 'http://@/x.js'}))",
    "style": "document.head.append(Object.assign(document.createElement('link'),"
    " {rel: 'stylesheet', href: 'http://@/x.css'}))",
    "preconnect": "document.head.append(Object.assign(document.createElement('link'),"
    " {rel: 'preconnect', href: 'http://@'}))",
    "image": "new Image().src = 'http://@/x.png'",
    "frame": "document.body.append(Object.assign(document.createElement('iframe'), {src: 'http://@/'}))",
    "window": "window.open('http://@/')",
    "beacon": "navigator.sendBeacon('http://@/', 'x')",
    "events": "new EventSource('http://@/')",
    "socket": "new WebSocket('ws://@/')",
    "worker": "new Worker(URL.createObjectURL(new Blob([\"fetch('http://@/', {mode: 'no-cors'})\"])))",
    "rtc": "const c = new RTCPeerConnection({iceServers: [{urls: 'stun:@'},"
    " {urls: 'turn:@?transport=tcp', username: 'a', credential: 'b'}]});"
    " c.createDataChannel('x'); c.createOffer().then(o => c.setLocalDescription(o))",
    "leave": "location.href = 'http://@/'",
    "form": "const f = document.createElement('form'); f.action = 'http://@/'; f.method = 'POST';"
    " document.body.append(f); f.submit()",
}


@pytest.fixture
def inner() -> Iterator[Listener]:
    with listening() as heard:
        yield heard


@pytest.mark.parametrize("way", WAYS)
def test_no_page_reaches_a_forbidden_address(
    site: Site, store: Database, crawl: Crawl, inner: Listener, way: str
) -> None:
    """Behind a proxy, which is the site on loopback, so that loopback itself need not be allowed."""
    source = behind_proxy(site)
    listed = [("http://wjw.example.test/a/1.html", "关于印发云岭省行动方案的通知", "2026-03-02")]
    write_shells(site, listed)
    site.answers["/a/1.html"] = site.answers[listed[0][0]]
    site.answers["/away"] = Answer(status=302, headers={"Location": f"http://{inner.address}/secret"})
    lure = WAYS[way].replace("@", inner.address)
    site.answers[LIST] = shell("通知公告", "/api/list.json", f"document.body.onload = () => {{ {lure} }}")
    report = crawl(source, allow_loopback=False)
    assert inner.heard == []
    assert [path for path in site.paths() if "secret" in path or inner.address in path] == []
    assert report.new_articles == (0 if way == "leave" else 1), report


def test_no_page_reaches_a_private_network_through_the_proxy(site: Site, crawl: Crawl) -> None:
    listed = [("http://wjw.example.test/a/1.html", "关于印发云岭省行动方案的通知", "2026-03-02")]
    write_shells(site, listed, script="fetch('http://10.1.2.3/latest/meta-data', {mode: 'no-cors'})")
    site.answers["/a/1.html"] = site.answers[listed[0][0]]
    report = crawl(behind_proxy(site), allow_loopback=False)
    assert report.new_articles == 1
    assert "http://wjw.example.test/api/list.json" in site.paths()  # what may be asked for goes by the proxy
    assert not [path for path in site.paths() if "10.1.2.3" in path]
    assert "10.1.2.3 is not a public address" in str(report.warnings)


def test_the_listener_hears_what_is_allowed(
    site: Site, rendered: Source, crawl: Crawl, inner: Listener
) -> None:
    """That nothing is heard above says something."""
    write_shells(site, rows(1, 1), script=WAYS["fetch"].replace("@", inner.address))
    assert crawl(rendered, retries=0, timeout_s=2).new_articles == 1
    assert inner.heard != []


def behind_proxy(site: Site) -> Source:
    return a_source(
        site,
        home="http://wjw.example.test/",
        columns=[{"name": "通知公告", "url": f"http://wjw.example.test{LIST}"}],
        proxy=site.base,
        render=True,
    )
