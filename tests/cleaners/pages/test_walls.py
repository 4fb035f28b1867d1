"""Lines that ask the reader to pay, to log in or to go on elsewhere; and what looks like them."""

import pytest

from cleaners import clean_page
from cleaners.pages.facts import read_byline
from tests.cleaners.pages.written import PARAGRAPHS, TITLE, article, page

BODY = "\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "tail",
    [
        "<p>本文共计2176字，剩余78%未读</p><p>已是会员？请登录</p><p>立即订阅</p>",
        "<p>返回某某，查看更多</p>",
        "<p>更多报道详见：<a href='z.html'>【专题】某某</a></p>",
        "<p>开通会员可查看政策原文附件 立即开通</p>",
        "<p>炒股就看金麒麟分析师研报，权威，专业，及时，全面，助您挖掘潜力主题机会！</p>",
    ],
)
def test_walls_and_ways_elsewhere_are_no_text(tail):
    assert clean_page(page(f"<h1>{TITLE}</h1><div class='c'>{article()}{tail}</div>")).text == BODY


def test_a_caption_is_text_and_no_byline():
    caption = "图为市民在社区卫生服务中心接种流感疫苗。某网记者 乔某摄"
    found = clean_page(page(f"<h1>{TITLE}</h1><div class='c'><p>{caption}</p>{article()}</div>"))
    assert found.text == f"{caption}\n{BODY}"
    assert found.author is None
    assert read_byline(caption) is None
