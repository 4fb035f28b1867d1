"""What a document does to earlier ones: which it abolishes (废止) and which it amends (修改), with the sentence.

Precise before complete: a document is named by 《》 or by its number right beside the word that ends or changes it.
What a text tells of the past (已于2020年废止) and what it says of itself (本办法…期满自动失效) is no effect.
"""

from __future__ import annotations

import re
from datetime import date

from cleaners.dates import find_dates
from cleaners.policies.citations import is_policy_title
from cleaners.policies.layout import fold, squeeze
from cleaners.policies.numbers import find_numbers
from cleaners.policies.recognition import Effect, EffectKind
from cleaners.policies.titles import title_core

#: Effects of one document that are kept: a list of abolished documents may be long.
MOST = 400
_QUOTE = 160
_NAME = r"《(?:[^《》\n]|《[^《》\n]{1,60}》){2,160}》"
_AFTER_NAME = r"(?:[ ]*\([^()\n]{2,60}\)|[ ]*\[[^\[\]\n]{2,60}\])?"
#: One or several names in a row: 《甲》(泽卫发〔2011〕2号)、原卫生部《乙》和《丙》
_RUN = rf"{_NAME}{_AFTER_NAME}(?:(?:[、,]|和|及|以及|与|或)?[ ]*[^《》,。;:\n]{{0,16}}{_NAME}{_AFTER_NAME}){{0,40}}"
_ENDS = r"(?:废止|作废|失效|停止(?:执行|施行|实施|使用)|不再(?:执行|施行|适用|使用))"
#: 《甲》…同时废止: the names, at most a few words, the verb.
_NAMED_BEFORE = re.compile(
    rf"(?P<run>{_RUN})(?P<gap>[^《》。;\n]{{0,40}}?)(?P<verb>{_ENDS})(?![^《》,。;]{{0,6}}《)"
)
#: 决定废止《甲》, 现宣布《甲》…失效
_NAMED_BEHIND = re.compile(
    r"(?:决定|决定自[^。;\n]{2,20}起|现(?:予|将|决定)?|予以|^[一二三四五六七八九十\d、.() ]{0,6})"
    rf"(?:废止|宣布失效|停止执行)[^《》。;:\n]{{0,12}}(?P<run>{_RUN})"
)
_NUMBERED = re.compile(rf"(?P<gap>[ ]*(?:文件?|的?通知|号文)?[^《》。;,\n]{{0,8}})(?P<verb>{_ENDS})")
_CHANGES = r"(?:修改|修订|修正|调整)"
_CHANGED_AFTER = re.compile(
    rf"对[^《》。;\n]{{0,20}}(?P<run>{_RUN})[^《》。;\n]{{0,24}}?(?:(?:作|做)(?:出|了|以下|如下)*[^。;\n]{{0,4}}{_CHANGES}|(?:予以|进行)(?:部分)?修改|修改如下)"
)
_CHANGED_BEHIND = re.compile(rf"(?:决定|关于)(?:对)?(?:修改|修正)[^《》。;:\n]{{0,8}}(?P<run>{_RUN})")
_CLAUSE = (
    r"第?[ ]*[\d.一二三四五六七八九十百]+[ ]*(?:条|款|项|部分|章|节)|部分(?:条款|内容)|附件[\d一二三四]?"
)
_CLAUSE_CHANGED = re.compile(
    rf"(?P<run>{_RUN})[^《》。;\n]{{0,20}}?(?:{_CLAUSE})[^。;\n]{{0,80}}?(?:修改为|调整为|修订为|删[去除]|变更为)"
)
#: Between the names and the verb: only a part of the document ends.
_PART = re.compile(
    rf"{_CLAUSE}|(?:中|里)?(?:的)?(?:有关|相关|相应)[^,]{{0,16}}(?:规定|内容|条款|要求)"
    r"|中[^,]{0,16}(?:规定|内容|条款)"
)
#: What makes the sentence a report, a condition or a negation.
_TOLD = re.compile(
    r"已(?:经|于|被|由)?[^,。;]{0,12}$|抵触|不符|不一致|冲突|以外|曾|此前[^,。;]{0,8}已|不得|不因|未|如|若|是否|即将|拟|建议|应当及时|除[^,]{0,20}外"
)
_HISTORY = re.compile(
    r"已(?:于|经|被|由)?[^,。;]{0,24}(?:废止|失效|取代|停止)|(?:废止|失效)(?:后|前|的)(?![^。;]{0,12}(?:目录|文件))|[?？]"
)
#: The head of a list whose rows are abolished documents, and of one whose rows are not.
_ENDED_LIST = re.compile(
    r"(?:废止|失效|停止执行)[^。,;《》]{0,16}(?:目录|清单|名单|一览表|的?文件)[^。,;《》]{0,6}$"
)
_ENDED_BELOW = re.compile(
    r"(?:(?:以下|下列)[^。;]{0,30}(?:废止|失效)|(?:废止|失效)[^。;]{0,12}(?:以下|下列)[^。;]{0,20})[:。]?$"
)
_OTHER_LIST = re.compile(
    r"(?:继续有效|保留|修改|现行有效|拟)[^。,;《》]{0,20}(?:目录|清单|名单|文件)[^。,;《》]{0,6}$"
)
_ITEM = re.compile(r"^[(\[]?[\d一二三四五六七八九十]{1,4}[)\].、．\t ]")
#: 《甲》,该标准自2024年10月1日起施行,乙同时废止: it is not 甲 that ends.
_OTHER_SUBJECT = re.compile(r"(?:施行|实施|执行|印发|发布)[^,]{0,6},")
_LIST_NAME = re.compile(r"(?:清单|一览表|目录)(?:\([^()]*\))?$")
_SINCE = re.compile(r"[ ]*(?:零时|0时)?[ ]*(?:起|开始)")
_OLD_ONE = re.compile(
    r"原(?:通知|办法|方案|规定|细则|意见|规范|标准|指南|目录|文件)[^。;《》\n]{0,8}" + _ENDS
)
_REVISED = re.compile(
    rf"对(?:[^《》。;\n]{{0,30}})(?P<run>{_NAME}{_AFTER_NAME})[^《》。;\n]{{0,12}}(?:修订|修改完善)"
)
_WORDS = re.compile("废止|失效|停止|不再|作废|修[改订正]|调整|变更")
_NAMES = re.compile(rf"(?P<name>{_NAME})(?P<behind>{_AFTER_NAME})")
_SENTENCE = re.compile(r"[^。;\n]+[。;]?")


