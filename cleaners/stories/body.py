"""The body of an uncleaned text: site marks, citation marks and the page's furniture taken off, by structure.

Works on folded text (``normal.fold``), for comparing only: what is cut here is cut in every copy alike, and nothing
is shown to a reader.  The cleaning that readers see lives in ``cleaners.pages``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cleaners.stories.normal import squash

_CITATION = re.compile(r"[ ]?\[\d{1,2}(?:[-,]\d{1,2})*\]")
_ADDRESS = r"(?:https?://|www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|cn|net|org|gov|info|top|cc|vip|edu|tv)(?![a-z0-9])[/a-z0-9_.?=&-]*"
# A site's mark without repetition to show it: what follows the last full stop and holds a web address.
_SIGNED_END = re.compile(rf"(?<=[。！!？?；;\"])[^。！!？?；;]{{0,24}}{_ADDRESS}\W*$")
_TAGGED_END = re.compile(
    rf"(?<=[^a-z])[a-z]{{2,5}}\W{{0,2}}[\u4e00-\u9fff][^。！!？?；;]{{0,28}}{_ADDRESS}\W*$"
)
_SIGNED_START = re.compile(rf"^[^。，,；;：:]{{0,24}}?{_ADDRESS}[\])]?(?=\S)")
_TAG = re.compile(r"(?:(?<=[^a-z0-9])|^)[a-z0-9]{2,6}$")
_LEADING_TAG = re.compile(r"^[a-z0-9]{2,6}(?=[^a-z0-9 ])")
_SENTENCE = re.compile(r"[。；;！!？?]|\.{3}|[，,].*[，,]|[:：]$")
_DATED = re.compile(r"(?:19|20|二)[\d〇一二三四五六七八九]{2,4}年")
_SIGNED = re.compile(r"(?:委|会|局|厅|部|院|署|中心|办公室|政府|分行|支队|指挥部|领导小组)\)?$")
_NUMBERED = re.compile(r"^(?:第[\d一二三四五六七八九十百〇]+[章节条]|\(?[\d一二三四五六七八九十]{1,3}[)、.])")

#: Words of page furniture common to the Chinese web: a short line that holds one is not the text's.
_FURNITURE = re.compile(
    r"责任编辑|责编|编辑:|来源:|观看:|浏览|阅读量|点击数|点击量|访问量|作者:|发布日期|发布时间|字号|打印|收藏|分享|转载|版权|侵权|免责"
    r"|不代表本|不代表.{0,8}(?:立场|观点)|上一篇|下一篇|上一条|下一条|点击右上角|扫一扫|扫码|二维码|举报|公众号|客户端|当前位置|您的位置"
    r"|首页|搜索|返回|登录|注册|关于我们|联系我们|网站地图|备案|原标题|编者按|订阅|关注我们"
)
#: After such a line only other articles follow.
_OTHER_ARTICLES = re.compile(
    r"^\W*(?:为[你您]推荐|相关(?:阅读|推荐|新闻|文章|链接|报道|稿件|资讯)|推荐(?:阅读|文章|新闻)?|猜[你您]喜欢|延伸阅读|热门(?:文章|推荐|阅读|新闻|资讯)"
    r"|更多(?:精彩|新闻|资讯|推荐|内容|阅读)?|热点(?:推荐|新闻|资讯)?|最新(?:文章|资讯|新闻|动态)|精彩推荐|大家都在看|往期.{0,4}|您可能.{0,8}|你可能.{0,8}"
    r"|阅读排行|排行榜|今日头条|热搜.{0,3}|上一篇.*|下一篇.*)\W*$"
)
_FURNITURE_LINE_AT_MOST = 90
_MARK_AT_MOST = 80


def _ends_alike(paragraphs: Sequence[str]) -> str:
    """The longest ending, of six characters and more, that half of the paragraphs share: a site's mark, else ``""``."""
    backwards = sorted(paragraph[::-1] for paragraph in paragraphs)
    return _shared_by_half(backwards)[::-1]


