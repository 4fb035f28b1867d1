"""What the body says: does the page carry the document's own text, or report one?"""

from __future__ import annotations

import re

from cleaners.policies.document import Reading
from cleaners.policies.recognition import Reason
from cleaners.policies.signature import read_signature

_FOR = (
    (
        "says that it issues",
        3,
        re.compile(
            r"现(?:将.{2,90})?(?:予以)?(?:印发|转发|发布|公布)(?:给你们|给你|你们|如下)?|现予(?:以)?(?:印发|公布|发布)"
        ),
    ),
    (
        "says that a notice follows",
        3,
        re.compile(
            r"(?:通知|公告|通告|批复|函告|函复|答复|通报|明确|决定|规定|提出|制定)(?:如下|以下)(?:意见|措施|政策|规定|通知)?[。:;]|有关(?:事项|事宜|政策|问题).{0,8}(?:通知|公告|通告)如下"
        ),
    ),
    (
        "ends like a document",
        3,
        re.compile(
            r"特此(?:通知|公告|通告|函告|函复|批复|通报)|请(?:认真)?(?:遵照|贯彻|结合实际).{0,16}(?:执行|落实)|此件(?:公开|主动|依申请)|公开方式:"
        ),
    ),
    (
        "says when it takes effect",
        2,
        re.compile(
            r"(?:本)(?:通知|办法|规定|细则|意见|措施|政策|方案|公告|通告|条例|规则|实施细则|政策措施)[^。]{0,16}(?:自|从|于)[^。]{0,24}(?:施行|实施|执行|生效)|由[^。]{2,40}负责解释|以本(?:通知|办法|规定|意见)为准"
        ),
    ),
    ("is written in articles", 2, re.compile(r"(?:^|\n)\s*第[一二三四五1-5][条章]")),
    (
        "says what it lays down",
        2,
        re.compile(r"(?:制定|出台|提出)(?:本|如下|以下)(?:办法|规定|细则|意见|措施|政策|方案|若干)?"),
    ),
    ("is sent down by the centre", 3, re.compile(r"并发出通知,要求各地区各部门")),
    (
        "opens with its purpose or basis",
        2,
        re.compile(r"(?:^|\n)(?:为|根据|按照|依据)[^。]{8,300}?(?:现|制定|决定|提出|就)"),
    ),
    (
        "speaks for its organ",
        1,
        re.compile(r"我(?:市|省|区|县|委|局|部|中心|厅)(?!国)|本(?:市|省|区|县|通知|办法|意见|方案|措施)"),
    ),
)
_AGAINST = (
    (
        "reported by a journalist",
        4,
        re.compile(
            r"记者|据[^。,]{1,24}(?:消息|报道|获悉|了解)|从[^。,]{2,24}获悉|本报讯|新华社[^。]{0,12}电|讯[ ]*\(|通讯员"
        ),
    ),
    (
        "tells that it was issued",
        3,
        re.compile(
            r"(?<![(\d])(?:近日|日前|今天|今日|昨日|\d+月\d+日)[,，]?(?!我)[^。]{2,70}(?:印发|发布|出台|下发|公布|联合|举行|召开|宣布)(?!.{0,40}发出通知,要求各)"
        ),
    ),
    (
        "tells what the document says",
        3,
        re.compile(
            r"《[^》]{2,60}》(?:明确|提出|指出|要求|规定|强调|从|共|围绕|对)|(?:通知|文件|意见|方案|政策|公告)(?:明确|提出|指出|显示|称|强调|提到)[,，:]|按照通知,"
        ),
    ),
    (
        "asks and answers",
        3,
        re.compile(
            r"(?:^|\n)\s*(?:问|答|记者)[:：]|答记者问|[一二三四五六七八九十\d][、.][^\n]{4,50}[?？]\s*\n"
        ),
    ),
    ("quotes somebody", 2, re.compile(r"(?:介绍|表示|指出|认为|透露|告诉)(?:,|说|:)|有关负责人")),
    ("comes from a news desk", 2, re.compile(r"编辑:|【纠错】|观看:|微信公众号|客户端|据悉|具体来看")),
)


def frame_parts(reading: Reading) -> int:
    """How much of the frame of a document the text shows: own number, addressees, organs over a date (0 to 3)."""
    heading = reading.heading
    return bool(heading.number) + bool(heading.addressees) + bool(reading.signature.issuers)


def is_collection(reading: Reading) -> bool:
    """Whether the page puts notices of several organs side by side, each signed, under a headline of its own."""
    if reading.heading.number or reading.heading.addressees or not reading.signature.issuers:
        return False
    second = read_signature(reading.lines, reading.signature.line + 1)
    return bool(second.issuers) and not set(second.issuers) & set(reading.signature.issuers)


def weigh_body(reading: Reading) -> tuple[int, list[Reason]]:
    """A score above 0 where the page is the document, below where it reports one, with the reasons quoted."""
    score = 0
    reasons: list[Reason] = []
    heading, signature = reading.heading, reading.signature
    if heading.number:
        score += 4
        reasons.append(Reason("own number in the head", heading.number_line))
    if heading.addressees:
        score += 4
        reasons.append(Reason("addressee line", heading.addressees[:80]))
    if signature.issuers and signature.line >= 0:
        score += 4
        reasons.append(Reason("organ over a date", signature.evidence))
    opening = reading.folded[:1500] + "\n" + reading.folded[-700:]
    for name, weight, pattern in _FOR:
        found = pattern.search(opening)
        if found:
            score += weight
            reasons.append(Reason(name, found[0].strip()))
    own = reading.folded
    if signature.issuers and signature.line > heading.body:
        own = own[: reading.lines[signature.line].start]  # what follows the signature may be an interview
    start = own[:700] + ("" if signature.issuers else "\n" + own[-250:])
    for name, weight, pattern in _AGAINST:
        found = pattern.search(start)
        if found:
            score -= weight
            reasons.append(Reason(name, found[0].strip()))
    return score, reasons
