"""Article, list or nothing, as far as head, address and links tell."""

from __future__ import annotations

from cleaners.pages.blocks import read_blocks
from cleaners.pages.facts import kind_of, read_facts
from cleaners.pages.page import PageKind
from cleaners.pages.tree import parse_page

ROWS = "".join(
    f"<li><a href='/a{n}.html'>关于开展第{n}项卫生健康工作的通知</a><span>2025-01-{n:02}</span></li>"
    for n in range(1, 13)
)
TEXT = "<p>" + "各医疗机构要按照要求做好预检分诊和信息报告工作，确保各项措施落实到位。" * 8 + "</p>"


def kind(html: str, url: str | None = None) -> PageKind | None:
    tree = parse_page(html)
    return kind_of(tree, url, read_facts(tree, read_blocks(tree.root).visual, url))


def test_a_head_that_names_the_title_makes_an_article() -> None:
    head = "<meta name='ColumnName' content='通知'><meta name='ArticleTitle' content='某事的通知'>"
    assert kind(f"{head}<h1>某事的通知</h1><ul>{ROWS}</ul>") is PageKind.ARTICLE


def test_a_head_that_names_only_the_column_makes_a_list() -> None:
    assert kind(f"<meta name='ColumnName' content='通知公告'><ul>{ROWS}</ul>") is PageKind.LISTING


def test_a_dated_article_may_lack_its_title_in_the_head() -> None:
    html = f"<meta name='ColumnName' content='通知公告'><h1>某事的通知</h1><div>发布时间：2024-07-01 17:32</div>{TEXT}"
    assert kind(html) is None


def test_rows_without_prose_are_a_list_even_without_a_head() -> None:
    assert (
        kind(f"<title>公司新闻</title><h1>公司新闻</h1><ul>{ROWS}</ul>", "http://a.example/xw.html")
        is PageKind.LISTING
    )


def test_prose_among_links_is_left_to_the_body() -> None:
    assert kind(f"<h1>某事怎样办理</h1><div>2024-01-02</div>{TEXT}<ul>{ROWS}</ul>") is None


def test_shells_and_stubs_are_empty() -> None:
    assert (
        kind("<title>某中心</title><body><div id='app'></div><script src='/a.js'></script></body>")
        is PageKind.EMPTY
    )
    assert kind("<script>location.href='/b.html'</script>") is PageKind.EMPTY
    assert kind("") is PageKind.EMPTY


def test_a_column_that_fills_its_rows_by_script_is_still_a_list() -> None:
    assert (
        kind("<meta name='ColumnName' content='通知公告'><div id='rows'></div><script>load()</script>")
        is PageKind.LISTING
    )


def test_an_article_whose_address_ends_like_a_columns_is_none() -> None:
    html = f"<h1>某事怎样办理</h1><div>某报 2024-01-02 17:22</div>{TEXT}<ul>{ROWS[:900]}</ul>"
    assert kind(html, "https://m.example.com/a/786123456_1202/?from=a") is None
    assert kind(html, "https://blog.example.com/2024/01/mou-shi/") is None


def test_a_column_with_excerpts_is_a_list() -> None:
    excerpt = f"<p>{TEXT[3:80]}…</p>"
    items = "".join(
        f"<h3><a href='/a{n}.html'>第{n}项卫生健康工作取得新进展</a></h3>{excerpt}<p>2025-01-{n:02}</p>"
        for n in range(1, 13)
    )
    assert kind(f"<title>行业动态</title>{items}", "http://a.example/hydt/") is PageKind.LISTING


def test_a_short_notice_beside_many_links_is_no_list() -> None:
    notice = (
        "<h1>关于召开年会的通知</h1><div>2011-03-08 来源：秘书处</div>"
        "<p>各会员单位：定于四月二十日在省城召开年会，请各单位派两名代表参加，并于四月十日前将回执寄至秘书处，住宿由会务组统一安排，费用自理，逾期不候，联系电话见文后。</p>"
        "<p>省医学学会</p>"
    )
    links = "".join(f"<li><a href='/a{n}.html'>关于开展第{n}项工作的通知</a></li>" for n in range(12))
    titled = f"<title>关于召开年会的通知_省医学学会</title>{notice}<ul>{links}</ul>"
    assert kind(titled) is None
    untitled = f"<title>省医学学会</title>{notice}<ul>{links}</ul>"
    assert kind(untitled, "http://www.xuehui.example/show.php?id=311") is None
    assert kind(untitled, "http://www.xuehui.example/list.php?id=12") is PageKind.LISTING


def test_a_folder_named_by_a_number_is_an_articles_address() -> None:
    links = "".join(f"<li><a href='/a{n}/'>关于开展第{n}项卫生健康工作的通知</a></li>" for n in range(16))
    html = (
        f"<title>记账一年</title><h1>记账一年</h1><div>2025-06-28 14:02</div>{TEXT[:120]}</p><ul>{links}</ul>"
    )
    assert kind(html, "https://www.toutiao.example/article/7520112233445566778/") is None
