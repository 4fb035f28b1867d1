"""A digest as HTML: a mail of one column, and the page that the folder channel writes.

Jinja2 escapes every crawled word; addresses were checked when the model was built.  Nothing is loaded from anywhere:
no image, no script, no web font.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from flows.digests import words
from flows.digests.model import DigestModel

#: Gmail cuts a mail's HTML above about 102 KB; below 90,000 bytes there is room for what a relay adds.
MAX_BYTES = 90_000
#: 国卫办函〔2025〕25号 must not be broken over two lines, wherever it stands.
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,16}〔(?:19|20)\d\d〕\d{1,5}号")
_SECTIONS = ("new", "deadlines", "changed", "drafts", "related", "troubled")


def _unbroken(text: str) -> Markup:
    """``text`` escaped, with each document number kept on one line."""
    parts: list[Markup] = []
    end = 0
    for match in _NUMBER.finditer(text):
        parts += [escape(text[end : match.start()]), Markup('<span class="nb" style="white-space:nowrap">')]
        parts += [escape(match[0]), Markup("</span>")]
        end = match.end()
    return Markup("").join([*parts, escape(text[end:])])


_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters["unbroken"] = _unbroken
_TEMPLATES.globals["words"] = words


def render_html(model: DigestModel, *, max_bytes: int = MAX_BYTES) -> str:
    """The digest as one HTML document of less than ``max_bytes`` bytes of UTF-8.

    What does not fit is left out from the end of the longest sections, and 另有 N 条 says so.
    """
    whole = _render(model)
    if len(whole.encode()) < max_bytes:
        return whole
    # The largest number of entries a section that still fits, by bisection: a few renderings at most.
    fits, too_many = 0, max(_length(model, section) for section in _SECTIONS)
    best = _render(shortened(model, 0))
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        tried = _render(shortened(model, middle))
        if len(tried.encode()) < max_bytes:
            fits, best = middle, tried
        else:
            too_many = middle
    return best


def shortened(model: DigestModel, most: int) -> DigestModel:
    """The model with at most ``most`` entries in each section; ``omitted`` counts what was left out."""
    omitted = dict(model.omitted)
    kept: dict[str, object] = {}
    for section in _SECTIONS:
        left_out = _length(model, section) - most
        if left_out <= 0:
            continue
        omitted[section] = omitted.get(section, 0) + left_out
        if section != "related":
            kept[section] = getattr(model, section)[:most]
            continue
        groups, room = [], most
        for group in model.related:
            if room > 0:
                groups.append(replace(group, articles=group.articles[:room]))
            room -= len(group.articles)
        kept[section] = tuple(groups)
    return replace(model, **kept, omitted=omitted)  # type: ignore[arg-type]


def _length(model: DigestModel, section: str) -> int:
    if section == "related":
        return sum(len(group.articles) for group in model.related)
    return len(getattr(model, section))


def _render(model: DigestModel) -> str:
    return _TEMPLATES.get_template("digest.html.j2").render(model=model)
