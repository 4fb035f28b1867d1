"""Which words of the page are its headline, and where it stands.

Statements (selector of the source, template marks, ArticleTitle, og:title) are believed when the page shows them;
otherwise the line is chosen that looks like a headline: part of ``<title>``, an ``h1``, a byline below it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from cleaners.pages.facts.column import Step
from cleaners.pages.facts.looks import (
    HEADING,
    MOST_BY_ELEMENT,
    MOST_BY_WORDS,
    ORGAN,
    by_element,
    by_place,
    by_words,
    look,
)
from cleaners.pages.facts.meta import MetaTags
from cleaners.pages.lines import Line, fold, words

_STATUS = re.compile(r"^\s*[\[【(（]\s*(?:已|全文)?(?:废止|失效|修改|宣布失效)\s*[\]】)）]\s*")
_SEPARATOR = re.compile(r"\s*(?:[_|｜»«]+|--+|::|\s[-–—]\s|(?<![A-Za-z0-9])-|-(?![A-Za-z0-9]))\s*")
_CRUMB = re.compile(r"^\W*(?:网站)?首页\s*\W|位置\s*[:：]|责任?\s*编\s*辑?\s*[:：]|[编审]\s*[辑核]\s*[:：]")
#: What a headline never is: a document number, an address, a font switch, the heading of a list beside the text.
_NEVER = re.compile(
    r"^\W*(?:热门|相关|推荐|最新|热点|最热|本类|同类|其他)[\u4e00-\u9fff]{2,4}\W*$|"
    r"^\W*[\u4e00-\u9fff]{1,12}[〔\[(（]\d{4}[〕\])）]\s*\d+\s*号\W*$|www\.|https?:|字\s*[体号]|大\s*[、,， ]\s*[中小]"
)
_CUT = re.compile(r"(?:…|\.{2,})\W*$")
_SHORTEST, _LONGEST, _LONGESTORGAN = 4, 160, 20
#: A line that looks less like a headline is none.
_LEAST = 3.0
_MOST_LINES = 5
#: Shorter words stand in ``<title>`` by chance, unless they are all of its first part.
_CERTAIN = 5


@dataclass(slots=True)
class Headline:
    """The title, and the lines ``first`` to ``last`` that show it; ``None`` where the page shows it nowhere."""

    text: str
    first: int | None = None
    last: int | None = None
    #: A statement or ``<title>`` confirms it; otherwise it is a guess by its looks.
    sure: bool = True


def clean_title(text: str) -> str:
    """Without the status that a database puts before it: ``[已废止]关于…的通知`` gives ``关于…的通知``."""
    return _STATUS.sub("", fold(text))


def find_headline(
    lines: list[Line], meta: MetaTags, stated: list[str | None], bylines: set[int], names: set[str]
) -> Headline:
    """The headline; ``stated`` in order of trust, ``bylines`` the indices of byline lines, ``names`` the words of
    sites and columns (never a title)."""
    page_words = words(meta.page_title)
    unseen: list[str] = []
    for text in stated:
        title = clean_title(text or "")
        key = words(title)
        if not key or key in names or (meta.is_name(title) and key != page_words):
            continue
        place = _locate(lines, key, bylines)
        if place:
            return Headline(_longer(title, lines, place), *place)
        unseen.append(title)
    best = _best_line(lines, meta, bylines, names)
    for title in unseen:
        key = words(title)
        if key in page_words or (best and _agree(key, best.words)):
            shown = best if best and _agree(key, best.words) else None
            if shown is None:
                return Headline(title)
            return Headline(_fuller(title, shown.text), shown.index, shown.index)
    if best:
        return _from_line(best, lines, page_words)
    if unseen:
        return Headline(unseen[0])
    return Headline(_from_page_title(meta, names))


def _agree(key: str, shown: str) -> bool:
    """One is the beginning of the other: a tag cut at a quotation mark, a heading cut with dots."""
    short, long = sorted((key, shown), key=len)
    return len(short) >= _SHORTEST and long.startswith(short)


def _fuller(title: str, shown: str) -> str:
    """Of two that begin alike: the shown one, unless it is cut with dots; ``…拓展_中国_法国`` adds only keywords."""
    cut, longer = _CUT.sub("", shown), len(words(title)) > len(words(shown))
    return title if longer and (cut != shown or not _SEPARATOR.match(title[len(shown) :])) else shown


def _longer(title: str, lines: list[Line], place: tuple[int, int]) -> str:
    """The shown form where it only adds marks that the tag lost (quotes), else the stated one."""
    shown = fold(" ".join(line.text for line in lines[place[0] : place[1] + 1]))
    return shown if place[0] == place[1] and words(shown) == words(title) else title


def _locate(lines: list[Line], key: str, bylines: set[int]) -> tuple[int, int] | None:
    """First and last line that show ``key``: one line, or up to five that follow one another.  Where several do
    (a breadcrumb, a card, the heading, a repeat in the body), the one that looks most like a heading."""
    best: tuple[float, int, int] | None = None
    for line in lines:
        if not line.words or not key.startswith(line.words):
            continue
        last = _run(lines, line.index, key)
        if last is None:
            continue
        score = look(line, bylines, last)
        if best is None or score > best[0]:
            best = (score, line.index, last)
    return (best[1], best[2]) if best else None


def _run(lines: list[Line], first: int, key: str) -> int | None:
    joined = ""
    for line in lines[first : first + _MOST_LINES]:
        joined += line.words
        if joined == key:
            return line.index
        if not key.startswith(joined):
            return None
    return None


def _best_line(lines: list[Line], meta: MetaTags, bylines: set[int], names: set[str]) -> Line | None:
    page_words = words(meta.page_title)
    first = words(_SEPARATOR.split(meta.page_title)[0])
    best: Line | None = None
    most = _LEAST
    for line in lines:
        key = line.words
        if not _SHORTEST <= len(key) <= _LONGEST or line.index in bylines or key in names:
            continue
        score = by_place(line, bylines, line.index)
        if page_words and key in page_words and (len(key) >= _CERTAIN or key == first):
            score += 3.0 + 2.0 * len(key) / len(page_words)
        if score + MOST_BY_ELEMENT + MOST_BY_WORDS < most:
            continue
        score += by_element(line) + by_words(line.text)
        if score < most or (best is not None and score == most):
            continue
        if not (_CRUMB.search(line.text) or _NEVER.search(line.text)):
            best, most = line, score
    return best


def _from_line(best: Line, lines: list[Line], page_words: str) -> Headline:
    """The chosen line, with the lines below it that ``<title>`` joins to it (``…的决定`` over three lines)."""
    first, last, joined = best.index, best.index, best.words
    for line in reversed(lines[max(0, best.index - _MOST_LINES + 1) : best.index]):
        if (
            not line.words
            or line.linked > 0.5
            or not _continues(line, lines[first], line.words + joined, page_words)
        ):
            break
        joined, first = line.words + joined, line.index
    for line in lines[best.index + 1 : best.index + _MOST_LINES]:
        if not line.words or not _continues(line, lines[last], joined + line.words, page_words):
            break
        joined, last = joined + line.words, line.index
    text = fold("".join(line.text for line in lines[first : last + 1]))
    return Headline(clean_title(text), first, last, sure=best.words in page_words)


def _continues(line: Line, neighbour: Line, joined: str, page_words: str) -> bool:
    """Is it one headline over several lines?  ``<title>`` joins them, or they are headings alike, side by side."""
    if joined in page_words:
        return True
    alike = line.block.tag == neighbour.block.tag and line.block.get("class") == neighbour.block.get("class")
    beside = line.block.getparent() is neighbour.block.getparent()
    return alike and beside and line.block.tag in HEADING and len(line.words) >= _SHORTEST and not line.linked


def _from_page_title(meta: MetaTags, names: set[str]) -> str:
    """``<title>`` without site and column: the longest segment that is not one of their names."""
    segments = [part for part in _SEPARATOR.split(meta.page_title) if part.strip()]
    candidates = [part for part in segments if words(part) not in names and not meta.is_name(part)]
    return clean_title(max(candidates, key=len, default=""))


def known_names(lines: list[Line], meta: MetaTags, steps: list[Step]) -> set[str]:
    """Words of what is certainly a name and no title: the tags' site and column, organs and later, shorter segments
    in ``<title>``, and the breadcrumb's steps that the page does not show again as a line of its own."""
    crumbs = {step.line for step in steps}
    shown = {line.words for line in lines if line.index not in crumbs and line.linked < 0.5}
    names = {words(step.name) for step in steps} - shown
    names |= {words(name) for name in (*meta.sites, meta.column or "") if name}
    segments = [words(part) for part in _SEPARATOR.split(meta.page_title) if words(part)]
    names |= {later for earlier, later in pairwise(segments) if len(later) < len(earlier)}
    longest = max(map(len, segments), default=0) if len(segments) > 1 else _LONGESTORGAN + 1
    names |= {s for s in segments if len(s) <= _LONGESTORGAN and len(s) < longest and ORGAN.search(s)}
    return names - {""}
