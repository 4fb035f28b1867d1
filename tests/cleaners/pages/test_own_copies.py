import pytest

from cleaners import clean_page
from cleaners.pages.removals import restore
from tests.cleaners.pages.written import PARAGRAPHS, TITLE, article, page

BODY = "\n".join(PARAGRAPHS)


def read(tail, title=TITLE):
    return clean_page(
        page(f"<h1>{title}</h1><div class='c'>{article()}{tail}</div>", title), "https://wjj.example/a/1.html"
    )


@pytest.mark.parametrize(
    "name",
    [
        f"{TITLE}.pdf",
        f"{TITLE} (1).pdf",
        f"附件：{TITLE}.docx",
        f"原文下载：{TITLE}（盖章版）.ofd",
        f"《{TITLE}》.wps",
    ],
)
def test_the_document_as_a_file_is_no_line_of_its_text(name):
    found = read(f"<p><a href='/files/18.pdf'>{name}</a></p>")
    assert found.text == BODY
    assert [cut.rule for cut in found.removed] == ["tail.own-copy"]
    assert restore(found.text, found.removed).endswith(name)
    assert [one.url for one in found.attachments] == ["https://wjj.example/files/18.pdf"]


def test_the_annexes_beside_it_stay():
    annexes = "<p><a href='a.doc'>附件1.登记表.doc</a></p><p><a href='b.doc'>附件2.说明.doc</a></p>"
    own = f"<p><a href='c.pdf'>{TITLE}.pdf</a></p>"
    for tail in (annexes + own, own + annexes):
        assert read(tail).text == f"{BODY}\n附件1.登记表.doc\n附件2.说明.doc"


def test_the_annex_that_the_notice_issues_stays():
    title = "关于印发《云岭县基层医疗质量提升三年行动实施方案》的通知"
    annex = "<p><a href='a.doc'>云岭县基层医疗质量提升三年行动实施方案.doc</a></p>"
    assert read(annex, title).text.endswith("云岭县基层医疗质量提升三年行动实施方案.doc")


def test_a_file_named_by_the_documents_number_stays():
    assert read("<p><a href='18.pdf'>云卫发〔2024〕18号.pdf</a></p>").text.endswith("云卫发〔2024〕18号.pdf")


def test_a_sentence_that_names_the_file_stays():
    sentence = f"<p>全文见{TITLE}.pdf，请各单位对照执行并按时报送。</p>"
    assert read(sentence).text.endswith("请各单位对照执行并按时报送。")


def test_a_page_that_is_nothing_but_its_file_keeps_the_name():
    alone = page(f"<h1>{TITLE}</h1><div class='c'><p><a href='1.pdf'>{TITLE}.pdf</a></p></div>", TITLE)
    found = clean_page(alone, "https://wjj.example/a/1.html")
    assert [one.name for one in found.attachments] == [f"{TITLE}.pdf"]
