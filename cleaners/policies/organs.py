"""Names of organs: is this one, and where does one end and the next begin.  Who signed is decided in ``signature``."""

from __future__ import annotations

import re
from functools import lru_cache

_SUFFIX = (
    "人民政府|政府|委员会|管委会|常委会|联合会|协会|学会|总会|工会|委|办公厅|办公室|人大|综合司|秘书局|秘书处|领导小组|工作组|小组"
    "|指挥部|联席会议|专班|机制|总局|管理局|分局|局|部门|部|厅|总署|署|院|中心支行|分行|支行|银行|行|总社|公司|集团|中心|站|所|会"
    "|司|处|党组|法院|检察院|总队|支队|大队|战区|军区|中央|国务院|海关|工商联|残联|妇联|文联|侨联|科协|团委|供销社|办|基金|统战部|组织部|宣传部|大学|学院|医院|专家组"
)
_ORGAN = re.compile(rf"[一-鿿]{{0,38}}?(?:{_SUFFIX})(?:\((?:代章|代|[一-鿿]{{1,18}})\))?")
_NOT_IN_NAME = re.compile(
    r"关于|通知|意见|办法|规定|公告|通告|附件|印发|来源|发布|主办|承办|各|有关|以及|负责|根据|现将|特此|联系|电话|地址|请|的|是|为|于"
    r"|本|将|已|我|你|第[一二三四五六七八九十\d]"
)
_WORDS = re.compile(r"[一-鿿()]+")

#: Organs whose local branches carry the national name in front: one name, though it looks like two.
_VERTICAL = (
    "(?:国家)?税务总局|(?:国家)?金融监管总局|人民银行|中国人民银行|国家金融监督管理总局|中国银行保险监督管理委员会|中国银保监会|中国证监会|中国证券监督管理委员会"
    "|国家外汇管理局|国家统计局|国家邮政局|国家能源局|中国民用航空局|中国气象局|海关总署|国家矿山安全监察局|公安部|财政部"
)
_BRANCH = "税务局|分行|支行|中心支行|营业管理部|监管局|监管分局|监管支局|管理局|分局|调查队|监察局|办事处|总部|专员办|气象局"
_BRANCH_NAME = re.compile(rf"(?:{_VERTICAL})(?!国家|中国|全国|国务院)[一-鿿]{{2,14}}?(?:{_BRANCH})")

#: Beginnings by which a name is known to start anew right behind another one.
_NATIONAL = (
    "国家|国务院|中国|中共|中央|中华|全国|共青团|最高人民|财政部|教育部|科技部|科学技术部|工业和信息化部|公安部|民政部|司法部"
    "|人力资源社会保障部|人力资源和社会保障部|人社部|自然资源部|生态环境部|住房城乡建设部|住房和城乡建设部|交通运输部|水利部|农业农村部"
    "|商务部|文化和旅游部|应急管理部|应急部|退役军人事务部|退役军人部|卫生部|人民银行|审计署|海关总署|税务总局|市场监管总局"
    "|金融监管总局|体育总局|广电总局|医保局|中医药局|疾控局|药监局|银保监会|证监会|国资委|发展改革委|卫生健康委|卫生计生委"
    "|外交部|国防部|农业部|环境保护部|知识产权局|粮食和储备局|民航局|邮政局|铁路局|林草局|移民局|乡村振兴局|供销合作总社"
)
_SECTOR = (
    "财政|民政|教育|科技|科学技术|公安|司法|审计|统计|税务|商务|水利|农业农村|交通运输|自然资源|规划和自然资源|自然资源和规划|规划资源"
    "|生态环境|住房和城乡建设|住房城乡建设|住房保障|人力资源和社会保障|人力资源社会保障|卫生健康|市场监督管理|市场监管|医疗保障"
    "|发展和改革|发展改革|经济和信息化|工业和信息化|退役军人事务|应急管理|文化和旅游|文化广电|城市管理|金融|房屋|房产|数据|行政审批"
    "|中医药|疾病预防控制|疾控|药品监督管理|体育|广播电视|信访|国有资产|地方金融|公积金|残疾人|妇女|总工会"
)
_PLACE = r"[一-鿿]{2,8}?(?:省|自治区|自治州|市|州|盟|地区|区|县|旗|新区|开发区|兵团)"
_NAME_END = (
    "人民政府|委员会|管委会|办公厅|办公室|综合司|总局|局|厅|部|署|总社|中心|委|分行|支行|银行(?=国家|中国)|联合会|会|政府|院"
    "|小组|专班|部门|公司"
)
_START_ANEW = re.compile(
    rf"(?:{_NATIONAL}|(?:市|省|区|县|州|自治区)?(?:{_SECTOR})|{_PLACE}(?:{_SECTOR}|人民政府|委|住房|人力|公积金|中共))"
)
#: What follows these within one name: 国家卫生健康委 + 办公厅, 国务院 + 国资委, 中共某市委 + 组织部.
_OFFICE = re.compile(r"(?:办公厅|办公室|综合司|综合部|秘书局|秘书处|规划司|[一-鿿]{2,6}司|[一-鿿]{2,6}处)$")
_INNER = re.compile(r"(?:国务院|中共中央|党|统一战线|部门|中央军委|会议|党委|市委|区委|县委|省委|新区|常务)$")


