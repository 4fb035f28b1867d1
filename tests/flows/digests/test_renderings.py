"""The three renderings of one model."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import html as lxml_html

from flows.digests.build import build_digest
from flows.digests.choice import ChosenItem
from flows.digests.html import MAX_BYTES, render_html
from flows.digests.markdown import escape_markdown, render_markdown
from flows.digests.model import DeadlineItem, DigestModel, Link, RelatedArticle, RelatedGroup, SourceTrouble
from flows.digests.plain import render_text
from flows.digests.shown import shown, shown_sentence, shown_url, site_of
from flows.subscriptions import Subscription

from .conftest import AS_OF, SOURCES, Shelf

ATTACK = (
    "<img src=x onerror=alert(1)> [点我](javascript:alert(2)) **粗** `x` | \"引' & <script>alert(3)</script>"
)


@pytest.fixture
def model(shelf: Shelf, subscription: Subscription, full: list[ChosenItem]) -> DigestModel:
    return build_digest(shelf.session, subscription, full, AS_OF, SOURCES)


@pytest.fixture
def hostile(model: DigestModel) -> DigestModel:
    item = replace(
        model.new[0],
        title=Link(ATTACK, None),
        number=ATTACK,
        issuers=(ATTACK,),
        substance=ATTACK,
        site=ATTACK,
        why=ATTACK,
        change=ATTACK,
        related=(ATTACK,),
        reposts=replace(model.new[1].reposts, first_site=ATTACK),
    )
    related = RelatedArticle("A1", Link(ATTACK, None), "解读", ATTACK, None, False)
    return replace(
        model,
        name=ATTACK,
        new=(item,),
        changed=(item,),
        drafts=(item,),
        deadlines=(DeadlineItem("P1-1", "P1", date(2025, 12, 1), 9, ATTACK, Link(ATTACK), ATTACK),),
        related=(RelatedGroup(Link(ATTACK), ATTACK, (related,)), RelatedGroup(None, None, (related,))),
        troubled=(SourceTrouble("x", ATTACK, "拒绝访问", AS_OF, ATTACK),),
    )


def test_all_three_say_the_same(model: DigestModel) -> None:
    markdown = re.sub(r"\\(.)", r"\1", render_markdown(model))
    page = lxml_html.fromstring(render_html(model)).text_content()
    for rendering in (render_text(model), markdown, page):
        for said in (
            "新政策 3 · 变更 1 · 征求意见 1 · 解读 3 · 异常源 3",
            "关于进一步做好社区安宁疗护服务工作的通知",
            "国卫办老龄函〔2025〕418号",
            "国家卫生健康委办公厅、国家中医药局综合司、国家疾控局综合司",
            "成文 2025-11-14",
            "发布 2025-11-21 17:30",
            "转载 3（最早 健康资讯网 11-21 20:00）",
            "附件 2",
            "原文待核",
            "改动数字 1 处：6月→3月",
            "落实《关于进一步做好社区安宁疗护服务工作的通知》",
            "另有 3 篇转载已合并",
            "广州市卫生健康委员会",
            "拒绝访问，自 2025-11-20 08:00（HTTP 412）",
            "3/6 个来源正常",
            "还有 23 天",
        ):
            assert said in rendering, said


def test_sections_stand_in_the_order_of_reading(model: DigestModel) -> None:
    headings = ["新政策", "截止提醒", "已发文件有变更", "征求意见", "解读 · 发布会 · 地方落实"]
    page = lxml_html.fromstring(render_html(model))
    assert [re.sub(r"[▍\d]|未来 30 天", "", h.text_content()).strip() for h in page.iter("h2")] == headings
    for rendering, mark in ((render_text(model), "■ "), (render_markdown(model), "## ")):
        assert re.findall(rf"^{mark}(.+)$", rendering, re.M)[:5] == headings


def test_the_page_loads_nothing_and_fits_a_column(model: DigestModel) -> None:
    page = lxml_html.fromstring(render_html(model))
    assert not page.xpath("//img | //script | //link | //iframe | //form | //*[@src]")
    assert set(page.xpath("//table/@role")) == {"presentation"}
    assert "max-width:600px" in render_html(model)
    hidden = page.xpath("//body/div[contains(@style, 'display:none')]")
    assert hidden[0].text == model.counts


def test_document_numbers_are_not_broken(model: DigestModel) -> None:
    page = lxml_html.fromstring(render_html(model))
    nodes = [node for node in page.iter() if isinstance(node.tag, str) and "〔2025〕" in (node.text or "")]
    assert nodes
    for node in nodes:
        assert node.tag == "title" or "white-space:nowrap" in (node.get("style") or ""), node.text


def test_hostile_text_is_only_text_in_html(hostile: DigestModel) -> None:
    source = render_html(hostile)
    page = lxml_html.fromstring(source)
    assert not page.xpath("//img | //script | //@onerror")
    assert not [href for href in page.xpath("//@href") if not href.startswith("https://")]
    assert source.count("<title>") == 1


def test_hostile_text_is_only_text_in_markdown(hostile: DigestModel) -> None:
    text = render_markdown(hostile)
    assert "<img" not in text
    assert "<script" not in text
    assert not re.search(r"(?<!\\)\[点我", text)
    assert not re.search(r"(?<!\\)`", text)


def test_markdown_escapes_what_would_be_read_as_markup() -> None:
    assert escape_markdown("1. **重磅** <b>") == "1\\. \\*\\*重磅\\*\\* &lt;b&gt;"
    assert escape_markdown("http://evil.example") == "http\\://evil.example"
    assert escape_markdown("[x](y)") == "\\[x\\]\\(y\\)"


def test_a_long_digest_is_cut_and_says_by_how_much(model: DigestModel) -> None:
    long = replace(model, new=model.new * 100, troubled=model.troubled * 200)
    page = render_html(long)
    assert 60_000 < len(page.encode()) < MAX_BYTES
    shown_items = lxml_html.fromstring(page).xpath(
        "//h2[contains(., '新政策')]/ancestor::tr[1]/following-sibling::tr"
    )
    left_out = int(re.search(r"另有 (\d+) 条", page)[1])  # type: ignore[index]
    first_section = 0
    for row in shown_items:
        if not row.xpath(".//@id"):
            break
        first_section += 1
    assert first_section + left_out == 300
    assert "新政策 300 · " in page
    assert "异常源 600" in page
    text = render_text(long)
    assert text.count("编号 P") == 305 - 3


def test_a_cut_of_related_articles_counts_articles(model: DigestModel) -> None:
    article = model.related[0].articles[0]
    groups = tuple(RelatedGroup(Link(f"政策 {n}"), None, (article,) * 3) for n in range(400))
    page = render_html(replace(model, related=groups))
    assert len(page.encode()) < MAX_BYTES
    left_out = sum(int(n) for n in re.findall(r"另有 (\d+) 条，", page))
    assert page.count(article.title.text) + left_out >= 1200
    assert "解读 1200" in page


def test_the_largest_possible_texts_still_fit(hostile: DigestModel) -> None:
    wide = Link("<" * 160, "https://a.example/" + "a" * 1900)
    item = replace(hostile.new[0], title=wide, change="<" * 200, related=("<" * 60,) * 5)
    huge = replace(hostile, new=(item,) * 50, changed=(item,) * 50, drafts=(item,) * 50)
    assert len(render_html(huge).encode()) < MAX_BYTES


def test_an_empty_digest_says_so(shelf: Shelf, subscription: Subscription) -> None:
    empty = build_digest(shelf.session, subscription, [], AS_OF, [])
    for rendering in (render_text(empty), render_markdown(empty), render_html(empty)):
        assert "本期没有新的内容" in rendering
        assert "新政策 0" in rendering


def test_links_of_markdown_stand_in_angle_brackets(model: DigestModel) -> None:
    assert "](<https://nhc.example.cn/t/2.html>)" in render_markdown(model)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://www.nhc.gov.cn/a/b.shtml?x=1&y=2#z", "https://www.nhc.gov.cn/a/b.shtml?x=1&y=2#z"),
        ("http://a.example:8080/x", "http://a.example:8080/x"),
        ("http://a.example/通知 1.html", "http://a.example/%E9%80%9A%E7%9F%A5%201.html"),
        ('http://a.example/"><b>', "http://a.example/%22%3E%3Cb%3E"),
        ("http://a.example/(x)'y", "http://a.example/%28x%29%27y"),
        ("HTTP://A.example/x", "http://a.example/x"),
        ("http://例子.example/", "http://xn--fsqu00a.example/"),
        ("http://[::1]/x", "http://[::1]/x"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("https://nhc.gov.cn@evil.example/", None),
        ("http://a.example/\nX", None),
        ("http://a.example:99999/", None),
        ("//a.example/x", None),
        ("http://", None),
        ("http://[", None),
        ("http://a.example/" + "x" * 3000, None),
        ("", None),
        (None, None),
    ],
)
def test_only_plain_web_addresses_are_linked(url: str | None, kept: str | None) -> None:
    assert shown_url(url) == kept


def test_shown_text_is_one_clean_line() -> None:
    assert shown("  关于\t\n印发\u200b的\u202e通知\x00 ", 50) == "关于 印发的通知"
    assert shown("一二三四五六", 4) == "一二三…"
    assert shown(None, 4) == ""
    assert shown("\u200b\x00", 4) == ""


def test_a_sentence_is_cut_behind_a_clause() -> None:
    assert (
        shown_sentence("各地要在年底前全部完成报送工作，并且逐级汇总上报", 18)
        == "各地要在年底前全部完成报送工作…"
    )
    assert shown_sentence("短句。", 18) == "短句。"


def test_a_site_without_a_name_is_named_by_its_host() -> None:
    assert site_of("https://www.gihot.example/a") == "gihot.example"
    assert site_of("javascript:1") is None


def test_a_look_at_it(model: DigestModel, tmp_path: Path) -> None:
    """Writes the sample where ``JIANBAO_SAMPLE`` says, for a look in a browser."""
    folder = Path(os.environ.get("JIANBAO_SAMPLE", tmp_path))
    for suffix, rendering in (
        ("html", render_html(model)),
        ("md", render_markdown(model)),
        ("txt", render_text(model)),
    ):
        (folder / f"sample.{suffix}").write_text(rendering, "utf-8")
    assert (folder / "sample.html").stat().st_size < MAX_BYTES
