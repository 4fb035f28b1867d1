"""The rules that need no page: watermarks, citation marks and boilerplate lines of a text as it was copied.

``cleaners.stories`` compares texts that nobody cleaned; they hold the same noise as pages, without the markup.
"""

from __future__ import annotations

from lxml import html

from cleaners.pages.blocks import Block
from cleaners.pages.citations import cut_citations
from cleaners.pages.edges import Known, trim_edges
from cleaners.pages.page import Removal
from cleaners.pages.removals import Ledger
from cleaners.pages.watermarks import cut_watermarks


def clean_text(text: str, title: str = "") -> tuple[str, list[Removal]]:
    """The text without watermarks, citation marks, front matter and tail.

    Lines are folded; putting the removals back gives the folded lines of ``text``.

    >>> clean_text("现将有关事项通知如下：\\n请各单位认真贯彻执行，并将有关情况及时报告我们。\\n分享到： 微信 微博")[0]
    '现将有关事项通知如下：\\n请各单位认真贯彻执行，并将有关情况及时报告我们。'
    """
    ledger = Ledger([folded for line in text.splitlines() if (folded := " ".join(line.split()))])
    cut_watermarks(ledger)
    cut_citations(ledger)
    nowhere = html.Element("p")
    lines = [Block(ledger.text(i), 0, nowhere) for i in range(len(ledger.lines))]
    trim_edges(lines, ledger, Known(title=title))
    return ledger.result()
