"""Lines of the page's machinery inside a text: labels of advertisements and players, links to other pages.

What stands at the edges is cut by position (``edges``); these are told by their words alone, so each pattern is the
whole line (``phrases/widget.yaml``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cleaners.pages.blocks import Block
from cleaners.pages.phrases import find_phrase
from cleaners.pages.removals import Ledger

_LONGEST = 40
#: A cheap look: all of them hold one of these.
_HINT = re.compile(
    "广告|炒股|推广|赞助|Adv|播|读|听|加载|缓冲|浏览器|系统|分钟|扫|登录|会员|付费|订阅|注册", re.I
)
#: What stands before a link to another page of the same matter.
_POINTER = re.compile(
    r"^\W*(?:相关(?:报道|阅读|链接|新闻|文章|政策|解读)|(?:延伸|推荐|更多|扩展)阅读|阅读更多|"
    r"(?:政策|文件)?(?:原文|解读|图解)(?:链接)?|一图读懂|点击进入专题)\s*[:：>》|｜]"
)


def cut_widgets(lines: Sequence[Block], ledger: Ledger) -> None:
    """Cut lines that are a widget's (rules ``widget.…``) and those that only link to another page
    (``widget.pointer``).

    before: 手机扫码阅读 / 相关报道：某地价格战进入下半场
    after:  (nothing)
    """
    for index, line in enumerate(lines):
        if ledger.gone(index) or line.row:
            continue
        text = line.text
        if len(text) <= _LONGEST and _HINT.search(text) and (phrase := find_phrase("widget", text)):
            ledger.cut_line(index, phrase.rule)
        elif line.is_links and _POINTER.match(text):
            ledger.cut_line(index, "widget.pointer")
