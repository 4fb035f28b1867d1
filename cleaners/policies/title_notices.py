"""Titles of announcements that are worded like policies and are none: one function for each sort.

Replies, calls for comments, jobs, tenders, counts of cases, lists open to objection: the words found, or ``None``.
"""

from __future__ import annotations

import re

from cleaners.policies.title_rules import Title


def replies(t: Title) -> str | None:
    quoted = re.search(r"[“\"][^”\"]+(?:提案|建议|议案)[”\"]的(?:答复|复函)", t.plain)
    if quoted:
        return quoted[0]
    found = re.search(
        r"(?:建议|提案|议案).{0,14}(?:的?(?:答复|复函|回复|办理情况|[协会]办意见))|(?:对|关于).*(?:建议|提案)的(?:答复|回复|函)",
        t.bare,
    )
    return found[0] if found and re.search(r"人大|政协|提案|号|代表|委员|届", t.bare) else None


def asks_for_comments(t: Title) -> str | None:
    if re.search(r"解读|说明$|答记者问|答问|图解|反馈|采纳|结果|情况$|吹风会", t.bare):
        return None
    if re.search(r"征求意见|意见征集", t.mark):
        return t.mark
    found = re.search(
        r"征求意见稿|(?:公开|再次|书面|向社会|广泛)+.{0,6}征求.{0,80}意见|征求.{0,80}(?:意见|建议)(?:的?(?:函|通知|公告|通告|启事))"
        r"|(?:公开)?征集.{0,60}(?:意见|建议)(?:的?(?:公告|通知|函|通告))?|(?:意见|建议)(?:公开)?征集|(?:草案|审议稿|修订稿|意见稿)[^,，]{0,24}征求意见|征求意见(?:的(?:公告|通知|函))?$",
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
        r"招聘|诚聘|招录|招考|招募(?=公告|启事|简章|.{0,8}(?:人员|志愿者))|招收|接收.{0,8}毕业生|博士后|引才|录用(?=.{0,6}(?:公示|公告|名单|人员))|拟聘|聘用(?:人员|公示)|选调|公开选拔|公开遴选(?!.*(?:单位|机构|供应商))"
        r"|(?:引进|储备|选聘|考核|招).{0,24}(?:人才|博士|硕士|教师|研究生|人员|医师|护士|毕业生).{0,30}(?:公告|公示|简章|计划|启事|信息|通知|名单|方案)"
        r"|(?:面试|笔试|资格复审|体检(?!中心|设备)|考察|入围).{0,20}(?:公告|公示|通知|名单|成绩)|任前公示|干部.{0,8}公示|辞去.{0,12}职务|[\u4e00-\u9fff]{2,4}任[^,。]{2,24}(?:书记|主任|局长|院长|厅长|部长)$|任免|任职|免职|人事(?:变动|任命)|岗位.{0,10}取消"
        r"|人才(?:引进|招引)|事业单位.{0,30}(?:公开|考试|招|聘)|特岗|选聘",
        t.bare,
    )
    if not found:
        return None
    chooses = re.search(
        r"招聘.*(?:公告|简章|名单|人员|考试|成绩|复审)|接收.*毕业生|辞去|公示|面试|笔试|拟聘|录用|公开(?:招聘|招考|选拔)|选调|任免|任职|免职|体检.{0,8}(?:人员|名单|公告)"
        r"|(?:招聘|公务员|考察).*体检",
        t.bare,
    )
    if not chooses and (
        _policy_about_people(t) or re.search(r"关于.*的(?:紧急|补充)?(?:通知|意见|函|批复)$", t.plain)
    ):
        return None
    if re.search(r"解读|答记者问|规定|怎么|如何|条件|\?", t.bare) or re.match(r".*(?:招聘|引进)会", t.bare):
        return None
    return found[0]


