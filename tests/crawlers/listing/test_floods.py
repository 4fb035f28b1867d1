"""Answers longer than anything that people publish are read as far as a bound; what is on top is the newest."""

from __future__ import annotations

from crawlers.listing import read_feed, read_list
from crawlers.listing.clicks import write_rows
from crawlers.listing.reader import LONGEST
from crawlers.robots import MOST_BYTES, ask_robots

AGENT = "Jianbao/0.1"


def test_a_list_without_end_is_read_from_its_top() -> None:
    row = '<li><a href="/tzgg/{0}.html">关于做好第{0}批基层卫生人员培训工作的通知</a><span>2026-03-01</span></li>'
    html = "<ul>" + "".join(row.format(n) for n in range(10_000, 50_000)) + "</ul>"
    rows = read_list(html.encode(), "https://wjw.example.cn/tzgg/").rows
    assert rows[0].url == "https://wjw.example.cn/tzgg/10000.html"
    assert LONGEST // len(row.format(10_000)) <= len(rows) + 1 < 40_000


def test_a_feed_without_end_is_cut_behind_a_whole_entry() -> None:
    for wrap, entry in (
        (
            '<rss version="2.0"><channel><title>t</title>{}</channel></rss>',
            "<item><title>关于第{0}项工作的通知</title><link>https://wjw.example.cn/{0}</link><description>{1}</description></item>",
        ),
        (
            '<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>{}</feed>',
            '<entry><title>关于第{0}项工作的通知</title><link href="https://wjw.example.cn/{0}"/><summary>{1}</summary></entry>',
        ),
    ):
        text = wrap.format("".join(entry.format(n, "正文。" * 30_000) for n in range(60)))
        rows = read_feed(text, "https://wjw.example.cn/rss.xml").rows
        assert [row.url for row in rows] == [f"https://wjw.example.cn/{n}" for n in range(44)]
        assert {row.title for row in rows} == {f"关于第{n}项工作的通知" for n in range(44)}


def test_a_robots_txt_without_end_is_read_to_its_last_whole_line() -> None:
    rules = "User-agent: *\nDisallow: /a/\n" + "# nothing\n" * (MOST_BYTES // 10)
    cut = rules.encode()[: MOST_BYTES - 20] + b"\nDisallow: /oeffentlich/geheim/\nDisallow: /b/\n"
    for path, allowed in (("/a/1", False), ("/oeffentlich/1", True), ("/b/1", True)):
        assert ask_robots(cut, f"https://wjw.example.cn{path}", AGENT).allowed is allowed


def test_scripts_that_are_never_closed_are_read_once():
    # With a pattern that looked for each one's end anew, these took over a minute.
    flood = "document.write" + "<script>x=1;aaaaaaaa" * 20_000
    assert write_rows(flood) == flood
    row = (
        '<li><script>var a = "./1.html"; var b = "关于开展爱国卫生运动的通知"; document.write(b)</script>'
        "<span>2025-03-12</span></li>"
    )
    assert write_rows(flood + row).endswith(
        '<li><a href="./1.html">关于开展爱国卫生运动的通知</a><i></i><span>2025-03-12</span></li>'
    )


def test_a_row_of_nothing_but_dates_is_dated_by_its_first_ones() -> None:
    # Each of them looked for the header above it: two minutes for a row of forty thousand.
    cells = "".join(f"<td>2025-0{n % 9 + 1}-1{n % 9}</td>" for n in range(40_000))
    link = "<tr><td><a href='1.html'>关于做好基层卫生人员培训工作的通知</a></td>"
    rows = read_list(f"<table>{link}{cells}</tr></table>", "https://wjw.example.cn/tzgg/").rows
    assert [str(row.published_on) for row in rows] == ["2025-01-10"]
