"""Which policies a text cites: the outermost closed 《》, without abbreviations and what is no policy."""

from __future__ import annotations

import re

from cleaners.policies.layout import fold, squeeze

_SPACE = re.compile(r"\s+")
#: What a cited title ends in; anything else in 《》 is a book, a play, a newspaper, a form.
_POLICY = re.compile(
    r"(?:通知|意见|公告|通告|决定|批复|复函|函|通报|命令|令|决议|办法|规定|条例|细则|方案|规划|纲要|指南|规范|标准|目录|要点|措施|计划|规则|准则"
    r"|指引|制度|章程|预案|清单|规程|大纲|要求|政策|安排|任务|法|法典|程序|导则|通则|宪法|解释|公约|举措|若干条|[一二三四五六七八九十]+条|目标|共识"
    r"|意见稿|行动|名单|指标|指标体系|技术|格式|范围|定额|图则|编码|分类|代码|元数据|通行证|手册|意向书|建议|指示|守则|限值|原则|路线图|战略|体系"
    r"|报告|请示|公报|协议|协定|白皮书|蓝图|工程|项目|药典|机制|流程|版|稿|修正案|批次|年\d*|补充通知|方法|协定书|基准|限价)$"
)
_EDITION = re.compile(
    r"[ ]*[(\[][^()\[\]]*[)\]]$|[ ]*[\d.]+版?$|第?[一二三四五六七八九十\d]+[版批号]$|20\d\d年?版?$|修订版$"
)
_NOT_POLICY = re.compile(
    r"(?:合同|协议书|证明|证书|许可证|登记证|执业证|资格证|通知书|决定书|告知书|承诺书|申请书|申请表|登记表|审批表|备案表|意见书|意见表|报告书|委托书"
    r"|确认书|责任书|建议书|任务书|表|单|日报|晚报|时报|周刊|杂志|晨报|新闻|访谈|频道|栏目|剧|电影|歌|汇报|论述摘编|选编|读本|著作|文选|白皮书"
    r"|声明|年鉴|签|协议|公报|快报|政府工作报告|请示|报告|大典|汇编|证|书|卡|票|册|票据|发票|回执|档案|凭证|台账)$"
)
#: A bare kind word in 《》 is the short name that the text gave its policy: 《通知》明确……
_BARE = re.compile(
    r"^(?:关于)?(?:本|该|此|新)?(?:(?:实施|指导|管理|工作|总体|试点|行动|若干|重点|基本|奖励|暂行|专门|补充|暂行|技术|操作|政策|防控|防治|诊疗|评价|考核"
    r"|五年|三年|全国|相关|有关|十条|建设|中医药行动|改革|申报|监管|服务|规范性|支持|补贴|认定|调整|征求)*)"
    r"(?:通知|意见|公告|通告|决定|批复|函|通报|办法|规定|条例|细则|方案|规划|纲要|指南|规范|标准|目录|要点|措施|计划|规则|准则|指引|制度|章程|预案"
    r"|清单|规程|大纲|要求|政策|安排|任务|程序|意见稿|举措|目标|公报|法)(?:\(?(?:试行|征求意见稿|修订稿|草案|暂行)\)?)?$"
)
_ABBREVIATION = re.compile(r"(?:以下(?:统?简?称|简称为)|简称|下称)[:为 ]*[\"“”‘'「]?[ ]*《([^《》]{1,40})》")
_CLOSERS = {"《": "》"}


def _spans(folded: str) -> list[tuple[int, int]]:
    """Offsets of the outermost closed 《…》; an unclosed mark ends with its sentence, not with the text."""
    spans: list[tuple[int, int]] = []
    depth, start = 0, -1
    for match in re.finditer(r"[《》。\n]", folded):
        char, place = match[0], match.start()
        if char == "《":
            if depth == 0 or (depth and place - start > 220):
                depth, start = 0, place
            depth += 1
        elif char == "》" and depth:
            depth -= 1
            if depth == 0:
                spans.append((start + 1, place))
            elif folded.find("》", place + 1, place + 120) < 0:
                spans.append((start + 1, place))  # one mark too few: 《关于印发〈X》的通知
                depth = 0
        elif char == "。":
            depth = 0
    return spans


def is_policy_title(title: str) -> bool:
    """Whether a folded string in 《》 names a policy, a law, a plan or a standard."""
    name = squeeze(title)
    if len(name) < 4 or _BARE.match(name):
        return name in ("宪法", "刑法", "民法典")
    core = name
    while True:
        shorter = _EDITION.sub("", core)
        if shorter == core or not shorter:
            break
        core = shorter
    if _NOT_POLICY.search(core):
        return False
    return bool(_POLICY.search(core)) and not _BARE.match(core)


def find_citations(text: str) -> list[str]:
    """Titles of the policies that a tidy text cites, as printed without blanks, each once, in order.

    Abbreviations that the text defines (以下简称《意见》) and bare kind words are left out, so are newspapers, forms,
    contracts and books: what a policy is named after ends like one.

    Before: ``根据《某条例》和《某某日报》的报道，《通知》明确……``  after: ``["某条例"]``
    """
    folded = fold(text)
    short = {squeeze(name) for name in _ABBREVIATION.findall(folded)}
    cited: dict[str, str] = {}
    for start, end in _spans(folded):
        name = squeeze(folded[start:end])
        if name in short and len(name) < 16:
            continue
        if len(name) <= 160 and is_policy_title(name):
            cited.setdefault(re.sub(r"[\W_]", "", name), _SPACE.sub("", text[start:end]))
    return list(cited.values())
