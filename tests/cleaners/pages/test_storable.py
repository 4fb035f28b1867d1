"""No NUL and no lone surrogate comes out, wherever a page hides it."""

from cleaners import clean_page
from tests.cleaners.pages.written import article, page

HEAD = (
    '<script type="application/ld+json">{"headline": "云岭县\\u0000义诊\\ud800通知"}</script>'
    "<script>var msg_title = '云岭\\x00县'; var ct = \"1647348281\"; var nickname = '云岭\ud800发布'</script>"
    "<meta name='author' content='王\x00某'>"
)
FILES = "<p><a href='/f/a%00b.pdf'></a><a href='/f/\ud800.docx'>附件\x00：\ud800表</a>&#0;&#xD800;</p>"


def test_no_text_field_holds_what_a_database_refuses() -> None:
    for html in (HEAD + page(f"<div id='zoom'>{article()}{FILES}</div>"), HEAD + "rich_media" + page(FILES)):
        cleaned = clean_page(html, "https://wjw.example.gov.cn/a\x00\ud800.html")
        fields = [cleaned.title, cleaned.text, cleaned.source_name, cleaned.author, cleaned.column]
        fields += [*cleaned.card, *cleaned.card.values(), *(removal.text for removal in cleaned.removed)]
        fields += [part for file in cleaned.attachments for part in (file.name, file.url)]
        for text in fields:
            assert "\x00" not in (text or "")
            (text or "").encode()  # a lone surrogate raises here
