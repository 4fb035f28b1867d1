"""The head of an official text: title, own number, addressees, and where the body begins.

The order is fixed by GB/T 9704: [issuer + title], number on its own line, addressees up to a colon, body.  Pages put
other things between and above; texts copied into one line part them by blanks.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from cleaners.policies.layout import Line, fold, squeeze
from cleaners.policies.numbers import find_numbers
from cleaners.policies.organs import split_organs
from cleaners.policies.own_number import ANNOUNCED, own_number
from cleaners.policies.titles import KIND_END, clean_title

#: How far down the page a document may begin: breadcrumbs, cards and links to interpretations stand above it.
_DEEPEST = 60
_ADDRESSED = re.compile(
    r"^(?:各|有关|相关|全[省市区县州体校院]|机关各|中心各|广大|本[市区]|市[各直]).*|.*(?:人民政府|政府|委员会|管委会|委|局|厅|单位|部门|公司|中心|职工|缴存人|银行|院校"
    r"|高校|医院|处室|机构|军区|代表|委员|办公室|支队|管理部|企业|市民|公民|区|县|科室|部|校|院|会|人员|同志|学会|协会|集团|支行|分行"
    r"|[一-鿿]{2,6}人|朋友们?|居民)(?:\([^()]*\))?$"
)
_NEVER_ADDRESSED = re.compile(
    r"来源|时间|附件|电话|邮箱|地址|如下|链接|作者|编辑|索引|记者|点击|字体|日期|浏览|年\d|第.{1,3}条|下列|符合|或者|^[\d①-⑳(一二三四五六七八九十]+[、.)]?(?!级|类)"
)
_NOT_ADDRESSED = re.compile(
    r"联系|名称|文号|信息|通知|公告|意见|问|答|负责人|位置|公开|主题|表示|指出|认为|介绍|强调|标题|分享|责任|有效|发言人|摘要|导读|说明|其中|包括|附"
)
_SENTENCE = re.compile(r"。|;$|^(?:第[一1]章|第[一1]条|[一1][、.]|\([一1]\))")
_NOISE = re.compile(
    r"来源|发布(?:时间|日期|机构)|浏览|点击|附件|相关(?:链接|文章|解读|政策)|解读|当前位置|您?所在(?:的?位置)|首页|字体|字号|打印|分享到|^关注|索引号"
    r"|访问[量次]|责任编辑|(?:作者|时间|日期|分类|名称|标题|主题|有效性):|成文日期|文件下载|一图|图解|>|\|"
)
_ACTS = re.compile(
    r"关于|印发|转发|批转|发布|公布|(?<=[厅局委部府院会])对(?=[^,。]*(?:人大|政协|建议|提案|答复))"
)
_OWN_LINES = 6


@dataclass(slots=True)
class Heading:
    """What stands before the body.  ``body`` is the index of the first line of the body."""

    title: str = ""
    number: str | None = None
    addressees: str | None = None
    body: int = 0
    number_line: str = ""
    lines: list[Line] = field(default_factory=list)


def _cut(line: Line, *places: int) -> list[Line]:
    bounds = [0, *sorted(p for p in places if 0 < p < len(line.printed)), len(line.printed)]
    pieces: list[Line] = []
    for start, end in itertools.pairwise(bounds):
        printed = line.printed[start:end]
        stripped = printed.strip(" 　,，")
        if stripped:
            offset = start + printed.index(stripped)
            pieces.append(Line(stripped, fold(stripped), line.start + offset))
    return pieces


_FLAT_TITLE = re.compile(
    r"^(?P<title>[^。;!?]{4,180}?(?:的(?:[一-鿿]{0,8})?(?:通知|意见|公告|通告|批复|决定|通报|复函|函)))"
    r"(?=[ ,]|各[^。:]{2,300}:)"
)


def _open_flat(lines: list[Line]) -> list[Line]:
    """Parts a text of one or few lines into title, number, addressees and the rest, where they stand in a row."""
    opened: list[Line] = []
    for index, line in enumerate(lines):
        if index >= 3 or len(line.folded) < 60:
            opened.append(line)
            continue
        first_stop = line.folded.find("。")
        head = line.folded[: first_stop if first_stop >= 0 else 400]
        own = next(
            (
                n
                for n in find_numbers(head)
                if not head[: n.start].strip(" (,")
                or (
                    (KIND_END.search(before := head[: n.start].strip(" (,")) or ANNOUNCED.search(before))
                    and _ACTS.search(head[: n.start])
                    and not re.match(r"(?:为|根据|按照|依据|经|现)", head)
                )
            ),
            None,
        )
        if own:
            opened += _cut(line, own.start, own.end)[:2]
            rest = _cut(line, own.end)[-1:] if own.end < len(line.folded.rstrip()) else []
            opened += rest if rest and rest[0].start != opened[-1].start else []
            continue
        title = _FLAT_TITLE.match(head)
        if title and _ACTS.search(title["title"]) and not re.match(r"(?:为|根据|按照|依据|经|现)", head):
            opened += _cut(line, title.end())
        else:
            opened.append(line)
    return opened


def _addressees(line: Line) -> str | None:
    """The addressees that a line begins with, as printed, without the colon."""
    end = line.folded.find(":")
    if not 1 < end <= 420:
        return None
    said = line.folded[:end].strip()
    plain = re.sub(r"\([^()]*\)", "", said)
    if "。" in said or _NEVER_ADDRESSED.search(said) or not _ADDRESSED.match(plain):
        return None
    if not plain.startswith("各") and _NOT_ADDRESSED.search(plain):
        return None
    if (
        not said.startswith("各")
        and len(line.folded) - end > 1
        and not re.search(r"[,、]|各|你", said)
        and len(said) > 16
    ):
        return None
    return line.printed[:end].strip()


def _title_at(lines: list[Line], last: int) -> str:
    """The title whose last line is ``last``, with the lines above that belong to it; ``""`` if that is no title."""
    line = lines[last]
    text = _without_number(line.folded)
    spread = squeeze(text)
    if len(spread) > 200 or not (KIND_END.search(spread) or ANNOUNCED.search(spread)) or _NOISE.search(text):
        return ""
    first = last
    while (
        not _ACTS.search(squeeze(_without_number(lines[first].folded)))
        and last - first < _OWN_LINES
        and first > 0
    ):
        above = lines[first - 1]
        if _NOISE.search(above.folded) or _SENTENCE.search(above.folded) or find_numbers(above.folded):
            break
        first -= 1
    acts = _ACTS.search(squeeze(lines[first].folded))
    if not acts:
        return _printed(line) if len(spread) >= 6 else ""
    before = squeeze(lines[first].folded)[: acts.start()]
    if not before or split_organs(before) or acts[0] != "关于":
        while first > 0 and last - first < 2 * _OWN_LINES:
            over = lines[first - 1].folded
            if not split_organs(over) or _NOISE.search(over) or find_numbers(over):
                break
            first -= 1
    parts = [_printed(piece) for piece in lines[first : last + 1]]
    joined = parts[0]
    for part, piece in zip(parts[1:], lines[first:last], strict=False):
        organ = bool(split_organs(piece.folded)) and not _ACTS.search(piece.folded)
        joined += (" " if organ and not _ACTS.match(fold(part)) else "") + part
    return joined


def _without_number(text: str) -> str:
    found = find_numbers(text)
    if found and not text[found[0].end :].strip(" )。"):
        return text[: found[0].start].rstrip(" (")
    if found and not text[: found[0].start].strip(" ("):
        return text[found[0].end :].lstrip(" )")
    return text


def _printed(line: Line) -> str:
    found = find_numbers(line.folded)
    text = line.printed
    if found and not line.folded[found[0].end :].strip(" )。"):
        text = text[: found[0].start].rstrip(" (（")
    elif found and not line.folded[: found[0].start].strip(" ("):
        text = text[found[0].end :].lstrip(" )）")
    words = text.split()
    if len(words) > 3 and all(len(word) == 1 for word in words[-3:]):
        return "".join(words)
    return text


def read_heading(lines: list[Line]) -> Heading:
    """Title, own number, addressees and body of a text, as its first lines show them."""
    lines = _open_flat(lines)
    heading = Heading(lines=lines)
    sentences, addressed = 0, -1
    for index, line in enumerate(lines[:_DEEPEST]):
        said = _addressees(line)
        if said:
            heading.addressees, addressed = said, index
            break
        sentences += bool(_SENTENCE.search(line.folded)) and len(line.folded) > 30
        if sentences > 2:
            break
    if addressed >= 0:
        heading.body = addressed
    else:
        heading.body = next(
            (
                i
                for i, line in enumerate(lines)
                if _SENTENCE.search(line.folded) and not _NOISE.search(line.folded)
            ),
            min(len(lines), _DEEPEST),
        )
    head = lines[: heading.body]
    heading.number, at = own_number(head)
    heading.number_line = head[at].printed if at >= 0 else ""
    for last in range(len(head) - 1, -1, -1):
        heading.title = _title_at(head, last)
        if heading.title:
            break
    heading.title = clean_title(heading.title) if heading.title else ""
    return heading
