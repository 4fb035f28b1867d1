"""The parts of an official title: who issues, about what, which kind, and the policy that a notice carries.

Says nothing about where a title stands in a text (``heading``) nor what a page is (``labels``).
"""

from __future__ import annotations

import re
from functools import lru_cache

from cleaners.policies.layout import fold, squeeze, tidy
from cleaners.policies.organs import is_organ, split_organs

#: The kinds of the Regulation on official documents (党政机关公文处理工作条例, 2012) that are published.
_FORMS = "答复|通知|意见|公告|通告|批复|决定|通报|复函|函|命令|令|公报|决议|议案|报告|请示|纪要"
#: What a notice, an order or an announcement issues; a page may show it bare.
_CONTENTS = (
    "条例|办法|规定|细则|方案|规划|纲要|指南|规范|标准|目录|要点|措施|计划|规则|准则|指引|制度|章程|预案|清单|规程|标准|大纲|要求"
    "|政策|意见稿|工作安排|重点任务|程序|法|目标|名单|安排|举措|若干条|[一二三四五六七八九十\\d]+条|导则|共识|通则|方法|倡议书|倡议|提示"
)
_EDITION = (
    r"(?:[ ]*\((?:试行|暂行|修订|修正|草案|征求意见稿|公开征求意见稿|送审稿"
    r"|讨论稿|第?[\d一二三四五六七八九十]+[版批期年]"
    r"|[^()]{0,24}(?:年|版|修订|试行|稿|修正|批|周期))[^()]{0,12}\)"
    r"|[ ]*\d{4}年版|[ ]*试行稿?|[ ]*修订版|[ ]*第[一二三四五六七八九十\d]+[版批])*"
)
KIND_END = re.compile(rf"(?P<kind>{_FORMS}|{_CONTENTS})(?P<edition>{_EDITION})[ ]*[》〉]?$")
_FORM_END = re.compile(rf"(?P<kind>{_FORMS}){_EDITION}[ ]*$")
_VERB = r"(?:关于|印发|转发|批转|发布|公布|颁布|颁发)"
_NUMBER_BEHIND = re.compile(
    r"[ ]*[(\[][^()\[\]]{0,24}[〔\[(]\d{4}[〕\])][^()]{0,12}号?[)\]]?$"
    r"|(?<=》)[ ]*[一-鿿]{2,14}[〔\[]\d{4}[〕\]]\d{1,5}号$"
)
#: What pages put in front: place or column in brackets, tags of copies, shouts of media accounts.
_MARK = re.compile(
    r"^(?:【[^】]{0,40}】[ ]*|\[[^\]]{0,20}\]|\((?:转载|转发|图文|最新|置顶|废止|已废止)\)|[★●·]+|\d{1,2}[.、](?!\d)"
    r"|(?:刚刚(?:公布|发布)|重磅|最新(?:消息)?|突发|官宣|速看|快讯|关注|定了|权威发布|注意)[!:|]+)+"
)
_NAMED = re.compile(
    rf"{_VERB}[ ]*[《<〈](?P<name>[^《》]*(?:[《〈<][^《》]*[》〉>][^《》]*)*?)[》>〉]"
    rf"(?=的(?:{_FORMS})|[等及和、《]|$| )"
)
_UNMARKED = re.compile(
    r"(?:印发|发布|公布|颁布)(?:关于)?(?P<name>[^《》]{4,}?)的?(?:通知|公告|通告|决定|令)[ ]*$"
)
_ISSUERS = re.compile(rf"^(?P<who>.{{2,160}}?)[ ]*(?:联合|共同)?(?P<verb>{_VERB}|对(?=.*(?:答复|批复)))")
_AMONG = re.compile(r"等(?:[一二三四五六七八九十\d]{1,3}个?)?(?:部门|单位|部委|委办局|机关|厅局)$|等$")


def without_marks(title: str) -> str:
    """The title without what pages put in front: ``重磅!【某市】关于……`` is ``关于……``."""
    mark = _MARK.match(fold(title))
    return title[mark.end() :].lstrip() if mark and mark.end() < len(title) else title


