"""Whose number is it: the document's own one among all that a page shows.

More than half of real documents carry no number of their own, and most of those cite others, often in the first
paragraph.  Own is what stands on its own line, beside the title or in the card, before the addressees.  Unified local
numbers (GZ0320250043, ZFGS-2023-03) are another thing and never taken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from cleaners.policies.layout import Line, fold, squeeze, tidy
from cleaners.policies.numbers import find_numbers, find_serials, normalise_number
from cleaners.policies.titles import KIND_END

_LABEL = re.compile(r"(?:文[ ]*号|发文字号|发文文号|文件编号|文件字号|字号|编号)[ ]*[:]?[ ]*$")
_NUMBER_CARD = ("发文字号", "发文文号", "文号", "文件字号", "文件编号", "公文编号", "公文号")

#: A customs announcement puts its subject behind its serial: 公告2019年第56号(关于……的公告).
ANNOUNCED = re.compile(r"(?:公告|通告).{0,16}号\(关于.*\)$")


def _is_own(line: Line, start: int, end: int) -> bool:
    """Whether a number stands alone, behind a label or beside a title, and not behind a cited 《》."""
    before, behind = line.folded[:start].rstrip(" (:["), line.folded[end:].strip(" )。,.]")
    if before.endswith("》") or re.search(r"(?:根据|按照|依据|落实|贯彻|执行|废止)[^,。]{0,60}$", before):
        return False
    if (
        before
        and not _LABEL.search(line.folded[:start])
        and not KIND_END.search(before)
        and not ANNOUNCED.search(line.folded[:start].strip())
    ):
        # Watermarks and forum junk in other letters may stand before it; other words may not.
        if re.match(r"\(.*文(?:公布|发布|印发)", line.folded):
            return True  # (2023年1月30日某市人民政府某府规字〔2023〕1号文发布)
        return not re.search(r"[一-鿿]", before) and not behind
    return not re.match(r"(?:文件)?(?:要求|规定|精神|废止)", behind)


def own_number(lines: list[Line]) -> tuple[str | None, int]:
    """The document's own number and its line among those of the head; the nearest to the body wins."""
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        for found in find_numbers(line.folded):
            if _is_own(line, found.start, found.end):
                return found.number, index
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        previous = lines[index - 1].folded if index else ""
        text = line.folded
        offset = 0
        if re.match(r"\(?(?:第[ ]*\d{1,5}[ ]*号|(?:19|20)\d\d年[ ]*第)", text) and re.search(
            r"(?:令|公告|通告)$", previous
        ):
            text, offset = previous + text, len(previous)
        for found in find_serials(text):
            if len(text) < 120 and "》" not in text[: found.start] and found.end - offset > 0:
                return found.number, index
        bare = (
            normalise_number(text)
            if re.fullmatch(r"(?:\(?(?:19|20)\d\d[ ]*年|〔(?:19|20)\d\d〕)[ ]*第[ ]*\d+[ ]*号\)?", text)
            else None
        )
        if bare:
            return bare, index
    return None, -1


_NOTE = re.compile(
    r"^[(\[]?(?:抄送|主送|印发|附|联系|校对|此件|本件|公开|主动公开|信息公开|依申请|政府信息)|印发$"
)


def closing_number(lines: list[Line], signed: int) -> str | None:
    """The number that stands alone behind the signature, where nothing but notes follows.

    A notice that passes another one on prints that one's number there too, with its title or addressees below: such
    a number is the other's.

    Before: ``某某市卫生健康委员会`` / ``2024年12月31日`` / ``某卫发〔2024〕56号``  after: ``某卫发〔2024〕56号``
    """
    number = None
    for line in lines[signed + 1 :] if signed >= 0 else ():
        found = find_numbers(line.folded)
        if len(found) == 1 and not number and _is_own(line, found[0].start, found[0].end):
            number = found[0].number
        elif not _NOTE.search(line.folded):
            return None
    return number


def card_number(card: Mapping[str, str]) -> str | None:
    """The document number that the page's index card gives (发文字号, 文号 …)."""
    for label, value in card.items():
        if squeeze(fold(tidy(label))).strip(":：") in _NUMBER_CARD:
            number = normalise_number(value)
            if number:
                return number
    return None


def title_number(title: str) -> str | None:
    """A number that stands at the end or the beginning of the title itself."""
    folded = fold(tidy(title)).strip()
    for found in find_numbers(folded):
        before, behind = folded[: found.start].rstrip(" ("), folded[found.end :].strip(" )")
        if before.endswith("》"):
            continue  # behind a cited title a number is the cited one's, as in the body
        if (not behind and KIND_END.search(before)) or (not before and behind):
            return found.number
    order = find_serials(folded)
    if order and "《" not in folded[: order[0].start] and "关于" not in folded[: order[0].start]:
        return order[0].number
    return None
