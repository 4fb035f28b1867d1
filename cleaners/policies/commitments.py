"""Dated and counted promises (任务) inside a policy, each with the sentence that makes it.

Nothing is added that the sentence does not say: who, figure and deadline are ``None`` where it is silent; only
the year of a deadline comes from the document.  A condition (常住人口超过10万且……的县), a limit (不超过200项) and
what was done already are no promises.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from cleaners.dates import read_han_number
from cleaners.policies.deadlines import Deadline, find_deadlines
from cleaners.policies.layout import fold
from cleaners.policies.recognition import Commitment, Force

_SENTENCE = re.compile(r"[^。;!\n]+[。;!]?")
_NUMBERED = re.compile(
    r"^\s*(?:\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、](?!\d)|[①-⑳])\s*"
)
_COUNT = r"\d+(?:\.\d+)?(?:[多余])?[万亿千百]*|[一二两三四五六七八九十]{1,3}(?:[千百万])?"
_UNIT = (
    "场次|人次|个百分点|百分点|%|个|项|家|所|名|人|场|次|件|张|床位|床|元|万元|亿元"
    "|县|台|套|种|批|期|例|支|条|处|门|件实事|项目|学时|分钟|辆|公里|万人|座|类|间|户|份"
)
_AIM = (
    r"超过|超|至少(?:设置|有|要有|达到|配备|建设|建成|开展|完成|新增|提供)?|不少于|不低于|达到|达|新增[^,。;\d]{0,14}?|提高(?:至|到)|提升(?:至|到)|降(?:至|到|低至)|下降(?:至|到)?"
    r"|增(?:加)?(?:至|到)|增加|扩大(?:至|到)|突破|稳定在|保持在|举办|召开|做好|办好|实施好|建成|培养|培训|遴选|改造"
)
_FIGURE = re.compile(
    rf"(?P<aim>{_AIM})[ ]*(?:约|近)?[ ]*(?P<n>{_COUNT})(?P<more>[多余]?)[ ]*(?P<unit>{_UNIT})?(?P<up>以上|左右)?"
)
_AND_UP = re.compile(rf"(?P<n>\d+(?:\.\d+)?[万亿千百]*)[ ]*(?P<unit>{_UNIT})(?P<up>及?以上)")
_PAST = re.compile(
    r"已(?:经)?(?:有|达|完成|实现|建成|累计|超过|开展|印发)|截至目前|近年来|去年|以来|累计|目前|上年"
)
_CONDITION = re.compile(r"^(?:且|或者?|的(?!基础|同时|目标|任务|要求)|以上的|以下)")
_ALL = re.compile(r"均|都|全部|全面实现")
_WHO = re.compile(
    r"(?:^|(?<=[,;:。]))(?:各(?:级|地|省|市|县|区)?[^,。;:的将]{0,24}?(?:部门|机构|单位|医院|地区|省份|政府|学校|企业|委|局|地)"
    r"|国家[一-鿿]{2,10}?(?:委|局|部)|国务院[一-鿿]{0,10}|[一-鿿]{2,6}(?:省|市|区|县)(?:卫生健康委|人民政府)|公立医(?:院|疗机构)|(?:县级|二级以上|三级)?[一-鿿]{0,4}医(?:院|疗机构))"
    r"(?=要|应|须|必须|将|可|原则上|负责|停止|举办|召开|统筹|结合|根据|会同|督促|在|于|制定|组织|每年|实施|开展|完成|推动|按)"
)
_HEDGES = (
    (Force.IN_PRINCIPLE, re.compile(r"原则上")),
    (Force.STRIVE, re.compile(r"力争|争取|努力")),
)
_SOFT = re.compile(r"鼓励|支持(?=[^,]*(?:开展|建设|设))|创造条件|有条件的|逐步|探索|引导")
_MUST = re.compile(
    r"必须|(?<!主|重|需|次|概|摘|提|纪)要(?!求|素|点|闻|件)|应当?(?!急|用|对|答)|须|确保|不得|务必|严格|不迟于|不晚于"
)
_TITLE_YEAR = re.compile(r"(20\d\d)年?")
_LEAST_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class _Aim:
    figure: str
    unit: str | None
    start: int
    end: int


def _aims(sentence: str) -> list[_Aim]:
    """The figures that a sentence promises to reach."""
    aims: list[_Aim] = []
    for match in _FIGURE.finditer(sentence):
        number, unit, aim = match["n"], match["unit"], match["aim"]
        han = not number[0].isdigit()
        if sentence[max(0, match.start() - 1) : match.start()] == "不" and aim.startswith("超"):
            continue  # 不超过200项 is a limit
        if not unit and (han or not number.endswith(("万", "亿"))):
            continue
        if (
            han
            and unit in (None, "次", "人", "个", "项", "种", "类")
            and aim not in ("至少", "至少有", "至少设置")
        ):
            continue  # 做好一项工作, 召开一次会议: not counted
        if (
            re.match(r"[年月日岁级版]|%?[的]?(?:比例|以下)", sentence[match.end() : match.end() + 3])
            and unit is None
        ):
            continue
        behind = sentence[match.end() :]
        if _CONDITION.match(behind) and not _ALL.search(behind[:24]):
            continue
        figure = number + (match["more"] or "")
        aims.append(_Aim(figure, unit, match.start(), match.end()))
    for match in _AND_UP.finditer(sentence):
        if not any(a.start < match.end() and match.start() < a.end for a in aims):
            behind = sentence[match.end() :]
            if not re.match(r"的(?!健康|“)|[一-鿿]{0,4}(?:医院|机构|以上)", behind) and match["unit"] not in (
                "%",
                "人",
                "元",
                "万元",
                "亿元",
            ):
                aims.append(_Aim(match["n"], match["unit"], match.start(), match.end()))
    return sorted(aims, key=lambda a: a.start)


def _clause(sentence: str, start: int, end: int) -> str:
    """The clause around a place; where it is only the deadline (``11月底前,``), the next one is added."""
    left = max((sentence.rfind(mark, 0, start) for mark in ",;。:"), default=-1) + 1
    rights = [p for mark in ",;。" if (p := sentence.find(mark, end)) >= 0]
    right = min(rights, default=len(sentence))
    clause = sentence[left:right]
    if len(clause.strip()) - (end - start) < 4 and right < len(sentence) - 1:
        rights = [p for mark in ",;。" if (p := sentence.find(mark, right + 1)) >= 0]
        clause = sentence[left : min(rights, default=len(sentence))]
    return clause.strip(" ,;。")


def _force(sentence: str, clause: str, place: int) -> Force:
    for force, pattern in _HEDGES:
        if pattern.search(sentence[: place + 6]):
            return (
                Force.ENCOURAGE
                if _SOFT.search(clause) and force is Force.IN_PRINCIPLE and "原则上" not in clause
                else force
            )
    if _SOFT.search(clause):
        return Force.ENCOURAGE
    return Force.MUST if _MUST.search(sentence) else Force.STATED


def _pairs(dates: list[Deadline], aims: list[_Aim]) -> list[tuple[Deadline | None, _Aim | None]]:
    """Which deadline goes with which figure: the last one in front of it, else the only one behind it."""
    pairs: list[tuple[Deadline | None, _Aim | None]] = []
    used: set[int] = set()
    due = [d for d in dates if d.span is None]
    for aim in aims:
        before = [d for d in due if d.start < aim.start]
        chosen = before[-1] if before else (due[0] if len(due) == 1 else None)
        if chosen:
            used.add(chosen.start)
        pairs.append((chosen, aim))
    pairs += [(d, None) for d in dates if d.start not in used]
    return sorted(pairs, key=lambda p: p[1].start if p[1] else p[0].start if p[0] else 0)


def _value(figure: str) -> str:
    han = read_han_number(figure.replace("两", "二"))
    return str(han) if han is not None else figure


def _same(a: Commitment, b: Commitment) -> bool:
    """One promise told twice: as a heading without a date and again in the text."""
    if a.figure is None or b.figure is None or _value(a.figure) != _value(b.figure):
        return False
    if (a.unit or "").rstrip("次") != (b.unit or "").rstrip("次") or (
        a.deadline and b.deadline and a.deadline != b.deadline
    ):
        return False
    if a.unit == "件" and not (a.deadline or b.deadline):
        return True  # 八件实事 is one promise however often it is called to mind
    pairs_a = {a.what[i : i + 2] for i in range(len(a.what) - 1)} if a.what else set()
    pairs_b = {b.what[i : i + 2] for i in range(len(b.what) - 1)} if b.what else set()
    least = min(len(pairs_a), len(pairs_b))
    return least == 0 or len(pairs_a & pairs_b) >= _LEAST_SHARE * least


def find_commitments(text: str, written_on: date | None = None, title: str = "") -> list[Commitment]:
    """The dated or counted promises of a text, in order, each told once.

    ``written_on`` and ``title`` give the year of deadlines that leave it out; without them such a deadline keeps its
    words and has no day.

    Before: ``11月底前实现地市内互认项目超过200项。`` in a notice of 2025
    after: deadline 2025-11-30, figure 200, unit 项
    """
    folded = fold(text)
    named = _TITLE_YEAR.search(fold(title))
    year = int(named[1]) if named else (written_on.year if written_on else None)
    found: list[Commitment] = []
    for match in _SENTENCE.finditer(folded):
        raw = match[0]
        if not any(char.isdigit() or char in "一二两三四五六七八九十年" for char in raw):
            continue
        lead = _NUMBERED.match(raw)
        sentence = raw[lead.end() :] if lead else raw
        if len(sentence) > 600 or _PAST.search(sentence):
            continue
        plain = re.sub(r"《[^《》]*》|“[^”]*”", lambda m: "□" * len(m[0]), sentence)
        pairs = _pairs(find_deadlines(plain, year), _aims(plain))
        offset = match.start() + (lead.end() if lead else 0)
        for due, aim in pairs:
            start, end = (aim.start, aim.end) if aim else (due.start, due.end) if due else (0, 0)
            clause = _clause(sentence, start, end)
            who = _subject(plain, start)
            promise = Commitment(
                sentence=text[offset : offset + len(sentence)].strip(),
                who=who,
                what=clause or None,
                deadline=due.day if due else None,
                deadline_text=due.words if due else None,
                figure=_value(aim.figure) if aim else (due.span if due else None),
                unit=aim.unit if aim else (due.span_unit if due else None),
                force=_force(plain, _clause(plain, start, end), start),
            )
            _keep(found, promise)
    return found


def _subject(plain: str, place: int) -> str | None:
    """The body named at the head of the nearest clause in front of a promise; never one from its middle."""
    named = [m[0] for m in _WHO.finditer(plain) if m.start() <= place]
    return named[-1] if named else None


def _keep(found: list[Commitment], promise: Commitment) -> None:
    """Adds a promise, or lets it replace its own undated heading."""
    for place, known in enumerate(found):
        if _same(known, promise):
            if promise.deadline and not known.deadline:
                found[place] = promise
            return
    found.append(promise)
