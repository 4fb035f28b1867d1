"""What single words of a title say: one function for each sort of announcement, the words that it found or ``None``.

In which order they are asked, and which label they give, stands in ``labels``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cleaners.policies.layout import fold, squeeze, tidy
from cleaners.policies.titles import KIND_END, clean_title, without_marks


@dataclass(frozen=True, slots=True)
class Title:
    """A title in the forms that rules look at."""

    plain: str  # folded, squeezed
    bare: str  # plain, without what stands in 《》 and in quotation marks
    quoted: bool  # the whole title stands in 《》: a policy's name
    mark: str  # the column in brackets in front, which is no part of the title: 【政策解读】
    parts: tuple[str, ...]  # the same, parted at blanks: a gazette prints notice and attachment in one title


_COLUMN = re.compile(r"^[【\[][^】\]]{1,12}[】\]]")
#: Who passed a law, and when, behind its name: (2025年7月31日某省人大常委会第二十次会议通过).
_PASSED = re.compile(r"\([^()]*\d{4}年[^()]*(?:通过|公布|批准|修订|修正|施行)\)$")


def read_title(title: str) -> Title:
    whole = tidy(title).replace("\n", " ").strip()
    folded = _PASSED.sub("", fold(without_marks(whole)).strip())
    mark = _COLUMN.match(fold(whole))
    plain = squeeze(folded)
    bare = re.sub(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》?", "《》", plain)
    bare = re.sub(r"[“\"][^”\"]{0,40}[”\"]", "“”", bare)
    cleaned = _PASSED.sub("", squeeze(fold(clean_title(title))))
    parts = [cleaned, plain, *(p for p in folded.split(" ") if len(p) > 5)]
    running = ""
    for piece in folded.split(" "):
        running += piece
        if 8 <= len(running) < len(plain) and KIND_END.search(running):
            parts.append(running)
    quoted = bare.startswith("《》") and len(bare) <= 4
    return Title(plain, bare, quoted, mark[0] if mark else "", tuple(dict.fromkeys(parts)))


_FORM = r"(?:通知|意见|公告|通告|批复|决定|通报|复函|函|令|命令|公报|决议|倡议书|工作提示)"
#: Behind the kind may stand an edition or a serial: (2025年第31号), 〔2025年 第15号〕, 2025年第4号.
_TAIL = r"(?:\([^()]{1,24}\)|〔[^〔〕]{1,16}〕|\d{4}年版|试行|\(?\d{4}年第\d+[号期]\)?)?$"
#: A title of legal form: [organs] 关于/印发 … 的 kind.
_FORMAL = re.compile(
    rf"(?:关于|印发|转发|批转|下达|发布|公布|批准|调整|授权|同意|成立|开展|组织|对|做好|加强|实施|进一步|修订|举办|推荐|延长|启动|废止|暂停).*的?{_FORM}{_TAIL}"
    rf"|^[^,]*(?:工作|紧急|补充)(?:通知|通告|公告){_TAIL}"
    r"|^[^,!?]*(?:公告|通告|通报)[(〔]?\d{4}年第?\d+[号期][)〕]?$|^[^,:!?]*会议纪要(?:$|[(〔])"
    r"|^[^,!?]{0,60}关于(?:印发|转发|修订印发)[《关]|关于.{6,}的通$"
    rf"|的(?:紧急|补充|若干|指导|实施|联合|特急|再次|预)?{_FORM}{_TAIL}"
)
_ORDER = re.compile(
    r"(?:委员会|委|部|局|署|府|院|会|办公室|国|军|厅|总局)(?:令|公告|通告)(?:\(?(?:\d{4}年)?第?[\d一二三四五六七八九十]+号|\(|\d{4}年第?\d+号|第)"
    r"|^[一-鿿]{2,30}(?:委员会|委|部|局|署|国务院)(?:公告|通告|令)$|^(?:国务院|[一-鿿]{2,30}(?:委员会|委|部|局|署|政府|院))令"
)
_RULE = re.compile(
    r"(?:条例|办法|规定|细则|规范|标准|指南|目录|纲要|规划|方案|规程|准则|规则|导则|通则|指引|预案|要点|工作安排|(?:实施|指导|若干|措施|处理|的)意见"
    r"|(?:指导原则|(?:行动|工作|实施)计划|裁量权?基准|负面清单)|(?:若干|的|政策|条)措施|(?:若干|的)政策|的建议|(?<![执司立办方做说想看用违合依守非])法)(?:\([^()]{1,30}\)|\d{4}年版|第.版)*$"
)
#: Names that a page also uses for other things; with an edition or a period behind them they name a document.
_EDITED = re.compile(
    r"(?:清单|名单|名录|目录|计划|行动|原则|技能|知识|程序|大纲|共识|要求|制度|手册|规范|指南|标准)"
    r"\((?:[^()]*(?:\d年|版|试行|暂行|批))\)$"
)
_HEADLINE = re.compile(r"[!?|丨]|：|:|——|…|[,，](?!.*(?:的(?:通知|意见|公告|决定|批复|函)))")
_NEWS = re.compile(
    r"记者|近日|新华社|来了|划重点|看点|透视|聚焦|路线图|重磅|提醒|举行|召开|出席|会见|主持|吹风会|发布会|(?<!信)访|启动仪式|侧记|综述|亮点|大国|习近平"
    r"|李强|讲话|致辞|会议|在京|签署|揭牌|扫描|关注|点赞|热议|述评|时评|快评|评论|专访|直击|现场|故事|一线|走进|见闻|谈|发文|出台|拟(?:规定|推)"
    r"|国新办|国常会|座谈|论坛|对话"
)
_COUNTED = re.compile(r"(?:[一二三四五六七八九十两\d]+|多)个?(?:部门|部委|单位)")


def has_form(t: Title) -> str | None:
    for part in t.parts:
        tail = part
        if _COUNTED.match(part) and not re.search(rf"的{_FORM}$", part):
            continue  # 11部门联合印发指导意见
        if re.search(r"[,，]", t.bare) and not re.search(r"关于|印发|转发", t.bare):
            continue  # 某委最新消息发布,某委最近通知
        if _FORMAL.search(tail) and not re.search(r"[!?]|[:：](?!.*》)", re.sub(r"《.*》", "", tail)):
            return tail
    return None


def explains(t: Title) -> str | None:
    if re.search(r"解读|读懂|图解|问答", t.mark):
        return t.mark
    found = re.search(
        r"解读|答记者问|答问|答疑|诠释|(?:有关|相关)解释$|图解|(?:一图|图文|一文|一张图|漫画|视频|动画|音频)(?:看懂|读懂|了解|速览|图)|读懂(?!中国)|问答|释义|编写说明|修订说明|制定说明|起草说明|政策说明"
        r"|权威解答|热点问答|[一二三四五六七八九十\d]+问[一二三四五六七八九十\d]*答|就.{2,80}答|的说明$|《》.{0,12}解答$",
        re.sub(r"《[^》]*(?:《[^》]*》[^》]*)*》", "《》", t.plain),
    )
    if not found:
        return None
    if (
        re.search(r"看点|聚焦|透视|两会|!", t.bare)
        and found[0] != "解读"
        and not re.search(r"答记者问|答问", t.bare)
    ):
        return None
    if re.search(r"问题解答|常见问题", t.bare):
        return None
    if re.search(
        r"(?:印发|发布|做好|加强|开展|规范).*(?:解读|问答|释义).{0,20}的(?:通知|公告|意见|函)$", t.bare
    ):
        return None  # 关于印发政策解读工作办法的通知 rules how to explain, and explains nothing
    return found[0]


def is_command(t: Title) -> str | None:
    """An order with its serial: 国家卫生健康委员会令第12号 医疗机构执业登记管理办法."""
    found = re.match(r"^[一-鿿]{2,40}令\(?第?[\d一二三四五六七八九十]+号", t.plain)
    return found[0] if found and not re.search(r"解读|答|签署", t.bare) else None


def is_order(t: Title) -> str | None:
    found = next((m for part in t.parts if (m := _ORDER.search(part))), None)
    return found[0] if found and not re.search(r"解读|答|签署", t.bare) else None


def is_issued_bare(t: Title) -> str | None:
    """中共中央办公厅 国务院办公厅印发《X》 is the document's page; 两部门联合印发《X》 and 卫生部印发《X》 are news."""
    found = re.fullmatch(
        r"(?:中共中央|[一-鿿]{2,30}(?:办公厅|办公室)|[一-鿿]{2,30}关于)[一-鿿]{0,24}(?:印发|转发|发布)《》",
        t.bare,
    )
    organs = t.bare.split("《")[0]
    if (
        found
        and "联合" not in organs
        and (organs.startswith("中共") or "关于" in organs or not organs.startswith("国务院"))
    ):
        return found[0]
    return None


