"""Document numbers (发文字号) in a text and in one normal spelling.  Whose number it is, is decided in ``heading``.

Grammar: organ code + 〔year〕 + serial + 号.  Brackets met in 1,220 numbers of the State Council's policy library:
〔〕 1,171, ﹝﹞ 26, [] 12, （） 8, 【】 3; blanks inside in 31.  Orders (令第15号) and announcements
(公告2025年第126号) count otherwise: by organ and serial, or organ, year and serial.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cleaners.policies.layout import fold, squeeze, tidy

_OPEN, _CLOSE = r"[〔\[【({〖「]", r"[〕\]】)}〗」]"
_HAN = r"[一-鿿]"
_NUMBER = re.compile(
    rf"((?:{_HAN}[ \t]{{0,3}}){{1,24}})"
    rf"({_OPEN})[ ]{{0,3}}第?[ ]{{0,3}}((?:1[ ]?9|2[ ]?0)[ ]?\d[ ]?\d)[ ]?年?[ ]{{0,3}}{_CLOSE}"
    r"[ ]{0,3}第?[ ]{0,3}(\d(?:[ ]?\d){0,4})(?![\d.%])[ ]{0,3}(号?)"
)
_ORGAN_BEFORE = re.compile(rf"(?:{_HAN}|(?<={_HAN})[ 、](?={_HAN}))*$")
_ORDER = re.compile(r"(?<!命)令[ ]*\(?[ ]*第[ ]*(?P<serial>\d{1,5}|[一二三四五六七八九十百零〇]{1,6})[ ]*号")
_ANNOUNCEMENT = re.compile(
    r"(?P<kind>公告|通告)[ ]*\(?[ ]*(?:(?P<year>(?:19|20)\d\d)[ ]*年[ ]*)?第[ ]*(?P<serial>\d{1,5})[ ]*号"
)
_SUBJECT = re.compile(rf"(?:^|[\n ])(?P<who>{_HAN}{{2,40}}(?:[ ]{_HAN}{{2,40}})*)关于[^。\n]{{2,200}}的$")
_YEAR_SERIAL = re.compile(r"^[(〔]?((?:19|20)\d\d)[ ]*年?[ ]*〕?[ ]*第[ ]*0*(\d{1,5})[ ]*号\)?$")

#: What may stand in running text right before a code: everything up to the last of these is cut off.
_CITED_WITH = (
    r"根据|按照|依据|依照|遵照|参照|落实|贯彻|执行|转发|印发|下发|详见|参见|要求|通知|意见|公告|通报|决定|批复|以及|关于|按(?!摩)|(?<!数)据|获"
    r"|依(?!法)|文件|文号|字号|编号|标题|名称"
)
_BOUNDARY = re.compile(rf"^.*(?:{_CITED_WITH}|人民政府|办公厅|办公室|委员会)")
_CITING = re.compile(rf"^.*(?:{_CITED_WITH})")
_LEADING = re.compile(r"^(?:(?:自(?!然)|[按以和及与或在经原即由将对从])(?=.{2})|依(?=[^法].))+")


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A document number as found: its normal spelling and where it stands."""

    number: str
    start: int
    end: int


def _code_start(code: str) -> int:
    """Where the organ code begins in the Han characters before the bracket.

    A blank parts the code from what stands before it (``的通知 国卫办函〔``), but characters that were read one by
    one from an image (``国 卫 办 函 〔``) belong together.
    """
    tokens = list(re.finditer(r"\S+", code))
    first = len(tokens) - 1
    while (
        first > 0
        and len(tokens[first][0]) == 1
        and (len(tokens[first - 1][0]) == 1 or first == len(tokens) - 1)
    ):
        first -= 1
    start = tokens[first].start()
    boundary = _BOUNDARY.match(code[start:])
    if boundary and boundary.end() < len(code) - start:
        start += boundary.end()
    leading = _LEADING.match(code[start:].replace(" ", ""))
    return start + (leading.end() if leading and " " not in code[start:] else 0)


