from cleaners.pages.blocks import read_blocks
from cleaners.pages.tree import parse_page


def lines(markup: str) -> list[str]:
    return [line.text for line in read_blocks(parse_page(markup).root).lines]


def test_blocks_and_breaks_part_lines_and_inline_elements_do_not():
    assert lines("<div>甲<span>乙</span><b>丙</b><br>丁<p>戊</p>己</div>") == ["甲乙丙", "丁", "戊", "己"]


def test_scripts_styles_and_form_controls_are_not_seen():
    assert lines("<p>甲<script>x</script><style>p{}</style><select><option>乙</select>丙</p>") == ["甲丙"]


def test_a_data_table_is_read_row_by_row():
    table = (
        "<table><tr><th><p>单位</p></th><th>名额</th></tr><tr><td>县医院</td><td><p>3</p></td></tr></table>"
    )
    assert lines(f"<p>附表</p>{table}<p>完</p>") == ["附表", "单位\t名额", "县医院\t3", "完"]


def test_a_table_that_lays_out_the_page_is_read_as_blocks():
    inner = "<table><tr><td>甲</td></tr></table>"
    assert lines(f"<table><tr><td><p>一</p><p>二</p>{inner}</td><td>三</td></tr></table>") == [
        "一",
        "二",
        "甲",
        "三",
    ]


def test_ranges_tell_which_lines_an_element_holds():
    tree = parse_page("<div id='a'><p>甲</p><p>乙</p></div><div>丙</div>")
    blocks = read_blocks(tree.root)
    assert blocks.ranges[tree.root.get_element_by_id("a")] == (0, 2)
    assert blocks.of(tree.root.xpath("//p[2]")) == {1}


def test_a_row_of_a_table_is_found_by_what_stands_in_it():
    tree = parse_page(
        "<table><tr><td>索引号</td><td>1</td></tr><tr><td>文号</td><td><b>2</b></td></tr></table>"
    )
    assert read_blocks(tree.root).of(tree.root.xpath("//b")) == {1}


def test_links_are_counted_and_hiding_is_seen():
    found = read_blocks(
        parse_page("<p>见<a>通知全文</a></p><div style='display: none'><p>乙</p></div>").root
    ).lines
    assert [(line.linked, line.hidden) for line in found] == [(4, False), (0, True)]