def _common_start(one: str, other: str) -> str:
    for at, (a, b) in enumerate(zip(one[:_MARK_AT_MOST], other[:_MARK_AT_MOST], strict=False)):
        if a != b:
            return one[:at]
    return min(one, other, key=len)[:_MARK_AT_MOST]


def _shared_by_half(ordered: Sequence[str]) -> str:
    half = max(2, (len(ordered) + 1) // 2)
    return max(
        (_common_start(ordered[i], ordered[i + half - 1]) for i in range(len(ordered) - half + 1)),
        key=len,
        default="",
    )


def without_site_marks(lines: Sequence[str]) -> list[str]:
    """The paragraphs without what a site adds to each of them, at the end or the beginning.

    Before: ``…隔离治疗。ufj健康速览网jksl-demo.cn`` (in every paragraph, the Latin token drawn afresh for each page);
    after: ``…隔离治疗。``  A shared ending is a mark when it follows a sentence's end or names a web address, so that
    ``，现在定点医疗机构隔离治疗。`` at the end of every case of a bulletin stays.
    """
    lines = [_SIGNED_START.sub("", _TAGGED_END.sub("", _SIGNED_END.sub("", line))) for line in lines]
    longer = [line for line in lines if len(line) >= 12]
    if len(longer) < 2:
        return lines
    end = _ends_alike(longer)
    start = _shared_by_half(sorted(longer))
    if len(end) >= 6 and not re.search("[。；;]", end[:-1]):
        before = [line[: -len(end)] for line in longer if line.endswith(end)]
        closed = sum(bool(re.search(r"[。；;！!？?:：\"][a-z0-9]{0,6}$", text)) for text in before)
        if closed * 2 >= len(before) or re.search(_ADDRESS, end):
            lines = [_TAG.sub("", line[: -len(end)]) if line.endswith(end) else line for line in lines]
    if len(start) >= 6 and re.search(r"[a-z]{3}|[|·@#\]]", start):
        lines = [line[len(start) :] if line.startswith(start) else line for line in lines]
    return lines


def _is_furniture(line: str) -> bool:
    return len(line) <= _FURNITURE_LINE_AT_MOST and bool(_FURNITURE.search(line))


def _is_prose(line: str) -> bool:
    return len(line) >= 50 or bool(_SENTENCE.search(line))


def _without_headline(lines: list[str], title: str) -> list[str]:
    """The lines without those of the first few that only repeat the title, with a cry in front or behind."""
    headline = squash(title)
    if len(headline) < 4 or len(lines) < 2:
        return lines
    return [
        line
        for at, line in enumerate(lines)
        if at > 5
        or not ((said := squash(line)) in headline or (headline in said and len(said) <= len(headline) + 8))
    ]


def body_lines(folded: str, title: str = "") -> list[str]:
    """The lines of a folded text that are its own, in order; all of them where nothing looks like prose.

    At both edges short lines that are no sentence are the page's (navigation, headline, byline, counters), unless they
    are dated in words, signed by a body or numbered; inside only lines with a furniture word go.
    A list of other articles ends the text.
    """
    lines = [line for raw in folded.split("\n") if (line := _CITATION.sub("", raw).strip())]
    for at, line in enumerate(lines):
        if at * 2 >= len(lines) - 1 and at and len(line) < 60 and _OTHER_ARTICLES.match(line):
            lines = lines[:at]
            break
    lines = [line for line in without_site_marks(lines) if line]
    kept = [line for line in lines if not _is_furniture(line)]
    kept = _without_headline(kept, title)
    prose = [at for at, line in enumerate(kept) if _is_prose(line)]
    if not prose:
        return kept or lines
    first, last = prose[0], prose[-1]
    return [
        line
        for at, line in enumerate(kept)
        if first <= at <= last or _DATED.search(line) or _SIGNED.search(line) or _NUMBERED.match(line)
    ]
