from datetime import datetime

import pytest

from cleaners import PageHints, PageKind, clean_page
from cleaners.dates import CHINA
from cleaners.pages.removals import restore
from tests.cleaners.pages.written import PARAGRAPHS, TITLE, article, page

BODY = "\n".join(PARAGRAPHS)
INFO = "<div class='info'>发布时间：2024-06-04 09:30 来源：云岭县卫生健康局 【字体：大 中 小】</div>"
CRUMBS = "<div class='crumb'>当前位置：<a href='/'>首页</a> &gt; <a href='/tzgg/'>通知公告</a></div>"
TAIL = (
    "<p>（责任编辑：李某）</p><div>上一篇：<a href='1.html'>县医院新楼启用</a></div>"
    "<div>扫一扫在手机打开当前页</div><div>分享到： 微信 微博</div>"
)


@pytest.mark.parametrize("tag", ["p", "div", "section"])
@pytest.mark.parametrize(
    "holder", ["<div id='zoom'>{}</div>", "<div class='whatever'>{}</div>", "<td>{}</td>"]
)
def test_the_body_is_read_without_its_surroundings(tag, holder):
    inner = f"{CRUMBS}<h1>{TITLE}</h1>{INFO}{article(tag=tag)}{TAIL}"
    cleaned = clean_page(page(holder.format(inner)))
    assert cleaned.kind is PageKind.ARTICLE
    assert cleaned.text == BODY
    assert cleaned.title == TITLE
    assert cleaned.published_at == datetime(2024, 6, 4, 9, 30, tzinfo=CHINA)


def test_removals_give_back_the_node_in_page_order():
    cleaned = clean_page(page(f"<div class='c'><h1>{TITLE}</h1>{INFO}{article()}{TAIL}</div>"))
    whole = restore(cleaned.text, cleaned.removed)
    assert cleaned.text in whole
    assert [r.offset for r in cleaned.removed] == sorted(r.offset for r in cleaned.removed)
    assert {"tail.editor", "tail.neighbours", "tail.share"} <= {r.rule for r in cleaned.removed}


def test_lines_parted_by_breaks():
    assert clean_page(page("<div>" + "<br>".join(PARAGRAPHS) + "</div>")).text == BODY


def test_a_wechat_body_that_waits_for_its_script_is_read_whole():
    lines = tuple(f"{n}. 云岭镇{n}组卫生室 电话 0{n}" for n in range(1, 60))
    body = f"<div id='js_content' style='visibility: hidden'><section>{article(lines)}</section></div>"
    assert clean_page(page(body)).text == "\n".join(lines)


def test_the_documents_own_number_stays_with_its_text():
    lines = ("云卫发〔2024〕18号", *PARAGRAPHS)
    text = clean_page(page(f"<div class='c'><h1>{TITLE}</h1>{INFO}{article(lines)}</div>")).text
    assert text == "\n".join(lines)


def test_an_annex_named_like_the_title_is_not_front_matter():
    annex = (
        "云岭县基层医疗质量提升方案",
        "第一条 为提高基层医疗质量，制定本方案。",
        "第二条 本方案自印发之日起施行。",
    )
    letter = (
        "各乡镇卫生院：",
        "现将《云岭县基层医疗质量提升方案》印发给你们，请认真执行。",
        "云岭县卫生健康局",
    )
    title = "关于印发《云岭县基层医疗质量提升方案》的通知"
    text = clean_page(page(f"<div class='c'><h1>{title}</h1>{article((*letter, *annex))}</div>", title)).text
    assert text == "\n".join((*letter, *annex))


def test_boxes_of_links_inside_the_body_go_and_files_stay():
    links = "".join(f"<li><a href='{n}.html'>别处的新闻之{n}</a></li>" for n in range(6))
    files = "<p><a href='a.pdf'>附件1.登记表.pdf</a></p><p><a href='b.doc'>附件2.说明.doc</a></p>"
    half = PARAGRAPHS[:4], PARAGRAPHS[4:]
    long = tuple(line * 4 for line in half[0])
    body = f"<div class='c'>{article(long)}<ul>{links}</ul>{article(half[1])}{files}</div>"
    cleaned = clean_page(page(body), "https://wjj.yunling.example/1.html")
    assert "别处的新闻" not in cleaned.text
    assert cleaned.text.endswith("附件1.登记表.pdf\n附件2.说明.doc")
    assert [a.url for a in cleaned.attachments] == [
        f"https://wjj.yunling.example/{f}" for f in ("a.pdf", "b.doc")
    ]


