"""What a family's template states inside the page: Hanweb's comment marks and WeChat's script variables.

<!--<$[标题]>begin-->关于…的通知<!--<$[标题]>end-->          (Hanweb jcms)
<!-- 文章来源 begin -->东区办事处<!-- 文章来源 end -->        (an older news system)
var ct = "1647348281"; var msg_title = '…'.html(false);     (WeChat)
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import datetime

from cleaners.dates import CHINA, read_datetime
from cleaners.pages.lines import plain

_MARK = re.compile(
    r"<!--\s*(?:<\$\[)?\s*([\u4e00-\u9fff]{2,8})(?:\(html\))?\s*(?:\]>)?\s*begin\s*-->(.{0,2000}?)<!--",
    re.S | re.I,
)
_TITLE_MARKS = ("标题名称", "标题", "文章标题", "信息标题", "新闻标题")
_SOURCE_MARKS = ("信息来源", "文章来源", "新闻来源", "来源")
_DATE_MARKS = ("发布日期", "发布时间", "信息发布时间")
_MARKS_LIMIT = 40

_WECHAT = ("rich_media", "msg_title")
_MOMENT = re.compile(
    r"(?:ct(?<!\wct)|c(?:reateTime|reate_time)|oriCreateTime)\s*[=:]\s*(?:JsDecode\()?[\"'](\d{10})[\"']"
)
_DAY = re.compile(r"(?:publish_time|createTime)\s*=\s*[\"'](\d{4}-\d\d-\d\d[^\"']{0,9})[\"']")
_MESSAGE_TITLE = re.compile(
    r"msg_title\s*[=:]\s*(?:htmlDecode\(|JsDecode\()?(?:'((?:[^'\\\n]|\\.)*)'|\"((?:[^\"\\\n]|\\.)*)\")"
)
_ACCOUNT = re.compile(r"(?:id=\"js_name\"|class=\"profile_nickname\")[^>]*>\s*([^<]{1,60}?)\s*<")
_NICKNAME = re.compile(r"nick_?name\s*[=:]\s*(?:htmlDecode\(|JsDecode\()?[\"']([^\"'\n]{1,60})[\"']")


@dataclass(slots=True)
class Marks:
    """Statements of the template, checked by nobody yet."""

    title: str | None = None
    source: str | None = None
    date: str | None = None
    #: WeChat's ``ct``: the moment of publication, exact.
    moment: datetime | None = None
    is_wechat: bool = False


def read_marks(source: str) -> Marks:
    """The marks in the page's source; empty where the template has none."""
    marks = Marks()
    if "begin-->" in source or "begin -->" in source:
        _read_comments(source, marks)
    if any(name in source for name in _WECHAT):
        _read_wechat(source, marks)
    return marks


def _read_comments(source: str, marks: Marks) -> None:
    found: dict[str, str] = {}
    for count, match in enumerate(_MARK.finditer(source)):
        text = plain(html.unescape(match[2]))
        if text:
            found.setdefault(match[1], text)
        if count >= _MARKS_LIMIT:
            break
    marks.title = next((found[name] for name in _TITLE_MARKS if name in found), None)
    marks.source = next((found[name] for name in _SOURCE_MARKS if name in found), None)
    marks.date = next((found[name] for name in _DATE_MARKS if name in found), None)


def _read_wechat(source: str, marks: Marks) -> None:
    """``#publish_time`` is empty in the raw page: the script's ``ct`` has the moment, in seconds."""
    title = _MESSAGE_TITLE.search(source)
    moment = _MOMENT.search(source)
    nickname = _NICKNAME.search(source)
    if not (title or moment):
        return
    marks.is_wechat = True
    if title:
        marks.title = plain(html.unescape(_unescaped(title[1] or title[2] or ""))) or marks.title
    account = nickname or _ACCOUNT.search(source)
    if account:
        marks.source = plain(html.unescape(account[1]))
    if moment and int(moment[1]) > 0:
        marks.moment = datetime.fromtimestamp(int(moment[1]), CHINA)
    elif (day := _DAY.search(source)) and (found := read_datetime(day[1])):
        marks.date = found.when.isoformat(" ")


def _unescaped(text: str) -> str:
    r"""``\x26quot;`` and ``\'`` of a script string."""
    text = re.sub(r"\\x([0-9a-fA-F]{2})", lambda m: chr(int(m[1], 16)), text)
    return re.sub(r"\\(.)", r"\1", text)
