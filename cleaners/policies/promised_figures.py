"""The figures that a sentence promises to reach: 不少于500名, 建成30个, 提高5个百分点.

A figure is promised where a comparison (达到, 不低于) or a verb of making (建成, 培训, 遴选) governs it.  A limit
(不超过200项), a condition (床位500张以上的医院), a mark (得5分) and a level that is kept (在90元的基础上) are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_RANGE = r"[ ]*[至到—~-][ ]*\d+(?:\.\d+)?"
_ARABIC = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?(?:/10(?=万)|{_RANGE}|:\d+)?)[多余]?[万亿千百]*"
_HAN = r"[一二两三四五六七八九十]{1,3}(?:[千百万])?"
_UNIT = (
    "场次|人次|剂次|个百分点|百分点|个工作日|个月|平方米|公里|分钟|小时|学时|床位|万元|亿元|万人|项目"
    "|%|‰|个|项|家|所|名|人|场|次|件|张|床|元|县|台|套|种|批|期|例|支|条|处|门|辆|座|类|间|户|份|倍|天|周|剂|吨|篇|部|岁"
)
_MORE = r"(?:以上|左右)?"
_TO = r"(?:至|到|为)"
_REACHES = (
    r"(?<!不)超过|(?<!不)超|至少(?:设置|有|要有|达到|配备|配置|建设|建成|开展|完成|新增|提供|举办|组织|培训|安排)?"
    rf"|不少于|不低于|不得少于|不得低于|不短于|达到|达|突破|稳定在|保持在|控制在|(?:提高|提升){_TO}|降(?:至|到|低至|低到|为)"
    rf"|(?:下降|降低|压缩|压减|缩短|减少){_TO}|增(?:加)?(?:至|到)|(?:扩大|增长){_TO}|(?<=[率度重例])(?:均|要|应)?在"
    r"|(?:提高|提升|下降|降低|增长|增加|压减|缩短|减少)(?:[一-鿿]{0,12}?)(?=[约近]?\d+(?:\.\d+)?(?:[至到~-]\d+(?:\.\d+)?)?(?:%|个?百分点|倍|天|岁|小时|分钟))"
)
_MAKES = (
    "新增|新建|改建|扩建|改扩建|建设|建成|建立|设置|设立|配备|配置|打造|培育|创建|创成|命名|认定|评选|遴选|选择|确定|推出|选派|派出"
    "|招募|招聘|招录|引进|培养|培训|轮训|举办|召开|组织|开展|实施|完成|提供|发放|投放|安排|投入|筹集|改造|升级|更新"
    "|做好|办好|实施好|制定|制修订|修订|发布|出台|编制|形成|推广|支持|帮扶|救治|筛查|接种|服务|增加|整合|建好|竣工|开工|补助|奖励|奖补|宣传|覆盖|惠及|确立|抽取|抽查"
)
_REACHED = re.compile(
    rf"(?P<aim>{_REACHES})[ ]*[约近]?[ ]*(?P<n>{_ARABIC}|{_HAN})(?P<more>[多余]?)[ ]*(?P<unit>{_UNIT})?{_MORE}"
)
_MADE = re.compile(
    rf"(?P<aim>{_MAKES})(?!的)(?:(?![由从]|不超)[一-鿿□()]){{0,14}}?(?P<n>(?<![\d.]){_ARABIC})(?P<more>[多余]?)[ ]*"
    rf"(?P<unit>{_UNIT}){_MORE}"
)
_MADE_HAN = re.compile(rf"(?P<aim>{_MAKES})[好了]?(?P<n>{_HAN})(?P<more>[多余]?)(?P<unit>{_UNIT}){_MORE}")
#: ``300所、改扩建150所``: what stands beside a promised figure is promised too.
_BESIDE = re.compile(
    r"[^,。;:\d]{0,24}?(?:、|和|及|与)[一-鿿□]{0,10}?"
    rf"(?P<n>{_ARABIC})(?P<more>[多余]?)[ ]*(?P<unit>{_UNIT}){_MORE}"
)
_AND_UP = re.compile(rf"(?<![\d.])(?P<n>{_ARABIC})(?P<more>)[ ]*(?P<unit>{_UNIT})(?:及?以上)")

_CONDITION = re.compile(r"(?:且|或者?|的(?!基础|同时|目标|任务|要求)|以上的|以下)")
_OF_SOME = re.compile(
    r"(?:以上)?的[一-鿿]{0,6}?(?:医院|机构|单位|县|市|区|企业|人员|地区|地方|乡镇|家庭|项目|患者)"
)
_ALL = re.compile(r"均|都|全部|全面实现")
_MARKED = re.compile(
    r"[得扣加减计记][^,。;]{0,4}\d+(?:\.\d+)?分|得满分|不得分|为(?:合格|优秀|良好|不合格)|分值"
)
_KEPT = re.compile(r"[^,。;]{0,12}(?:的)?基础上")
#: Behind these a figure counts what is told, not what is owed.
_TIMES = ("个月", "天", "周", "小时", "分钟", "个工作日")
_LOOSE = (None, "次", "人", "个", "项", "种", "类", "批", "期", "部", "条", "场")


@dataclass(frozen=True, slots=True)
class Aim:
    """A promised figure (``66万``), its unit (``个``) and its place in the sentence."""

    figure: str
    unit: str | None
    start: int
    end: int


def find_aims(sentence: str) -> list[Aim]:
    """The figures that a folded sentence promises to reach, in order.

    Before: ``新建村卫生室300所、改扩建150所。``  after: 300 所, 150 所
    """
    if _MARKED.search(sentence):
        return []
    aims: list[Aim] = []
    for match in (*_reached(sentence), *_made(sentence)):
        if not any(aim.start < match.end() and match.start("n") < aim.end for aim in aims):
            aims.append(_aim(match))
            aims.extend(_beside(sentence, match.end()))
    aims += [
        _aim(match)
        for match in _AND_UP.finditer(sentence)
        if not any(aim.start < match.end() and match.start() < aim.end for aim in aims)
        and match["unit"] not in ("%", "‰", "人", "元", "万元", "亿元", "岁", *_TIMES)
        and not re.match(r"的(?!健康|□)|[一-鿿]{0,4}(?:医院|机构|以上)", sentence[match.end() :])
    ]
    return sorted(aims, key=lambda aim: aim.start)


def _reached(sentence: str) -> Iterator[re.Match[str]]:
    for match in _REACHED.finditer(sentence):
        number, unit, behind = match["n"], match["unit"], sentence[match.end() :]
        han = not number[0].isdigit()
        if not unit and (han or not (":" in number or number.endswith(("万", "亿")))):
            continue
        if han and unit in _LOOSE and not match["aim"].startswith("至少"):
            continue  # 达到一种平衡: not counted
        lowers = match["aim"].startswith(("控制", "降", "下降", "降低", "压", "缩短", "减少"))
        if unit == "岁" and not re.match(r"\D{0,2}[,。;]|$", behind):
            continue  # 达到60岁的老年人
        if unit is None and ":" in number:
            yield match  # 医护比不低于0.5:1
            continue
        if unit is None and re.match(r"[年月日岁级版]|的?比例" + ("" if lowers else "|的?以下"), behind):
            continue
        if (
            _CONDITION.match(behind)
            and not (lowers and behind.startswith("以下"))
            and not _ALL.search(behind[:24])
        ):
            continue
        if not _KEPT.match(behind):
            yield match


def _made(sentence: str) -> Iterator[re.Match[str]]:
    for match in (*_MADE.finditer(sentence), *_MADE_HAN.finditer(sentence)):
        unit, behind = match["unit"], sentence[match.end() :]
        if sentence[match.start("n") - 1] == "第":
            continue
        if (
            unit in (*_TIMES, "岁")
            or (_OF_SOME.match(behind) and not _ALL.search(behind[:24]))
            or _KEPT.match(behind)
        ):
            continue
        if not match["n"][0].isdigit() and (match["n"] == "一" or unit in _LOOSE):
            continue  # 做好一项工作, 召开一次会议: not counted
        yield match


def _beside(sentence: str, start: int) -> Iterator[Aim]:
    while match := _BESIDE.match(sentence, start):
        if match["unit"] in _TIMES:
            return
        yield _aim(match)
        start = match.end()


def _aim(match: re.Match[str]) -> Aim:
    figure = match["n"].replace(",", "") + match["more"]
    start = match.start("aim") if "aim" in match.re.groupindex else match.start("n")
    return Aim(figure, match["unit"], start, match.end())
