"""Files a page offers."""

from __future__ import annotations

from cleaners.pages.facts import find_attachments
from cleaners.pages.tree import parse_page

URL = "http://wjw.example.gov.cn/tzgg/202501/t20250102_1.html"


def files(html: str, url: str | None = URL) -> list[tuple[str, str]]:
    tree = parse_page(html)
    body = next(iter(tree.root.iter("article")), None)
    return [(item.name, item.url) for item in find_attachments(tree, body, url)]


def test_relative_links_in_the_body() -> None:
    link = "<a href='./P020250102000000000001.pdf'>1.任务分工表</a>"
    html = f"<article><p>附件：{link}</p><p><a href='a.html'>解读</a></p></article>"
    assert files(html) == [
        ("1.任务分工表", "http://wjw.example.gov.cn/tzgg/202501/P020250102000000000001.pdf")
    ]


def test_servlets() -> None:
    html = (
        "<article><a href='/module/download/downfile.jsp?classid=0&filename=abc.pdf'>通知.pdf</a>"
        "<a href='/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=77'>附件1.docx</a>"
        "</article>"
    )
    assert files(html) == [
        ("通知.pdf", "http://wjw.example.gov.cn/module/download/downfile.jsp?classid=0&filename=abc.pdf"),
        (
            "附件1.docx",
            "http://wjw.example.gov.cn/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=77",
        ),
    ]


def test_links_written_by_the_script() -> None:
    html = (
        "<article><p>正文</p></article>"
        '<script>var file_appendix=\'<a href="./P0202.xls">统计表.xls</a>\';if(file_appendix!=""){}</script>'
    )
    assert files(html) == [("统计表.xls", "http://wjw.example.gov.cn/tzgg/202501/P0202.xls")]


def test_a_list_beside_the_body_by_class_or_heading() -> None:
    html = (
        "<article><p>正文</p></article><ul class='detail_fj'><li><a href='1.doc'>表一</a></li></ul>"
        "<div>附件下载：</div><ul><li><a href='2.doc'>表二</a></li></ul>"
    )
    assert [name for name, _ in files(html)] == ["表一", "表二"]


def test_what_belongs_to_others_is_left_out() -> None:
    html = (
        "<article><p>正文</p><img src='x.png'><p><a href='x.png'>图</a></p></article>"
        "<div class='related'><a href='other.docx'>别的文件</a></div><a href='/app/download.html'>客户端</a>"
        "<div class='footer'><ul class='fj'><li><a href='brand.pdf'>品牌广告</a></li></ul></div>"
        "<a href='loose.pdf'>手册</a>"
    )
    assert files(html) == []


def test_copies_of_the_page_itself_are_no_attachments() -> None:
    html = "<article><a href='1.pdf'>下载pdf版</a><a href='1.doc'>下载word版</a><a href='2.pdf'>实施方案</a></article>"
    assert [name for name, _ in files(html)] == ["实施方案"]


def test_each_file_once_and_a_name_even_without_text() -> None:
    html = "<article><a href='a/%E8%A1%A8.xlsx'><img src='i.png'></a><a href='a/表.xlsx'>表</a></article>"
    assert files(html) == [("表.xlsx", "http://wjw.example.gov.cn/tzgg/202501/a/%E8%A1%A8.xlsx")]


def test_a_pdf_shown_in_a_viewer() -> None:
    viewer = "<iframe src='/pdfjs/web/viewer.html?file=%2Fupload%2F1.pdf'></iframe>"
    html = f"<article>{viewer}<iframe src='/hits.jsp?id=1'></iframe></article>"
    assert files(html) == [("1.pdf", "http://wjw.example.gov.cn/upload/1.pdf")]


def test_the_pages_base_address_counts() -> None:
    html = "<base href='/site/'><article><a href='f.doc'>表</a></article>"
    assert files(html) == [("表", "http://wjw.example.gov.cn/site/f.doc")]


def test_without_an_address_links_stay_as_they_are() -> None:
    assert files("<article><a href='f.doc'>表</a></article>", None) == [("表", "f.doc")]


def test_broken_addresses_do_no_harm() -> None:
    broken = "<a href='http://[::1.pdf'>坏</a><a href='javascript:down(1.pdf)'>空</a>"
    html = f"<article>{broken}<a href='ok.pdf'>好</a></article>"
    assert [name for name, _ in files(html)] == ["好"]


def test_an_address_of_the_page_that_is_none_does_no_harm() -> None:
    assert files("<article><a href='f.doc'>表</a></article>", "http://[broken") == [("表", "f.doc")]


def test_a_link_behind_the_word_for_attachment_outside_the_body() -> None:
    servlet = "/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=77"
    html = f"<article><p>现将有关事项公告如下。</p></article><p>附件【<a href='{servlet}'>报名表.doc</a>】已下载3次</p>"
    assert files(html) == [("报名表.doc", f"http://wjw.example.gov.cn{servlet}")]


def test_links_that_open_their_file_by_script() -> None:
    html = (
        "<article><p>附件：<a href='#' onclick=\"downfile('/upload/2024/bmb.doc')\">报名表</a>"
        "<a href=\"javascript:window.open('../zwb.xls','_blank')\">岗位表</a>"
        "<a href='javascript:doZoom(16)'>大</a></p></article>"
    )
    assert files(html) == [
        ("报名表", "http://wjw.example.gov.cn/upload/2024/bmb.doc"),
        ("岗位表", "http://wjw.example.gov.cn/tzgg/zwb.xls"),
    ]


def test_a_link_right_behind_a_label_in_running_text() -> None:
    html = (
        "<article><p>正文</p></article><td>秘书处<br>附：<a href='/up/hz.doc'>年会回执</a> "
        "<a href='/up/other.doc'>别处的文件</a></td>"
    )
    assert files(html) == [("年会回执", "http://wjw.example.gov.cn/up/hz.doc")]


def test_a_box_that_begins_with_its_heading() -> None:
    box = (
        "<div class='gu2'><p><strong>附件下载:</strong></p><span><a href='/f/1.pdf'>下达表.pdf</a></span><br/>"
        "<span><a href='/f/2.pdf'>目标表.pdf</a></span></div>"
    )
    assert [name for name, _ in files(f"<article><p>正文</p></article>{box}")] == ["下达表.pdf", "目标表.pdf"]
    both = "<div><b>附件 Attachment：</b><a href='/f/3.pdf'>申请表.pdf</a></div>"
    assert files(f"<article><p>正文</p></article>{both}") == [
        ("申请表.pdf", "http://wjw.example.gov.cn/f/3.pdf")
    ]


def test_files_of_a_forum() -> None:
    box = "<p class='attnm'><a href='forum.php?mod=attachment&aid=M12'>计划.docx</a></p>"
    assert [name for name, _ in files(f"<article><p>正文</p></article>{box}")] == ["计划.docx"]


def test_a_link_names_what_a_viewer_shows() -> None:
    html = (
        "<article><iframe src='/pdf/8b7a6c5d.pdf'></iframe>"
        "<p><a href='/pdf/8b7a6c5d.pdf'>某政办发〔2025〕31号.pdf</a></p></article>"
    )
    assert [name for name, _ in files(html)] == ["某政办发〔2025〕31号.pdf"]
