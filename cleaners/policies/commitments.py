"""Dated and counted promises (任务) inside a policy, each with the sentence that makes it.

Nothing is added that the sentence does not say: who, figure and deadline are ``None`` where it is silent; only
the year of a deadline comes from the document.  A condition (常住人口超过10万且……的县), a limit (不超过200项) and
what was done already are no promises.
"""

from __future__ import annotations

import re
from datetime import date

from cleaners.dates import read_han_number
from cleaners.policies.deadlines import Deadline, find_deadlines
from cleaners.policies.layout import fold
from cleaners.policies.promised_figures import Aim, find_aims
from cleaners.policies.recognition import Commitment, Force

_SENTENCE = re.compile(r"[^。;!\n]+[。;!]?")
_NUMBERED = re.compile(
    r"^\s*(?:\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、](?!\d)|[①-⑳])\s*"
)
_PAST = re.compile(
    r"已(?:经)?(?:有|达|完成|实现|建成|累计|超过|开展|印发)|截至目前|近[年几一两二三四五]|去年|以来|累计|目前|上年(?!基础|度?同期|水平)|据统计"
    r"|(?:召开|完成|举办|开展|建成|印发|发放|组织|进行|实现|取得)了"
)
#: Between what was done and a figure or a day, these turn to what is to be done.
_AHEAD = re.compile(
    r"原则上|(?<!主|重|需|次|概|摘|提|纪)要(?!求|素|点|闻|件)|应|须|将|力争|争取|确保|拟|计划|到20\d\d年|继续"
)
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


def _pairs(dates: list[Deadline], aims: list[Aim]) -> list[tuple[Deadline | None, Aim | None]]:
    """Which deadline goes with which figure: the last one in front of it, else the only one behind it."""
    pairs: list[tuple[Deadline | None, Aim | None]] = []
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
        if len(sentence) > 600:
            continue
        plain = re.sub(r"《[^《》]*》|“(?!十[一二三四五六七]五”)[^”]*”", lambda m: "□" * len(m[0]), sentence)
        pairs = _pairs(find_deadlines(plain, year), find_aims(plain))
        offset = match.start() + (lead.end() if lead else 0)
        for due, aim in pairs:
            start, end = (aim.start, aim.end) if aim else (due.start, due.end) if due else (0, 0)
            over = written_on and due and due.day and due.day < written_on
            if over or _is_told(plain, start, end):
                continue
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


def _is_told(plain: str, start: int, end: int) -> bool:
    """Whether the sentence only tells of it: done before, with nothing between that turns to what is to be done.

    Before: ``已经建成、需要移交的,原则上于6月底前完成``: no.  ``截至目前已建成20个工作站``: yes.
    """
    past = [m for m in _PAST.finditer(plain) if m.start() <= end + 12]
    if not past:
        return False
    return not _AHEAD.search(plain, min(past[-1].end(), start), max(start, past[-1].start()) + 1)


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
