"""Bytes of a page, list or feed turned into text.  What the text says is read elsewhere.

Chinese pages declare ``gb2312`` and send GB18030, declare UTF-8 and send GBK, or include a header fragment in
another charset than the page.  So a declaration is a candidate, never the answer: bytes that are valid UTF-8 are
UTF-8 whatever they declare (GBK text of more than a few characters is practically never valid UTF-8), the rest is
decided by how many characters come out broken and how many are the commonest of the language.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter

from charset_normalizer import from_bytes

from cleaners.errors import UndecodableError

_META = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.I
)
_META_WINDOW = 8192

# The web's rule (WHATWG Encoding): every Chinese label of the mainland means GB18030, every one of Taiwan Big5-HKSCS.
_FAMILIES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "gb2312-80": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "chinese": "gb18030",
    "hz-gb-2312": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "utf8": "utf-8",
    "unicode": "utf-8",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_COMMONEST = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年，。、：的一是在不了有和人這中大為上個國"
)
_BROKEN = "\ufffd"
_ASCII = re.compile("[\x00-\x7f]+")
#: Chinese prose has a third of its characters among the commonest, another charset read wrongly hardly any.
_SURE = 0.15
_SEGMENT = re.compile(rb"[^\n<]*[\n<]?")
_MARKUP = re.compile(
    rb"<(?:!doctype|\?xml|html|head|body|meta|title|div|table|tr|p|li|a|span|rss|feed|script)\b", re.I
)


def decode(data: bytes | str, charset: str | None = None) -> str:
    """The text of ``data``; ``charset`` is what the HTTP header declared, if anything.

    >>> decode("卫生健康".encode("gbk"), "utf-8")
    '卫生健康'

    A ``str`` comes back as it is, without a byte order mark.  Single broken characters become U+FFFD.
    Raises ``UndecodableError`` when no charset gives text (an image, a ZIP, an encrypted body).
    """
    if isinstance(data, str):
        return data.removeprefix("\ufeff")
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    if b"\x00" in data[:400] and (wide := _two_bytes(data)):
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as problem:
        if problem.end >= len(data) - 3 and problem.start > 0:  # a download that was cut inside a character
            return data[: problem.start].decode("utf-8")
    return _best(data, _candidates(data, charset))


def _candidates(data: bytes, charset: str | None) -> list[str]:
    declared = [charset or ""]
    found = _META.search(data, 0, _META_WINDOW)
    if found:
        declared.append(found[1].decode("ascii"))
    names = [_known(name) for name in declared] + ["utf-8", "gb18030"]
    return list(dict.fromkeys(name for name in names if name))


def _two_bytes(data: bytes) -> str | None:
    """UTF-16 without a mark shows in its markup: every other byte is NUL, the ones between never."""
    even, odd = data[0:400:2].count(0), data[1:400:2].count(0)
    if max(even, odd) < 30 or min(even, odd) > 4:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _known(label: str) -> str | None:
    name = label.strip().strip("\"'").lower()
    name = _FAMILIES.get(name, name)
    try:
        return codecs.lookup(name).name if name else None
    except (LookupError, ValueError):
        return None


def _best(data: bytes, names: list[str]) -> str:
    if _binary(data):
        raise UndecodableError(f"{len(data)} bytes are not text in any of {', '.join(names)}")
    texts: list[str] = []
    marks: list[float] = []
    for name in names:
        texts.append(_decoded(data, name))
        marks.append(_likelihood(texts[-1]))
        if marks[-1] > _SURE and _BROKEN not in texts[-1] and name != "cp1252":
            return texts[-1]
    if max(marks) <= 0.05:  # neither UTF-8 nor GB18030 nor what was declared: ask the statistics
        guess = from_bytes(data[:65536]).best()
        if guess is not None and guess.encoding not in names:
            texts.append(_decoded(data, guess.encoding))
            marks.append(_likelihood(texts[-1]))
    return texts[max(range(len(texts)), key=marks.__getitem__)]


def _decoded(data: bytes, name: str) -> str:
    try:
        text = data.decode(name, "replace")
    except (UnicodeError, LookupError):  # a codec that is not for text, or cannot replace
        return _BROKEN * len(data)
    other = {"utf-8": "gb18030", "gb18030": "utf-8"}.get(name)
    if other and 0 < text.count(_BROKEN) < len(text) / 4:
        return "".join(_segment(part, name, other) for part in _SEGMENT.findall(data))
    return text


def _segment(part: bytes, name: str, other: str) -> str:
    """One run between tags: pages assembled on the server mix charsets, but never within a run."""
    try:
        return part.decode(name)
    except UnicodeDecodeError:
        try:
            return part.decode(other)
        except UnicodeDecodeError:
            return part.decode(name, "replace")


def _likelihood(text: str) -> float:
    """Share of the commonest characters among those that are not ASCII, less the broken and the private ones."""
    foreign = Counter(_ASCII.sub("", text[:400_000]))
    if not foreign:
        return 0.01
    good = sum(n for c, n in foreign.items() if c in _COMMONEST)
    bad = sum(
        n for c, n in foreign.items() if c == _BROKEN or "\ue000" <= c <= "\uf8ff" or "\x80" <= c <= "\x9f"
    )
    return (good - 3 * bad) / foreign.total()


def _binary(data: bytes) -> bool:
    """Many control bytes and no markup: not a page that lost some characters."""
    head = data[:4096]
    controls = sum(1 for byte in head if byte < 32 and byte not in (9, 10, 12, 13, 27))
    return controls > len(head) / 20 and not _MARKUP.search(head)