def tenders(t: Title) -> str | None:
    bare = re.sub(r"采购(?:办公室|中心|领导小组)", "", t.bare)  # an organ's name is no purchase
    drugs = re.search(
        r"(?:带量|药品|耗材|疫苗|医药|集团|高值|试剂|器械)[^公]{0,8}集中(?:带量)?采购|集中(?:带量)?采购|集采|联合采购|采购(?:机制|工作|制度|管理|和使用|政策|平台|领域)",
        bare,
    )
    if drugs and not re.search(r"(?:招标|中标|成交|磋商|流标|废标).*公告", bare):
        return None
    found = re.search(
        r"招标|中标|竞标|投标|评标|成交(?:结果|公告|公示)|磋商|竞争性谈判|询价|流标|废标|单一来源|比选|竞价|框架协议|采购(?:项目|公告|公示|意向|结果|变更|更正|需求|文件|合同)"
        r"|采购.{0,40}(?:公告|公示|通知|项目)|(?:项目|设备|服务|维保|试剂).{0,30}(?:更正|变更|澄清|终止|延期|补遗|答疑)(?:公告|通知|公示)"
        r"|(?:购买|购置|扩建|改造|装修|装饰|维修|工程|实训室|设备).{0,24}结果公[示告]"
        r"|(?:调研|论证|遴选|征集).{0,20}(?:公告|公示)|比价",
        bare,
    )
    if not found:
        return None
    strong = re.search(
        r"招标|中标|流标|废标|磋商|竞争性|单一来源|成交|采购|比选|比价|询价|竞价", found[0]
    ) or re.search(r"医院|设备|项目|试剂|耗材|工程|第三方|供应商|配送商|服务商|承包", bare)
    policy = re.search(
        r"(?:法|条例|办法|规定)$|(?:印发|关于).*(?:办法|规定|意见|规范|方案|细则|目录|指南)", t.plain
    )
    return found[0] if strong and not policy else None


def counts_cases(t: Title) -> str | None:
    if re.search(r"的(?:通知|意见|公告)$|方案|办法|指南|解读|答|公布.*名单", t.bare):
        return None
    found = re.search(
        r"(?:新增|累计|确诊|治愈|死亡|出院|无症状|病例|感染者)[^,。]{0,30}?\d+(?![\d家所张项条种台辆座处款批万亿])|\d+万?例|(?:无|零)(?:报告)?新增|新增病例为?0|[首一二三两]例.{0,30}(?:确诊|病例|死亡|治愈|出院|患者|感染)"
        r"|确诊病例.{0,20}(?:居住地|活动|轨迹|详情|情况)|疫情(?:最新|分布)?的?(?:情况|通报|动态|信息|概况|数据)|传染病(?:疫情)?(?:概况|(?:报告)?发病|报告情况)|传染病疫情(?:\(|$)|感染者情况|(?:疫情|监测)(?:监测)?[日周月快]报|哨点监测情况|突发公共卫生事件(?:信息|情况)|病例(?:通报|情况)|[Cc]onfirmed",
        t.bare,
    )
    if not found:
        return None
    case = re.search(r"例|病例|确诊|感染者|疫情|新增|死亡|治愈|出院|传染病|监测|公共卫生事件", t.bare)
    other = re.search(r"药品|品种|医院|床位|医疗队|医护|措施|亿|万人次|批准|注册", t.bare)
    return found[0] if case and not (other and not re.search(r"病例|确诊|疫情情况", t.bare)) else None


def lists_for_objection(t: Title) -> str | None:
    if re.search(r"公示(?:制度|办法|工作|规定|情况解读|系统|栏|牌|样式)|解读|答记者问", t.bare):
        return None
    found = re.search(
        r"^公示[|:]|公示(?:名单|公告|的?通知|\([^()]*\)|期)?$|(?:关于)?公示.{4,}(?:公告|通知|名单|结果)$|^关于(?:对)?(?:拟|公示)|拟.{2,60}公示|公示.{0,8}(?:批|年|号)"
        r"|(?:注销|吊销|核发|颁发|换发|变更|延续|撤销).{0,30}(?:许可证?|执业证|资质|登记)|行政许可.{0,20}(?:公示|公告|结果|决定|信息)|(?:变更|设置|执业)登记"
        r"|(?:待领取|待送达)信息|(?:许可|审批|备案|校验).{0,12}(?:结果|名单)(?:的?公[示告])?$|^[一-鿿]{2,8}公示",
        t.bare,
    )
    found = found or re.search(r"吊销[^,]{0,30}《[^》]*(?:许可证|执业证|资格证)[^》]*》|许可批件", t.plain)
    if not found:
        return None
    if re.search(r"(?:印发|发布).{4,}(?:办法|规定|规范|目录|方案|指南)", t.bare):
        return None
    return found[0]