@lru_cache(maxsize=8192)
def clean_title(title: str) -> str:
    """The title as a person would cite it: without marks of the page, a number behind it, stray blanks in words.

    Before: ``【某市】《关于加强基层服务的通 知》（某卫发〔2024〕3号）``  after: ``关于加强基层服务的通知``
    """
    text = tidy(title).replace("\n", " ").strip()
    folded = fold(text)
    behind = _NUMBER_BEHIND.search(folded)
    if behind:
        text, folded = text[: behind.start()], folded[: behind.start()]
    text = without_marks(text)
    if text.endswith("》") and "《" not in text:
        text = text[:-1]
    text = re.sub(r"(?<=[一-鿿]) (?=[一-鿿]$)", "", text)
    if text.startswith("《") and text.endswith("》") and "》" not in text[1:-1]:
        text = text[1:-1]
    return text.strip(" 　,，。;；")


def title_kind(title: str) -> str:
    """The form of the document that a title names: 通知, 意见, 公告, 函 …, or ``""``.

    国办发's 复函 is a 函, 指导意见 is an 意见; gazette titles carry the attachment behind a blank.
    """
    folded = fold(title).strip()
    whole = re.sub(r"(?<=[一-鿿]) (?=[一-鿿]{1,2}(?: |$))", "", folded)
    for part in (whole, re.sub(r"[ ]", "", folded), *folded.split(" ")):
        match = _FORM_END.search(part) or KIND_END.search(part)
        if match and not part.endswith("》"):
            return {"复函": "函", "命令": "令"}.get(match["kind"], match["kind"])
    order = re.search(r"(令|公告|通告)[ ]*(?:\(|第|\d{4}年)", folded)
    if order:
        return order[1]
    match = KIND_END.search(folded)
    return match["kind"] if match else ""


def named_title(title: str) -> str | None:
    """The X of 关于印发《X》的通知, with or without the marks: what people cite; ``None`` where it names none."""
    folded = fold(title)
    match = _NAMED.search(folded) or _UNMARKED.search(squeeze_spread(folded))
    if not match:
        return None
    if match.re is _UNMARKED:
        name = match["name"].strip()
        return name if KIND_END.search(name) else None
    return title[match.start("name") : match.end("name")].strip() or None


def squeeze_spread(folded: str) -> str:
    """Without the blanks of the ends of lines inside words (``健康发 展``); those between organs stay."""
    return re.sub(r"(?<=[一-鿿]) (?=[一-鿿])", "", folded)


@lru_cache(maxsize=8192)
def title_issuers(title: str) -> tuple[tuple[str, ...], bool]:
    """The organs in front of 关于, in order, and whether they are all: 等八部门 leaves the rest to the signature."""
    folded = fold(title).strip()
    match = _ISSUERS.match(folded)
    who = match["who"] if match else ""
    if not match or "关于" in who:
        order = re.match(r"^(.{2,200}?)(?:令|公告|通告)[ ]*(?:\(|第|\d{4}年)", folded)
        if not order:
            return (), False
        who = order[1]
    who = who.strip(" :,")
    among = _AMONG.search(who)
    if among:
        who = who[: among.start()]
    names = split_organs(who.replace("、", " ").replace("和", "和"))
    if not names and "和" in who:
        for place in (m.start() for m in re.finditer("和", who)):
            left, right = split_organs(who[:place]), split_organs(who[place + 1 :])
            if left and right and len(who) - place > 4:
                names = [*left, *right]
                break
    return tuple(names), bool(names) and not among


def title_core(title: str) -> str:
    """The subject of a title, folded and squeezed: after 关于, without issuers."""
    folded = fold(clean_title(title))
    match = _ISSUERS.match(folded)
    if match and "关于" not in match["who"] and (title_issuers(title)[0] or is_organ(squeeze(match["who"]))):
        folded = folded[match.start("verb") :]
    return squeeze(folded).removeprefix("关于")
