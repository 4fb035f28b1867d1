"""The body of an uncleaned text: which lines are its own and which the page's.

Works on folded text, for comparing only: what is cut here is cut in every copy alike and nothing is shown to a reader.
The cleaning that readers see lives in ``cleaners.pages``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cleaners.stories.marks import without_citations, without_site_marks
from cleaners.stories.normal import squash

_SENTENCE = re.compile(r"[。；;！!？?]|\.{3}|[，,].*[，,]|[:：]$")
_DATED = re.compile(r"(?:19|20|一九|二)[\d〇一二三四五六七八九]{2,4}年")
_MEASURED = re.compile(r"\d%|\d(?:个月)?[万亿元例人名户套件倍年月岁吨](?!前)|\d平方米")
_SIGNED = re.compile(r"(?:委|会|局|厅|部|院|署|中心|办公室|政府|分行|支队|指挥部|领导小组)\)?$")
_NUMBERED = re.compile(r"^(?:第[\d一二三四五六七八九十百〇]+[章节条]|\(?[\d一二三四五六七八九十]{1,3}[)、.])")

#: Words of page furniture common to the Chinese web: a line of at most 90 characters that holds one is the page's.
_FURNITURE = re.compile(
    "浏览次数|阅读量|点击[数量率]|访问量|转载(?:请|此|自|本|需|须|文章)|版权(?:归|所有|声明|问题)|侵权|免责声明|不代表.{0,8}(?:立场|观点)"
    "|上一[篇条]|下一[篇条]|点击(?:右上角|浏览器|蓝字|下方)|扫一扫|扫码|二维码|举报(?:电话|邮箱)|不良信息|公众号"
    "|当前位置|[您你](?:现在)?的位置|网友评论|关注我们|联系我们|关于我们"
)
#: Who wrote and who brought it: furniture at the beginning of a line or in a line that is no sentence.
_CREDIT = re.compile(
    "责任编辑|责编|编辑:|来源:|观看:|作者:|记者:|审核:|监制:|摄影:|校对:|发布(?:日期|时间):|原标题|编者按"
)
#: Words of navigation that a text may use too: they count in a line that is short and no sentence.
_NAVIGATION = re.compile(
    "首页|主页|搜索|返回|登录|注册|打印|收藏|分享|字号|客户端|app|订阅|网站地图|备案|浏览|阅读|投稿|热线|文/|图/|点赞"
)
#: After such a line only other articles follow.
_OTHER_ARTICLES = re.compile(
    r"^\W*(?:为[你您]推荐|相关(?:阅读|推荐|新闻|文章|链接|报道|稿件|资讯)|(?:编辑)?推荐(?:阅读|文章|新闻|给[你您])?|猜[你您]喜欢|延伸阅读"
    r"|(?:热门|热点|最新)(?:文章|推荐|阅读|新闻|资讯|评论|动态)?|更多(?:精彩|新闻|资讯|推荐|内容|阅读)?|精彩推荐|大家.{0,2}在看|往期.{0,4}"
    r"|[您你]可能.{0,8}|(?:阅读|热文)?排行榜?|今日头条|热搜.{0,3}|上一[篇条].*|下一[篇条].*)\W*$"
)
_BRACKETED_HEADING = re.compile(r"^(\[[^\]]{4,80}\])(?=[^\]]{10})")
_FURNITURE_AT_MOST = 90
_NAVIGATION_AT_MOST = 30
_CREDIT_WITHIN = 8
_HEADING_AT_MOST = 60
_PROSE_AT_LEAST = 50
_HEADLINE_WITHIN = 6
_CRY_AT_MOST = 8


def page_lines(folded: str) -> list[str]:
    """The lines of a folded text without citation numbers, site marks and what follows the article.

    ``【标题】正文`` becomes two lines."""
    lines = [line for raw in folded.split("\n") if (line := without_citations(raw).strip())]
    for at, line in enumerate(lines[1:], start=1):
        if at * 2 >= len(lines) - 1 and len(line) < _HEADING_AT_MOST and _OTHER_ARTICLES.match(line):
            lines = lines[:at]
            break
    unmarked = "\n".join(_BRACKETED_HEADING.sub(r"\1\n", line.strip()) for line in without_site_marks(lines))
    return [line for line in unmarked.split("\n") if line]


def body_lines(lines: Sequence[str], title: str = "") -> list[str]:
    """Those of a page's lines that are the text's own, in order; all of them where nothing looks like prose.

    At both edges short lines that are no sentence are the page's (navigation, headline, byline, counters), unless they
    are dated in words, give a measure, are signed by a body or numbered; inside only lines with a furniture word go.
    """
    kept = [line for line in lines if not _is_furniture(line)]
    kept = _without_headline(kept, squash(title))
    prose = [at for at, line in enumerate(kept) if len(line) >= _PROSE_AT_LEAST or _SENTENCE.search(line)]
    if not prose:
        return kept or list(lines)
    first, last = prose[0], prose[-1]
    return [
        line
        for at, line in enumerate(kept)
        if first <= at <= last or any(mark.search(line) for mark in (_DATED, _MEASURED, _SIGNED, _NUMBERED))
    ]


def _is_furniture(line: str) -> bool:
    if len(line) > _FURNITURE_AT_MOST:
        return False
    if _FURNITURE.search(line):
        return True
    if (credit := _CREDIT.search(line)) and (credit.start() < _CREDIT_WITHIN or "。" not in line):
        return True
    return len(line) <= _NAVIGATION_AT_MOST and "。" not in line and bool(_NAVIGATION.search(line))


def _without_headline(lines: list[str], headline: str) -> list[str]:
    """The lines without those of the first few that only repeat the title, with a cry in front or behind."""
    if len(headline) < 4 or len(lines) < 2:
        return lines

    def repeats(line: str) -> bool:
        said = squash(line)
        return "..." not in line and (
            said in headline or (headline in said and len(said) <= len(headline) + _CRY_AT_MOST)
        )

    return [line for at, line in enumerate(lines) if at >= _HEADLINE_WITHIN or not repeats(line)]
