import pytest
from lxml import etree

from cleaners.pages.tree import parse_page


def shown(source: str) -> str:
    return "".join(parse_page(source).root.itertext())


def test_text_behind_an_inner_end_of_the_document_is_kept_in_one_root():
    tree = parse_page(
        "<html><head><title>甲</title></head><body>页眉</body></html>"
        "<html><head><script>var a=1</script></head><body class='b'><!--注--><p>正文</p></body></html>"
    )
    assert tree.root.tag == "html"
    assert [e.tag for e in tree.root.itersiblings()] == []
    assert tree.root.xpath("string(//p)") == "正文"
    assert tree.root.xpath("string(//script)") == "var a=1"
    assert tree.root.xpath("//comment()")[0].text == "注"


@pytest.mark.parametrize("depth", [300, 3000, 5000, 30000])
@pytest.mark.parametrize("closed", [True, False])
def test_no_nesting_is_too_deep(depth, closed):
    ends = "</div>" * depth if closed else ""
    assert shown("<div>" * depth + "深处" + ends + "<p>之后</p>") == "深处之后"


@pytest.mark.parametrize(
    "source", ["", " ", "\x00", "<!--", "<", "\ud800", "<?xml version='1.0' encoding='gbk'?>"]
)
def test_a_page_of_nothing_is_a_tree(source):
    assert parse_page(source).root.tag == "html"


def test_control_characters_and_huge_attributes_do_not_end_the_page():
    assert shown("<p>甲\x00\x0b乙</p><p a='" + "x" * 3_000_000 + "'>丙</p>") == "甲  乙丙"


def test_every_node_is_listed_once_in_page_order():
    tree = parse_page("<div><p>甲<b>乙</b></p><!--丙--></div>")
    assert [n.tag for n in tree.nodes] == ["html", "body", "div", "p", "b", etree.Comment]
