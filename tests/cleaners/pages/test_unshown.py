"""Pages that show their article by script: it must be read from where it waits, and only there."""

import json
from datetime import datetime

import pytest

from cleaners import PageKind, clean_page
from cleaners.dates import CHINA
from tests.cleaners.pages.written import PARAGRAPHS, TITLE, article, page

BODY = "\n".join(PARAGRAPHS)
HEAD = f"<div class='bt'>{TITLE}</div><div>发布时间：2024-06-04 来源：云岭县卫生健康局</div>"
ESCAPED = article().replace("<", "&lt;").replace(">", "&gt;")
IN_A_STRING = article().replace("</", "<\\/").replace("'", "\\'")
IN_JSON = json.dumps({"content": article()}).replace("<", "\\u003c")


@pytest.mark.parametrize(
    "waiting",
    [
        f"<div id='con'><!-- <div>{article()}</div> --></div>",
        f"<textarea style='display:none'>{ESCAPED}</textarea><div id='con'></div>",
        f"<textarea style='display:none'>{article()}</textarea><div id='con'></div>",
        f"<div id='con'></div><script type='text/html' id='tpl'>{article()}</script>",
        f"<div id='con'>正在加载……</div><script>var id = 12; var content = '{IN_A_STRING}';</script>",
        f"<div id='app'></div><script>window.__INITIAL_STATE__={{'id':undefined,'detail':{IN_JSON}}};</script>",
        f"<div id='app'></div><script type='application/json'>{IN_JSON}</script>",
        f"<div id='app'></div><script>var d = JSON.parse({json.dumps(IN_JSON)})</script>",
        f"<template>{article()}</template>",
    ],
)
def test_an_article_that_waits_for_its_script_is_read(waiting):
    cleaned = clean_page(page(HEAD + waiting))
    assert cleaned.kind is PageKind.ARTICLE
    assert cleaned.text == BODY
    assert cleaned.title == TITLE
    assert cleaned.published_at == datetime(2024, 6, 4, tzinfo=CHINA)


def test_what_the_same_record_says_is_read_with_it():
    record = {
        "title": TITLE,
        "content": article(),
        "publishTime": 1717464600000,
        "source": "云岭县卫生健康局",
        "author": {"name": "李青"},
    }
    state = json.dumps({"user": {"title": "登录"}, "article": record}, ensure_ascii=False)
    cleaned = clean_page(
        f"<html><body><div id='app'></div><script>window.__STATE__ = {state};</script></body></html>"
    )
    assert (cleaned.title, cleaned.text) == (TITLE, BODY)
    assert cleaned.published_at == datetime(2024, 6, 4, 9, 30, tzinfo=CHINA)
    assert (cleaned.source_name, cleaned.author) == ("云岭县卫生健康局", "李青")


def test_the_body_of_json_ld_is_plain_lines():
    record = json.dumps({"@type": "NewsArticle", "headline": TITLE, "articleBody": BODY}, ensure_ascii=False)
    markup = (
        f"<html><head><script type='application/ld+json'>{record}</script></head><body>加载中</body></html>"
    )
    assert clean_page(markup).text == BODY


def test_a_note_of_pictures_says_what_its_head_says():
    markup = (
        f"<html><head><meta property='og:title' content='{TITLE}'>"
        f"<meta name='description' content='{BODY.replace(chr(10), chr(92) + 'x0a')}'></head>"
        f"<body><div id='js_article' class='rich_media'></div><script>var item_show_type = '8';"
        f"var msg_title = '{TITLE}'; var ct = '1717464600';</script></body></html>"
    )
    assert clean_page(markup).text == BODY


def test_what_a_page_shows_is_not_replaced_by_what_its_script_holds():
    old = article(("旧稿：各单位要于五月底前报送上一年度的总结材料，逾期不再受理，请互相转告。",) * 20)
    cleaned = clean_page(
        page(f"{HEAD}<div class='c'>{article()}</div><script>var old = `{old}`;</script><!--{old}-->")
    )
    assert cleaned.text == BODY


def test_a_summary_for_sharing_is_no_body():
    summary = (
        "为进一步做好夏季肠道传染病防控工作，保障群众身体健康，现将有关事项通知如下。各单位要落实首诊负责制。"
        * 2
    )
    images = "<div class='c'><p><img src='1.jpg'></p><p><img src='2.jpg'></p></div>"
    cleaned = clean_page(page(f"{HEAD}{images}<script>var share = {{desc: '{summary}'}};</script>"))
    assert cleaned.text == ""
    assert cleaned.kind is PageKind.ARTICLE


def test_a_comment_between_other_things_is_a_remark():
    remark = f"<!-- {article()} -->"
    assert clean_page(page(f"{HEAD}<div class='c'><p><img src='1.jpg'></p>扫描件{remark}</div>")).text != BODY


@pytest.mark.parametrize(
    "script", ["'" * 50_000, "\\'" * 50_000, '"\\' * 50_000, "{" * 50_000, "`" + "\\u" * 50_000]
)
def test_a_script_of_quotes_costs_no_more_than_its_length(script):
    clean_page(f"<html><body><script>var content = {script}</script></body></html>")
