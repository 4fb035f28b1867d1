from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawlers.listing.addresses import absolute

PAGE = "https://wjw.example.gov.cn/tzgg/index.html"
_PIECES = st.sampled_from(
    [
        "",
        ".",
        "..",
        "/",
        "//",
        "a",
        "202601",
        "t1.html",
        "?",
        "#",
        "a=1",
        ";",
        ":",
        "http:",
        "https://b.cn",
        "%20",
        "中",
    ]
)
_HREFS = st.lists(_PIECES, max_size=8).map("".join)
_PAGES = st.sampled_from(
    [
        PAGE,
        "http://b.cn",
        "http://b.cn/",
        "http://b.cn/a/b/",
        "http://b.cn:8080/a?x=/y/z",
        "http://b.cn/a/../c/d.html",
    ]
)


@given(_HREFS, _PAGES)
@example("./a/b.html", PAGE)
@example("./", PAGE)
@example("a//b", PAGE)
@example("?page=2", PAGE)
@settings(max_examples=3000, deadline=None)
def test_a_plain_address_is_joined_as_by_urljoin(href, page):
    try:
        joined = urljoin(page, href)
        parts = urlsplit(joined)
    except ValueError:
        assert absolute(href, page) is None
        return
    if not href or href.startswith("#") or parts.scheme not in ("http", "https") or not parts.netloc:
        assert absolute(href, page) is None
    else:
        assert absolute(href, page) == joined


@pytest.mark.parametrize(
    "href", ["javascript:void(0)", " JavaScript:go()", "mailto:a@b.cn", "#top", "", "tel:12320"]
)
def test_what_leads_to_no_page(href):
    assert absolute(href, PAGE) is None


def test_a_windows_path_and_a_broken_line_are_mended():
    assert absolute("\\art\\1.html", PAGE) == "https://wjw.example.gov.cn/art/1.html"
    assert absolute("/art/\n1.html", PAGE) == "https://wjw.example.gov.cn/art/1.html"