def test_comments_behind_an_article_are_no_part_of_it():
    comment = (
        "<div><b>网友{n}</b><p>这篇写得很好，我们村也应该这样做，希望早日实现。</p><i>2024-06-0{n}</i></div>"
    )
    comments = "".join(comment.format(n=n) for n in range(1, 6))
    tail = f"<div>责任编辑：李某</div><div>声明：本文仅代表作者观点</div><div>评论（5）</div><div>{comments}</div>"
    assert clean_page(page(f"<div>{article(PARAGRAPHS * 2)}{tail}</div>")).text == "\n".join(PARAGRAPHS * 2)


def test_a_hint_is_checked_before_it_is_believed():
    source = page(f"<div class='c'>{article()}</div><div class='d'>短</div>")
    assert clean_page(source, hints=PageHints(body=".d")).text == BODY
    assert clean_page(source, hints=PageHints(body="div.c")).text == BODY
    assert clean_page(source, hints=PageHints(body="][")).text == BODY


def test_a_page_of_several_articles_becomes_entries():
    card = (
        "<div class='card'><a href='/{n}'>第{n}个县的基层医疗改革新进展</a>"
        "<div class='m'>云岭日报· 2024-06-0{n} 08:1{n}</div>"
        "<ul><li>这是第{n}个县的改革情况，全县乡镇卫生院都设立了中医馆，群众在家门口就能看上中医 [1]</li>"
        "<li>下一步还要继续提高服务能力，争取三年内让每个村都有合格的村医和卫生室 [1][2]</li></ul></div>"
    )
    body = "<main>" + "".join(card.format(n=n) for n in range(1, 6)) + "<div>加载更多</div></main>"
    cleaned = clean_page(page(body, "基层医疗"), fetched_at=datetime(2024, 6, 9, tzinfo=CHINA))
    assert cleaned.kind is PageKind.LISTING
    assert [e.title for e in cleaned.entries] == [f"第{n}个县的基层医疗改革新进展" for n in range(1, 6)]
    assert {e.source_name for e in cleaned.entries} == {"云岭日报"}
    assert cleaned.entries[2].published_at == datetime(2024, 6, 3, 8, 13, tzinfo=CHINA)
    assert cleaned.entries[4].text.endswith("合格的村医和卫生室")
    assert cleaned.text == ""


def test_a_list_of_links_has_no_entries():
    rows = "".join(
        f"<li><a href='{n}.html'>关于第{n}次会议的通知</a><span>2024-06-{n:02}</span></li>"
        for n in range(1, 21)
    )
    cleaned = clean_page(
        page(f"<ul class='list'>{rows}</ul>", "通知公告"), "https://wjj.yunling.example/tzgg/"
    )
    assert cleaned.kind is PageKind.LISTING
    assert cleaned.entries == []


@pytest.mark.parametrize("source", [b"", b"\x89PNG" + bytes(range(256)) * 9, "<", "\x00" * 99, b"\xff\xfe"])
def test_there_is_an_answer_for_every_input(source):
    assert clean_page(source).kind in (PageKind.EMPTY, PageKind.ERROR)


def test_a_challenge_is_blocked():
    source = "<html><script>document.cookie='__jsl_clearance=1';location.reload()</script></html>"
    assert clean_page(source).kind is PageKind.BLOCKED


def test_an_article_of_scans_beside_two_links_is_no_list():
    scans = f"<div class='d'><h3>{TITLE}</h3>{INFO}<p><img src='1.jpg'></p><p><img src='2.jpg'></p></div>"
    near = "<p>上一篇：<a href='1.html'>县医院新门诊楼启用</a></p><p>下一篇：<a href='2.html'>县疾控开展培训</a></p>"
    cleaned = clean_page(page(scans, around=near))
    assert (cleaned.kind, cleaned.text) == (PageKind.ARTICLE, "")


def test_the_first_post_of_a_thread_is_the_article():
    post = (
        "<table><tr><td>{}<p>主题 32 帖子 510 积分 2201</p></td><td id='postmessage_{}'>{}</td></tr></table>"
    )
    edited = "<i class='pstatus'> 本帖最后由 山行 于 2018-7-3 21:30 编辑 </i><br>"
    thread = post.format("山行", 1, edited + "<br>".join(PARAGRAPHS)) + post.format(
        "李某", 2, "顶楼主，说得好，我们县也是这样。"
    )
    assert clean_page(page(f"<div>{thread}</div>")).text == BODY


def test_the_editor_under_the_lead_goes_with_the_reporter():
    lines = ("某某新闻记者 | 陈某", "某某新闻编辑 | 谢某", *PARAGRAPHS)
    assert clean_page(page(f"<div class='c'><h1>{TITLE}</h1>{INFO}{article(lines)}</div>")).text == BODY


def test_a_short_text_in_one_element_with_its_byline_stays():
    info = "发布时间：2024-06-04 09:30 来源：云岭县卫生健康局"
    whole = f"<table><tr><td>{info}<br>{'<br>'.join(PARAGRAPHS)}</td></tr></table>"
    assert clean_page(page(f"<h1>{TITLE}</h1>{whole}")).text == BODY


