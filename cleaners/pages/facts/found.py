"""What ``read_facts`` gives: plain data, no rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from lxml.html import HtmlElement


@dataclass(slots=True)
class PageFacts:
    """What the page says of itself; ``None`` for what it does not.

    ``published_at`` is aware (Asia/Shanghai), midnight with ``time_known=False`` where only a day is given.
    ``card_nodes`` are the elements that hold the card, ``title_node`` and ``info_node`` those of the headline and of
    the line of date and source: all three are no part of the body.
    """

    title: str = ""
    published_at: datetime | None = None
    time_known: bool = False
    source_name: str | None = None
    author: str | None = None
    column: str | None = None
    card: dict[str, str] = field(default_factory=dict)
    card_nodes: list[HtmlElement] = field(default_factory=list)
    title_node: HtmlElement | None = None
    info_node: HtmlElement | None = None
    #: The head or the template names a title or a moment of publication, which a list page does not.
    says_article: bool = False
    #: The head names a column.
    names_column: bool = False
    #: The page shows its headline, and ``<title>`` or a tag confirms it.
    titled: bool = False
    #: A visible line dates the page; with a label such as 发布时间.
    dated: bool = False
    labelled: bool = False
    #: Lines that give a date and are no links.
    dates: int = 0
    is_wechat: bool = False
    #: Characters that a reader sees, how many of them are links, and how many lines are links.
    shown: int = 0
    linked: int = 0
    rows: int = 0
    #: Characters in longer lines that are no links: what may be an article's paragraphs.
    prose: int = 0
