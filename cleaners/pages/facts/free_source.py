"""The name that stands beside a bare date without a label: ``人民日报·2026-02-11 06:22`` is from 人民日报.

What portals print there besides is no source: where the writer's address is, what sort of text it is, how long.
"""

from __future__ import annotations

import re

from cleaners.pages.lines import BORDER, fold

#: Marks around a name.
JUNK = re.compile(r"^[\s|｜/·•\-—_,，;；、:：【】\[\]()（）]+|[\s|｜/·•\-—_,，;；、:：【\[(（>]+$")
_LONGEST = 20
_HAN = re.compile(r"[\u4e00-\u9fff]{2}")
_NOT_A_NAME = re.compile(r"[，,。；“”《》!?、【】]|次$")
_PLACES = (
    "北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|"
    "四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|香港|澳门|台湾|海外"
)
_OTHER = re.compile(
    rf"(?:IP属地\W*)?(?:{_PLACES})(?:省|市|自治区)?|[上下]一[篇条版]|放大|缩小|默认|原创|首发|转载|独家|头条|热点|精选|推荐|置顶|最新|字数\s*\d+|约?\s*\d+\s*字|"
    r"(?:提交|发布|发表|创建|发送)于?|.{2,12}(?:官方账号|创作者|优质作者|认证作者|领域作者)|楼主|编辑|作者|"
    r"(?:媒体|新闻|官方|权威)发布|新闻稿"
)


def free_source(text: str, noise: re.Pattern[str]) -> str | None:
    """The name in what a byline holds besides its date; elements are parted by ``BORDER``, ``noise`` are the words of
    labels and tools.

    ``湖北 | 健康领域创作者`` names none, ``人民日报·`` does.
    """
    for piece in re.split(rf"[{BORDER}|｜]", text):
        if _OTHER.fullmatch(JUNK.sub("", fold(piece))):
            continue
        name = JUNK.sub("", JUNK.sub("", fold(noise.sub(" ", piece))))
        if _OTHER.fullmatch(name):
            continue
        if 2 <= len(name) <= _LONGEST and _HAN.search(name) and not _NOT_A_NAME.search(name):
            return name
    return None