def test_the_button_of_a_folded_article_goes_and_the_folded_half_stays():
    body = f"{article(PARAGRAPHS[:3])}<div>展开剩余58%</div><div style='display:none'>{article(PARAGRAPHS[3:])}</div>"
    assert clean_page(page(f"<div class='c'><h1>{TITLE}</h1>{INFO}{body}</div>")).text == BODY


def test_a_first_sentence_before_a_line_with_a_clock_stays():
    said = ("主持人：各位媒体朋友，大家上午好！欢迎出席今天的新闻发布会。", *PARAGRAPHS[1:4])
    inner = "".join(f"<div><span>2024-06-20 10:1{n}</span><p>{line}</p></div>" for n, line in enumerate(said))
    text = clean_page(page(f"<h1>{TITLE}</h1><div class=c>{inner}</div>")).text
    assert all(line in text for line in said)


def test_pairs_of_label_and_value_over_the_byline_go_with_it():
    over = "<div>征集状态：进行中　开始时间：2024-06-20　结束时间：2024-07-20</div><div>发布时间：2024-06-20</div>"
    found = clean_page(
        page(f"<h2>{TITLE}</h2>{over}<div>{article()}</div><h3>我要提意见</h3><form><input></form>")
    )
    assert found.text == "\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "tail",
    [
        "<div>------分隔线----------------------------</div><div>顶一下</div><div>(0)</div><div>踩一下</div>",
        "<p>某某疾控 星标我们，健康资讯不错过</p>",
        "<p>↓↓↓</p><p>点击“阅读原文”查看更多</p>",
        "<p>分享此文：</p>",
        "<p>以下文章来源于健康某地，作者骨科王医生</p>",
        "<p>海量资讯、精准解读，尽在某某财经APP</p>",
        "<p>附件下载（2个）</p>",
        "<div>云岭县人民政府主办　云岭县政府办承办　湘ICP备06001122号</div>",
    ],
)
def test_ends_of_many_sites(tail):
    assert clean_page(page(f"<div class='c'><h1>{TITLE}</h1>{INFO}{article()}{tail}</div>")).text == BODY


def test_the_record_of_a_conference_begins_with_time_and_place():
    lines = (
        "时间：2025年11月27日上午10:00",
        "地点：某省政府新闻办公室新闻发布厅",
        "主持人：各位媒体朋友，大家上午好！",
    )
    text = clean_page(
        page(f"<div class='c'><h1>{TITLE}</h1>{INFO}{article((*lines, *PARAGRAPHS))}</div>")
    ).text
    assert text == "\n".join((*lines, *PARAGRAPHS))


def test_a_message_of_pictures_has_no_text_and_not_its_accounts_card():
    card = (
        "<div id='js_profile_qrcode' style='display:none'><strong>某地医保</strong><p>微信号 gh_abc123</p>"
        "<p>功能介绍 发布权威健康信息，服务群众生活，及时回应社会关切，欢迎关注本公众号。</p></div>"
    )
    script = f"<script>var msg_title = '{TITLE}'; var ct = '1647348281';</script>"
    head = f"<h1 class='rich_media_title'>{TITLE}</h1>{script}"
    found = clean_page(f"<html><body>{head}{card}<div id='js_content'><img src='1.jpg'></div></body></html>")
    assert found.kind is PageKind.ARTICLE
    assert "gh_abc123" not in found.text


def test_a_line_that_asks_to_log_in_is_no_text():
    mask = "<p class='vip-mask'>******** 此处内容需要登录后查看 ********</p>"
    assert clean_page(page(f"<h1>{TITLE}</h1><div class='c'>{article()}{mask}</div>")).text == BODY


def test_a_notice_that_names_its_column_only_is_an_article():
    head = "<meta name='ColumnName' content='行政处罚'>"
    rows = "".join(
        f"<tr><td>{k}</td><td>{v}</td></tr>"
        for k, v in (("案件名称", "某某口腔门诊部案"), ("处罚类别", "罚款"))
    )
    said = "执法人员在检查中发现，当事人安排未取得医师执业证书的人员一名独立从事口腔诊疗活动，共接诊患者六人次，所得"
    fact = f"<tr><td>违法事实</td><td>{said}二千三百八十元，上述事实有现场笔录等证据证实。</td></tr>"
    links = "".join(f"<li><a href='{n}.html'>某某公司行政处罚决定书第{n}号</a></li>" for n in range(10))
    html = f"{head}<h3>{TITLE}</h3><div>发布时间：2025-10-20</div><table>{rows}{fact}</table><ul>{links}</ul>"
    assert (
        clean_page(page(html), "https://credit.example.gov.cn/detail.html?id=8a9b").kind is PageKind.ARTICLE
    )