def find_effects(
    text: str, title: str = "", *, effective_on: date | None = None, written_on: date | None = None
) -> list[Effect]:
    """The earlier documents that a document ends or changes, each once and in order, at most 400.

    before: 本办法自2024年8月1日起施行,《某市托育机构管理暂行办法》(某卫发〔2016〕12号)同时废止。
    after:  abolishes, 某市托育机构管理暂行办法, 某卫发〔2016〕12号, 2024-08-01

    ``title`` is the document's own; ``effective_on`` and ``written_on`` date an effect whose sentence names no day.
    Only official documents are to be asked: in a report 《甲》同时废止 is somebody else's doing.
    """
    folded = fold(text)
    reading = _Reading(title_core(title), effective_on or written_on)
    if not any(
        word in folded or word in title
        for word in ("废止", "失效", "停止", "不再", "作废", "修改", "修订", "调整", "删")
    ):
        return []
    listing: str | None = "" if _ENDED_LIST.search(squeeze(fold(title))) and "修改" not in title else None
    for line in folded.splitlines():
        bare = line.strip()
        head = squeeze(bare)
        if len(head) < 60 and "《" not in head and not _ITEM.match(bare):
            if _OTHER_LIST.search(head):
                listing = None
            elif _ENDED_LIST.search(head) or _ENDED_BELOW.search(head):
                listing = bare
        elif _ENDED_BELOW.search(head):
            listing = bare
        before = len(reading.found)
        for match in _SENTENCE.finditer(bare):
            reading.sentence(match[0])
        if len(reading.found) == before and listing and _ITEM.match(bare):
            reading.row(bare, listing)
    return list(reading.found.values())[:MOST]