def asks_or_guides(t: Title) -> str | None:
    if len(t.plain) > 40:
        return None
    if t.plain.endswith("?") and not re.search(r"如何|为何|怎|什么|谁|哪|咋|能否|吗|啥|几|!", t.plain):
        return t.plain  # a rumour is a claim with a question mark
    found = re.search(
        r"常见问题|怎么(?:办|申|查|领|缴|区分|预防|预约)|(?:申领|办理|申报|缴费|参保|申请).{0,4}(?:详解|攻略)|如何(?:办|申|查|领|缴|认定|预防|预约|区分)|办理(?:流程|指南|条件|材料)|申请流程|(?:申领|申报|办事|操作)(?:指南|流程|指引)$|流程$|快速办理|辟谣|谣言"
        r"|一览表?$|小贴士|所需材料$|领导信息$|信息公开(?:工作)?(?:指南|年度报告|目录)|(?:注意事项|核心信息|查询(?:方法|方式|入口)?)$|名单\(截至|^网传|真相来了"
        r"|(?:地址|电话)(?:变更|一览|公布)?$|(?:领导|机构|医院|单位|中心|热线|服务|科室|专家|概况)(?:简介|介绍)$|^(?:机构|主要)?职[能责]$|^联系我们$|网站地图"
        r"|^[一-鿿]{2,14}(?:卫生健康委员会|人民政府|官网|网站|门户|管理局)$",
        t.bare,
    )
    return found[0] if found else None


def names_rule(t: Title) -> str | None:
    """A rule shown under its own name: 某某市老年人优待办法."""
    whole = t.parts[0]
    if (edited := _EDITED.search(whole)) and not re.search(r"[!?|丨,:]|公布|推出|出台", t.bare):
        return edited[0]
    outside = re.sub(r"[(《“][^()《》“”]*[)》”]", "", whole)
    if (
        _HEADLINE.search(outside)
        or _NEWS.search(outside)
        or re.search(r"发布(?!工作|管理|制度|机制)|公布|推出|审议|通过|解析|要求|严禁|将|已|我国", outside)
    ):
        return None
    ends = _RULE.search(whole) or (t.quoted and KIND_END.search(whole))
    return whole if len(whole) >= 5 and ends else None


def reads_like_news(t: Title) -> str | None:
    found = _NEWS.search(t.bare)
    return found[0] if found else None


def reports_issue(t: Title) -> str | None:
    found = re.search(
        r"(?:联合)?(?:印发|发布|出台|公布|下发)[^的]{0,40}《》|《》(?:发布|印发|出台|提出|明确|看点|[,，:：])",
        t.bare,
    )
    return found[0] if found else None