@lru_cache(maxsize=4096)
def is_organ(name: str) -> bool:
    """Whether a folded, squeezed string reads as the name of an organ and nothing else."""
    if not 2 < len(name) <= 46 or _NOT_IN_NAME.search(name):
        return name in ("国务院", "中共中央") or False
    return bool(_ORGAN.fullmatch(name))


def _parts(name: str) -> list[str]:
    """The organs of a run of characters without any blank; ``[name]`` where it is one."""
    branch = _BRANCH_NAME.match(name)
    floor = branch.end() if branch else 0
    if floor == len(name):
        return [name]
    for end in re.finditer(_NAME_END, name):
        cut = end.end()
        rest = name[cut:]
        if cut < max(floor, 3) or not rest:
            continue
        head = name[:cut]
        if _INNER.search(head) or not is_organ(head) or _OFFICE.match(rest):
            continue
        if head.endswith("政府") and re.match(rf"(?:{_SECTOR}|中共)", rest):
            continue  # 某市人民政府国有资产监督管理委员会 is one
        if _START_ANEW.match(rest) and is_organ(rest[:46]) and not rest.startswith(("会", "室")):
            return [head, *_parts(rest)]
        place = re.match(r"[一-鿿]{2,5}(?:省|市|区|县|州)", name)
        if place and rest.startswith(place[0]) and is_organ(rest[:46]):
            return [head, *_parts(rest)]
    return [name]


def split_organs(text: str) -> list[str]:
    """The organs named in a line of a signature or before 关于 in a title; ``[]`` where it holds anything else.

    Blanks and 、 part names; where the page lost the blank, a name ends where another one begins anew.

    Before: ``住房城乡建设局财政局``  after: ``["住房城乡建设局", "财政局"]``
    Before: ``国家税务总局某省税务局``  after: the one name
    """
    names: list[str] = []
    tokens = re.split(r"[ 、,，]+|(?<=[一-鿿])/(?=[一-鿿])", text.strip(" 、,，"))
    merged: list[str] = []
    for token in tokens:
        if merged and not is_organ(merged[-1]) and is_organ(merged[-1] + token):
            merged[-1] += token  # 中央军委 + 后勤保障部, or a name spread by blanks: 财 政 部
        elif merged and re.fullmatch(_VERTICAL, merged[-1]) and _BRANCH_NAME.fullmatch(merged[-1] + token):
            merged[-1] += token
        else:
            merged.append(token)
    if len(merged) > 1 and any(len(token) <= 1 for token in merged) and is_organ("".join(merged)):
        merged = ["".join(merged)]
    for token in merged:
        if not is_organ(token):
            parts = _parts(token) if len(token) > 10 and not _NOT_IN_NAME.search(token) else []
            if len(parts) < 2 or not all(map(is_organ, parts)):
                return []
            names += parts
        else:
            names += _parts(token)
    return [re.sub(r"\((?:代章|代)\)$", "", name) for name in names]
