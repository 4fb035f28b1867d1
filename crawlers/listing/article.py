"""Whether a page is an article (or an error page) whose links are side boxes, rather than a list.

Every page has some group of links that looks best; on an article it is 相关新闻 or 热门推荐.  What tells the two apart
stands outside the rows: running text, the line of date, source and font size above an article, its meta tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

_HAN = re.compile(r"[\u3400-\u9fff]")
_SENTENCE = re.compile(r"[。；，！？：]|[.,;!?]\s")
_MARKS = re.compile(
    r"(?P<when>(?:发布|更新|发文|成文|发稿)?(?:时间|日期)\s*[:：]\s*(?:19|20)\d\d)"
    r"|(?P<source>(?:信息|文章|稿件)?来源\s*[:：])"
    r"|(?P<size>字\s*[体号]\s*[:：\[【(（]?\s*[大小特])"
    r"|(?P<print>打印(?:本页|此页|正文|文章)?[\]】\s]|关闭(?:窗口|本页|页面))"
    r"|(?P<reads>(?:浏览|阅读|点击)(?:次数|量|数)?\s*[:：])"
    r"|(?P<step>[上下]一[篇条]\s*[:：]?)"
    r"|(?P<editor>(?:责任编辑|责编|编辑|审核|作者|撰稿)\s*[:：])"
    r"|(?P<share>分享到|分享至|扫一扫在手机)"
    r"|(?P<card>索\s*引\s*号|发文字号|主题分类|信息公开形式)"
)
#: Of VSB, TRS, Hanweb and UCAP (``cleaners.pages.body`` knows more of them).
_BODY = re.compile(
    r"(?:^|\s)(?:vsb_content(?:_\d+)?|v_news_content|TRS_Editor|TRS_UEDITOR|UCAP-CONTENT)(?:\s|$)"
)
#: A text node shorter than this is a label or a title.
_PROSE_TEXT = 36
#: What a column's introduction or a footer's disclaimer may have.
_PROSE_OF_A_LIST = 260
_MARKS_OF_AN_ARTICLE = 3


def has_article_meta(root: etree._Element) -> bool:
    """Whether the page's meta tags name an article and its day.

    The standard of government sites (《政府网站发展指引》) has ArticleTitle and PubDate on articles only; a list page
    that fills ArticleTitle in leaves PubDate empty.
    """
    named: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").strip().lower()
        content = (meta.get("content") or "").strip()
        if name and content:
            named.setdefault(name, content)
    if named.get("og:type", "").lower() == "article":
        return "articletitle" in named or "article:published_time" in named or "pubdate" in named
    title = named.get("articletitle", "")
    return bool(title) and title != named.get("columnname") and "pubdate" in named


def _has_body(root: etree._Element) -> bool:
    """Whether the page has the container that a publishing system puts around an article's text."""
    return any(
        _BODY.search(f"{element.get('id') or ''} {element.get('class') or ''}") is not None
        for element in root.iter("div", "form", "td")
    )


def outside(root: etree._Element, rows: Iterable[etree._Element]) -> tuple[float, set[str]]:
    """Running text outside rows and links, in Han characters (two Latin letters count one), and the marks met."""
    skipped = set(rows)
    prose = 0.0
    line: list[str] = []
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "end":
            if element is not root and element.tail:
                prose += _prose(element.tail)
                line.append(element.tail)
        elif element in skipped or element.tag in ("a", "head", "select", "title"):
            line.append(" ".join(str(t) for t in element.itertext()) if element.tag == "a" else " ")
            walker.skip_subtree()
        elif element.text:
            prose += _prose(element.text)
            line.append(element.text)
    text = re.sub(r"\s+", " ", " ".join(line))
    return prose, {match.lastgroup for match in _MARKS.finditer(text) if match.lastgroup}


def _prose(text: str) -> float:
    text = text.strip()
    if len(text) < _PROSE_TEXT or not _SENTENCE.search(text):
        return 0.0
    han = len(_HAN.findall(text))
    return han + (len(text) - han) / 2


def is_article(root: etree._Element, rows: Iterable[etree._Element], titles: float, dated: float) -> bool:
    """Whether the page is an article; ``titles`` is the length of all row titles, ``dated`` their dated share."""
    prose, marks = outside(root, rows)
    if has_article_meta(root) or ("step" in marks and _has_body(root)):
        return True
    return (prose > _PROSE_OF_A_LIST and prose > titles * (1.0 if dated > 0.5 else 0.5)) or (
        len(marks) >= _MARKS_OF_AN_ARTICLE
    )