class _Reading:
    """What was found so far; a document that is both abolished and amended is abolished."""

    def __init__(self, own: str, on: date | None) -> None:
        self.own, self.on = own, on
        self.found: dict[str, Effect] = {}
        self.revised: tuple[str, str] | None = None

    def sentence(self, said: str) -> None:
        """Every effect of one sentence."""
        if "《" not in said and "〔" not in said and not self.revised:
            return
        if revised := _REVISED.search(said):
            self.revised = (revised["run"], said)
        if _HISTORY.search(said):
            return
        for match in _NAMED_BEHIND.finditer(said):
            self._take(EffectKind.ABOLISHES, match["run"], said)
        if "宣布" in said and (declared := _NAMED_BEFORE.search(said)):
            self._take(EffectKind.ABOLISHES, declared["run"], said)
        for match in _NAMED_BEFORE.finditer(said):
            gap = match["gap"]
            run = match["run"]
            if _is_basis(said[: match.start()]):
                run = run.partition(",")[2]  # 根据《甲》,《乙》停止执行
            if _TOLD.search(gap) or _OTHER_SUBJECT.search(gap):
                continue
            kind = EffectKind.AMENDS if _PART.search(gap) else EffectKind.ABOLISHES
            self._take(kind, run, said)
        for pattern in (_CHANGED_AFTER, _CHANGED_BEHIND, _CLAUSE_CHANGED):
            for match in pattern.finditer(said):
                self._take(EffectKind.AMENDS, match["run"], said)
        for number in find_numbers(said):
            behind = _NUMBERED.match(said, number.end)
            if (
                behind
                and not _TOLD.search(behind["gap"])
                and "》" not in said[max(0, number.start - 2) : number.start]
            ):
                self._add(EffectKind.ABOLISHES, None, number.number, said)
        if self.revised and _OLD_ONE.search(said):
            self._take(EffectKind.ABOLISHES, self.revised[0], f"{self.revised[1]}{said}")

    def row(self, line: str, heading: str) -> None:
        """One row of a list of abolished documents: ``2\\t关于做好…的意见\\t泽卫发〔2012〕7号``."""
        if "《" in line:
            self._take(EffectKind.ABOLISHES, line, f"{heading} {line}")
            return
        numbers = find_numbers(line)
        rest = line[: numbers[0].start] if numbers else line
        cells = [
            cell
            for part in rest.split("\t")
            if (cell := _ITEM.sub("", part + " ", count=1).strip(" ()（）,、"))
        ]
        named = max(cells, key=len, default="")
        if is_policy_title(named):
            self._add(
                EffectKind.ABOLISHES,
                squeeze(named),
                numbers[0].number if numbers else None,
                f"{heading} {line}",
            )

    def _take(self, kind: EffectKind, run: str, said: str) -> None:
        for match in _NAMES.finditer(run):
            name = squeeze(match["name"][1:-1])
            numbers = find_numbers(match["behind"])
            if is_policy_title(name) or _LIST_NAME.search(name):
                self._add(kind, name, numbers[0].number if numbers else None, said)
            elif numbers:
                self._add(kind, None, numbers[0].number, said)

    def _add(self, kind: EffectKind, title: str | None, number: str | None, said: str) -> None:
        if title and title_core(title) == self.own:
            return
        key = title_core(title) if title else str(number)
        known = self.found.get(key)
        if known is not None and (known.kind is EffectKind.ABOLISHES or kind is EffectKind.AMENDS):
            return
        days = find_dates(said)
        since = days and _SINCE.match(said, days[-1].end)
        on = days[-1].day if since else self.on
        self.found[key] = Effect(kind, title, number, " ".join(said.split())[:_QUOTE], on)


def _is_basis(before: str) -> bool:
    """根据《甲》，…: what a document rests on is not what it ends."""
    clause = re.split(r"[,:]", before)[-1]
    return bool(re.search(r"(?:根据|按照|依据|依照|遵照|违反|未按)[^《》]{0,12}$", clause))
