"""Watermarks: what the paragraphs of one text share at their end or beginning.  Found, never listed.

Repost sites put a slogan with their domain behind every paragraph, as plain text or in a span of font size 0, often
with a few random letters before it.  So the longest ending that many lines share is looked for, and believed only if
it reads like a foreign body: it stands behind finished sentences, or names a site.  Lists whose items end alike
(某市卫生健康委员会) are thereby left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cleaners.pages.removals import Ledger

_KEY = 6
_FEWEST_LINES = 3
_SHARE = 0.4
_SHARE_OF_BEGINNINGS = 0.6
_SENTENCE_END = "。！？；：”’」』）)!?;:"
_DOMAIN = re.compile(
    r"[a-z0-9-]{2,}\s*[.。．]\s*(?:com|cn|net|org|cc|top|info|xyz|vip|tv|me)(?![a-z])|www\.|https?:", re.I
)
_SLOGAN = re.compile(
    r"[—–|丨@©]{1,2}|【[^】]{2,20}】|公众号|微信号|关注|首发|原创|转载|来源|快讯|资讯|新闻网|头条"
)
#: Random letters before a slogan: as many in each line, or a few that vary.
_RANDOM = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]{2,4}$")
_LETTERS = re.compile(r"[A-Za-z0-9]{2,24}$")
_AS_MANY, _FEW, _LONGEST_RANDOM = 0.75, 4, 16


@dataclass(frozen=True, slots=True)
class Watermark:
    """``text`` stands at the end (or the beginning) of lines."""

    text: str
    at_end: bool
    random: str = ""  # a pattern of the few letters that vary before it

    @property
    def pattern(self) -> re.Pattern[str]:
        """The watermark wherever it stands; at a beginning only there."""
        body = r"\s*".join(map(re.escape, self.text.split()))
        if not self.at_end:
            return re.compile(r"^\s*" + body + r"\s*")
        return re.compile(r"\s*" + (f"(?:{self.random})?" if self.random else "") + body)


def find_watermarks(lines: Sequence[str]) -> list[Watermark]:
    """The ending and the beginning that the lines of a text share, where they read like watermarks.

    >>> slogan = "xQ7某某快讯——每天知道更多mmkx.example.com"
    >>> lines = ["一、总体要求" + slogan, "提高服务能力。" + slogan, "现印发给你们。" + slogan]
    >>> [watermark.text for watermark in find_watermarks(lines)]
    ['xQ7某某快讯——每天知道更多mmkx.example.com']
    """
    folded = [line.strip() for line in lines if line.strip()]
    if len(folded) < _FEWEST_LINES:
        return []
    found = []
    ending = _ending(folded)
    if ending is not None:
        found.append(ending)
        folded = [shorter for line in folded if (shorter := ending.pattern.sub("", line).strip())]
    beginning = _beginning(folded)
    if beginning is not None:
        found.append(beginning)
    return found


def cut_watermarks(ledger: Ledger) -> None:
    """Cut the watermarks of the lines that are left: rule ``watermark.ending`` or ``watermark.beginning``.

    before: 现印发给你们，请认真贯彻执行。aB3某某快讯——每天知道更多mmkx.example.com
    after:  现印发给你们，请认真贯彻执行。
    """
    for watermark in find_watermarks([text for _, text in ledger.left()]):
        rule = "watermark.ending" if watermark.at_end else "watermark.beginning"
        cut_pattern(ledger, watermark.pattern, rule)


def cut_pattern(ledger: Ledger, pattern: re.Pattern[str], rule: str) -> None:
    """Cut every match in the lines that are left."""
    for index, text in list(ledger.left()):
        ledger.cut_found(index, (match.span() for match in pattern.finditer(text)), rule)


def _groups(keys: Iterator[str]) -> list[tuple[str, int]]:
    return [(key, n) for key, n in Counter(keys).most_common(3) if n >= _FEWEST_LINES]


def _shared(lines: list[str]) -> str:
    """The longest beginning of all lines: that of the least and the greatest."""
    least, greatest = min(lines), max(lines)
    same = next((i for i, c in enumerate(least) if i >= len(greatest) or c != greatest[i]), len(least))
    return least[:same]


def _ending(lines: list[str]) -> Watermark | None:
    for key, count in _groups(line[-_KEY:] for line in lines if len(line) >= _KEY):
        members = [line for line in lines if line.endswith(key)]
        shared = _shared([line[::-1] for line in members])[::-1].strip()
        shared = shared.lstrip(_SENTENCE_END + "，、.,") or shared
        bodies = [line[: -len(shared)].rstrip() for line in members if line != shared]
        named = bool(_DOMAIN.search(shared))
        if len(shared) < _KEY or len(bodies) < 2 or len(set(bodies)) < 2:
            continue
        random = _random_before(bodies)
        if random:
            bodies = [re.sub(f"(?:{random})$", "", body) for body in bodies]
        behind = sum(1 for body in bodies if body.rstrip().endswith(tuple(_SENTENCE_END)))
        foreign = named or bool(_SLOGAN.search(shared)) or len(shared) >= 12
        if (named or count >= _SHARE * len(lines)) and foreign and behind >= max(2, 0.25 * len(bodies)):
            return Watermark(shared, at_end=True, random=random)
    return None


def _random_before(bodies: list[str]) -> str:
    """The pattern of random letters that most lines end with before the slogan; ``""`` where they do not.

    ``…现将CT检查9kp6a4``, ``…通知如下。hbfdp5``: six letters each, so that of ``CT9kp6a4`` only six go.
    """
    letters = [match[0] for body in bodies if (match := _LETTERS.search(body))]
    if len(letters) <= 0.6 * len(bodies) or len(set(letters)) < 2:
        return ""
    shortest = min(map(len, letters))
    same = sum(1 for one in letters if len(one) == shortest) / len(letters)
    if same == 1 or (same >= _AS_MANY and _FEW < shortest <= _LONGEST_RANDOM):
        return f"[A-Za-z0-9]{{{shortest}}}"
    few = sum(1 for body in bodies if _RANDOM.search(body))
    return _RANDOM.pattern.removesuffix("$") if few > 0.6 * len(bodies) else ""


def _beginning(lines: list[str]) -> Watermark | None:
    for key, count in _groups(line[:_KEY] for line in lines if len(line) >= _KEY):
        members = [line for line in lines if line.startswith(key)]
        shared = _shared(members).strip()
        bodies = {line[len(shared) :].strip() for line in members}
        foreign = bool(_DOMAIN.search(shared) or _SLOGAN.search(shared))
        if len(shared) >= _KEY and len(bodies) > 2 and foreign and count >= _SHARE_OF_BEGINNINGS * len(lines):
            return Watermark(shared, at_end=False)
    return None