def find_numbers(folded: str) -> list[FoundNumber]:
    """Every document number of a folded text, in order, repeats included.

    Before: ``…的通知》( 国卫医政发 [2023] 第 027 号)要求``  after: ``国卫医政发〔2023〕27号``
    """
    found: list[FoundNumber] = []
    for match in _NUMBER.finditer(folded):
        code, bracket, year, serial, sign = match.groups()
        if not sign and bracket != "〔":
            continue  # "研究[2023]12" is a reference mark, "指南(2024)1" a heading
        start = _code_start(code)
        organ = squeeze(code[start:])
        if not 2 <= len(organ) <= 16 or (bracket == "(" and organ.endswith(("修订", "试行", "年度"))):
            continue
        number = f"{organ}〔{squeeze(year)}〕{int(squeeze(serial))}号"
        found.append(FoundNumber(number, match.start() + start, match.end()))
    return found


_LONG_NAMES = (
    ("中华人民共和国", ""),
    ("卫生健康委员会", "卫生健康委"),
    ("药品监督管理局", "药监局"),
    ("市场监督管理总局", "市场监管总局"),
    ("医疗保障局", "医保局"),
    ("中医药管理局", "中医药局"),
    ("疾病预防控制局", "疾控局"),
    ("国令", "国务院令"),
)


def _organ(text: str) -> str:
    """The organ before 令 or 公告 in the spelling that its own numbers use."""
    name = squeeze(text).replace("、", "")
    for long, short in _LONG_NAMES:
        name = name.replace(long, short)
    return _LEADING.sub("", (_CITING.sub("", name) or name).removeprefix("日"))


def _organ_before(folded: str, place: int) -> tuple[int, str]:
    """The run of Han characters in front of a place, at most 60 of them, and where it begins."""
    window = folded[max(0, place - 60) : place]
    run = _ORGAN_BEFORE.search(window)
    words = run[0] if run else ""
    return place - len(words), words


def find_serials(folded: str) -> list[FoundNumber]:
    """Orders and announcements that count by serial: ``国务院令第746号``, ``国家药监局公告2020年第80号``.

    The organ's long name is shortened and 中华人民共和国 left out, so that one order has one spelling.
    """
    found: list[FoundNumber] = []
    for match in _ORDER.finditer(folded):
        start, before = _organ_before(folded, match.start())
        organ = _organ(before + "令")
        if len(organ) >= 3:
            serial = int(match["serial"]) if match["serial"].isdigit() else match["serial"]
            found.append(FoundNumber(f"{organ}第{serial}号", start, match.end()))
    for match in _ANNOUNCEMENT.finditer(folded):
        start, before = _organ_before(folded, match.start())
        organ, year = _organ(before), match["year"]
        if before.endswith(
            "的"
        ):  # 国家药监局关于发布某某要求的公告(2025年第45号): the organ stands before 关于
            subject = _SUBJECT.search(folded[max(0, match.start() - 240) : match.start()])
            organ = _organ(subject["who"]) if subject else ""
        if organ or year:
            number = f"{organ}{match['kind']}{year + '年' if year else ''}第{int(match['serial'])}号"
            found.append(FoundNumber(number, start, match.end()))
    return sorted(found, key=lambda f: f.start)


def normalise_number(text: str) -> str | None:
    """The one spelling of the document number that ``text`` holds, or ``None``: the identity key of a policy.

    NFKC, 〔〕, no blanks, no leading zero, no 第; orders and announcements likewise.

    >>> normalise_number("（国卫办函［2025］ 第025 号）")
    '国卫办函〔2025〕25号'
    >>> normalise_number("中华人民共和国国务院令 第 746 号")
    '国务院令第746号'
    """
    folded = fold(tidy(text)).strip()
    found = find_numbers(folded) or find_serials(
        re.sub(r"(?<=令)\s+(?=\(?第)|(?<=告)\s+(?=\(?[12第])", "", folded)
    )
    if found:
        return found[0].number
    bare = _YEAR_SERIAL.match(folded)
    return f"{bare[1]}年第{bare[2]}号" if bare else None
