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
    parts: tuple[str, ...]  # the same, parted at blanks: a gazette prints notice and attachment in one title


def read_title(title: str) -> Title:
    folded = fold(without_marks(tidy(title).replace("\n", " ").strip())).strip()
    plain = squeeze(folded)
    bare = re.sub(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》?", "《》", plain)
    bare = re.sub(r"[“\"][^”\"]{0,40}[”\"]", "“”", bare)
    cleaned = squeeze(fold(clean_title(title)))
    parts = [cleaned, plain, *(p for p in folded.split(" ") if len(p) > 5)]
    running = ""
    for piece in folded.split(" "):
        running += piece
        if 8 <= len(running) < len(plain) and KIND_END.search(running):
            parts.append(running)
    quoted = bare.startswith("《》") and len(bare) <= 4
    return Title(plain, bare, quoted, tuple(dict.fromkeys(parts)))


_FORM = r"(?:通知|意见|公告|通告|批复|决定|通报|复函|函|令|命令|公报|决议)"
_TAIL = r"(?:\([^()]{1,24}\)|\d{4}年版|试行)?$"
#: A title of legal form: [organs] 关于/印发 … 的 kind.
_FORMAL = re.compile(
    rf"(?:关于|印发|转发|批转|下达|发布|公布|批准|调整|授权|同意|成立|开展|组织|对|做好|加强|实施|进一步|修订|举办|推荐|延长|启动|废止|暂停).*的?{_FORM}{_TAIL}"
    rf"|^[^,]*(?:工作|紧急|补充)(?:通知|通告|公告){_TAIL}"
    r"|^[^,!?]{0,60}关于(?:印发|转发|修订印发)[《关]|关于.{6,}的通$"
    rf"|的(?:紧急|补充|若干|指导|实施|联合|特急|再次|预)?{_FORM}{_TAIL}"
)
_ORDER = re.compile(
    r"(?:委员会|委|部|局|署|府|院|会|办公室|国|军|厅|总局)(?:令|公告|通告)(?:\(?(?:\d{4}年)?第?[\d一二三四五六七八九十]+号|\(|\d{4}年第?\d+号|第)"
    r"|^[一-鿿]{2,30}(?:委员会|委|部|局|署|国务院)(?:公告|通告|令)$|^(?:国务院|[一-鿿]{2,30}(?:委员会|委|部|局|署|政府|院))令"
)
_RULE = re.compile(
    r"(?:条例|办法|规定|细则|规范|标准|指南|目录|纲要|规划|方案|规程|准则|规则|导则|通则|指引|预案|要点|工作安排|(?:实施|指导|若干|措施|处理|的)意见"
    r"|(?:若干|的|政策|条)措施|(?:若干|的)政策|的建议|(?<![执司立办方做说想看用违合依守非])法)(?:\([^()]{1,30}\)|\d{4}年版|第.版)*$"
)
_HEADLINE = re.compile(r"[!?|丨]|：|:|——|…|[,，](?!.*(?:的(?:通知|意见|公告|决定|批复|函)))")
_NEWS = re.compile(
    r"记者|近日|新华社|来了|划重点|看点|透视|聚焦|路线图|重磅|提醒|举行|召开|出席|会见|主持|吹风会|发布会|访|启动仪式|侧记|综述|亮点|大国|习近平"
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


def replies(t: Title) -> str | None:
    found = re.search(
        r"(?:建议|提案|议案).{0,14}(?:的?(?:答复|复函|回复|办理情况))|(?:对|关于).*(?:建议|提案)的(?:答复|回复|函)",
        t.bare,
    )
    return found[0] if found and re.search(r"人大|政协|提案|号|代表|委员|届", t.bare) else None


def asks_for_comments(t: Title) -> str | None:
    if re.search(r"解读|说明$|答记者问|答问|图解|反馈|采纳|结果|情况$|吹风会", t.bare):
        return None
    found = re.search(
        r"征求意见稿|(?:公开|再次|书面|向社会|广泛)+.{0,6}征求.{0,80}意见|征求.{0,80}(?:意见|建议)(?:的?(?:函|通知|公告|通告|启事))"
        r"|(?:公开)?征集.{0,60}(?:意见|建议)(?:的?(?:公告|通知|函|通告))?|(?:草案|审议稿|修订稿|意见稿)[^,，]{0,24}征求意见|征求意见(?:的(?:公告|通知|函))?$",
        t.plain,
    )
    return found[0] if found else None


def _policy_about_people(t: Title) -> bool:
    return bool(
        re.search(
            r"(?:印发|发布|公布).{2,}的(?:通知|公告)|(?:办法|规定|意见|条例|细则|规范|政策|措施|机制|制度)(?:\([^()]*\))?(?:的通知)?$",
            t.plain,
        )
    )


def recruits(t: Title) -> str | None:
    found = re.search(
        r"招聘|诚聘|招录|招考|招募(?=公告|启事|简章|.{0,8}(?:人员|志愿者))|招收|博士后|引才|拟聘|聘用(?:人员|公示)|选调|公开选拔|公开遴选(?!.*(?:单位|机构|供应商))"
        r"|(?:引进|储备|选聘|考核|招).{0,24}(?:人才|博士|硕士|教师|研究生|人员|医师|护士|毕业生).{0,30}(?:公告|公示|简章|计划|启事|信息|通知|名单|方案)"
        r"|(?:面试|笔试|资格复审|体检|考察|入围).{0,20}(?:公告|公示|通知|名单|成绩)|任前公示|干部.{0,8}公示|任免|任职|免职|人事(?:变动|任命)|岗位.{0,10}取消"
        r"|人才(?:引进|招引)|事业单位.{0,30}(?:公开|考试|招|聘)|特岗|选聘",
        t.bare,
    )
    if not found:
        return None
    chooses = re.search(
        r"招聘.*(?:公告|简章|名单|人员|考试|成绩)|公示|面试|笔试|拟聘|录用|公开(?:招聘|招考|选拔)|选调|任免|任职|免职|体检.{0,8}(?:人员|名单|公告)"
        r"|(?:招聘|公务员|考察).*体检",
        t.bare,
    )
    if not chooses and (_policy_about_people(t) or re.search(r"关于.*的(?:通知|意见|函|批复)$", t.plain)):
        return None
    if re.search(r"解读|答记者问|规定|怎么|如何|条件|\?", t.bare) or re.match(r".*(?:招聘|引进)会", t.bare):
        return None
    return found[0]


def tenders(t: Title) -> str | None:
    drugs = re.search(
        r"(?:带量|药品|耗材|疫苗|医药|集团|高值|试剂|器械)[^公]{0,8}集中(?:带量)?采购|集中(?:带量)?采购|采购(?:机制|工作|制度|管理|和使用|政策|平台|领域)",
        t.bare,
    )
    if drugs and not re.search(r"(?:招标|中标|成交|磋商|流标|废标).*公告", t.bare):
        return None
    found = re.search(
        r"招标|中标|竞标|投标|评标|成交(?:结果|公告|公示)|磋商|竞争性谈判|询价|流标|废标|单一来源|比选|竞价|框架协议|采购(?:项目|公告|公示|意向|结果|变更|更正|需求|文件|合同)"
        r"|采购.{0,40}(?:公告|公示|通知|项目)|(?:项目|设备|服务|维保|试剂).{0,30}(?:更正|变更|澄清|终止|延期|补遗|答疑)(?:公告|通知|公示)"
        r"|(?:购买|购置|扩建|改造|装修|装饰|维修|工程|实训室|设备).{0,24}结果公[示告]"
        r"|(?:调研|论证|遴选|征集).{0,20}(?:公告|公示)(?<=.{8})(?=.*$)(?<=(?:公告|公示))",
        t.bare,
    )
    if not found:
        return None
    strong = re.search(r"招标|中标|流标|废标|磋商|竞争性|单一来源|成交|采购", found[0]) or re.search(
        r"医院|设备|项目|试剂|耗材|工程", t.bare
    )
    policy = re.search(
        r"(?:法|条例|办法|规定)$|(?:印发|关于).*(?:办法|规定|意见|规范|方案|细则|目录|指南)", t.plain
    )
    return found[0] if strong and not policy else None


def explains(t: Title) -> str | None:
    found = re.search(
        r"解读|答记者问|答问|答疑|诠释|(?:有关|相关)解释$|图解|(?:一图|图文|一文|一张图|漫画|视频|动画|音频)(?:看懂|读懂|了解|速览|图)|读懂(?!中国)|问答|释义|编写说明|修订说明|制定说明|起草说明|政策说明"
        r"|权威解答|热点问答|[一二三四五六七八九十\d]+问[一二三四五六七八九十\d]*答|就.{2,80}答|的说明$",
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
    return found[0]


def counts_cases(t: Title) -> str | None:
    if re.search(r"的(?:通知|意见|公告)$|方案|办法|指南|解读|答|公布.*名单", t.bare):
        return None
    found = re.search(
        r"(?:新增|累计|确诊|治愈|死亡|出院|无症状|病例|感染者)[^,。]{0,30}?\d+[例人]?|\d+例|(?:无|零)(?:报告)?新增|新增病例为?0|[首一二三两]例.{0,30}(?:确诊|病例|死亡|治愈|出院|患者|感染)"
        r"|确诊病例.{0,20}(?:居住地|活动|轨迹|详情|情况)|疫情(?:最新|分布)?(?:情况|通报|动态|信息|概况|数据)|传染病(?:疫情)?(?:概况|报告发病)|病例(?:通报|情况)|[Cc]onfirmed",
        t.bare,
    )
    if not found:
        return None
    case = re.search(r"例|病例|确诊|感染者|疫情|新增|死亡|治愈|出院|传染病", t.bare)
    other = re.search(r"药品|品种|医院|床位|医疗队|医护|措施|亿|万人次|批准|注册", t.bare)
    return found[0] if case and not (other and not re.search(r"病例|确诊|疫情情况", t.bare)) else None


def lists_for_objection(t: Title) -> str | None:
    if re.search(r"公示(?:制度|办法|工作|规定|情况解读|系统|栏)|解读|答记者问", t.bare):
        return None
    found = re.search(
        r"^公示[|:]|公示(?:名单|公告|的?通知|\([^()]*\)|期)?$|(?:关于)?公示.{4,}(?:公告|通知|名单|结果)$|^关于(?:对)?(?:拟|公示)|拟.{2,60}公示|公示.{0,8}(?:批|年|号)"
        r"|(?:注销|吊销|核发|颁发|换发|变更|延续|撤销).{0,30}(?:许可证?|执业证|资质|登记)|行政许可.{0,20}(?:公示|公告|结果|决定|信息)|(?:变更|设置|执业)登记"
        r"|(?:许可|审批|备案|校验).{0,12}(?:结果|名单)(?:的?公[示告])?$|^[一-鿿]{2,8}公示",
        t.bare,
    )
    if not found:
        return None
    if re.search(r"(?:印发|发布).{4,}(?:办法|规定|规范|目录|方案|指南)", t.bare):
        return None
    return found[0]


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
        r"常见问题|怎么(?:办|申|查|领|缴)|(?:申领|办理|申报|缴费|参保|申请).{0,4}(?:详解|攻略)|如何(?:办|申|查|领|缴|认定|预防)|办理(?:流程|指南|条件|材料)|申请流程|(?:申领|申报|办事|操作)(?:指南|流程|指引)$|流程$|快速办理|辟谣|谣言"
        r"|^[一-鿿]{2,14}(?:卫生健康委员会|人民政府|官网|网站|门户|管理局)$",
        t.bare,
    )
    return found[0] if found else None


def names_rule(t: Title) -> str | None:
    """A rule shown under its own name: 某某市老年人优待办法."""
    whole = t.parts[0]
    outside = re.sub(r"[(《“][^()《》“”]*[)》”]", "", whole)
    if (
        _HEADLINE.search(outside)
        or _NEWS.search(outside)
        or re.search(r"发布|公布|推出|审议|通过|解析|要求|严禁|将|已|我国", outside)
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
