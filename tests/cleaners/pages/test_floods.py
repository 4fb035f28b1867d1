"""Pages that are nothing like pages for people: a flood of lines or marks is read, and cut in order.

How long they take is measured by ``tests.benchmarks.big_pages``; here only that cutting many parts of one line, which
is done in one go, gives what cutting them one by one gave.
"""

import re

from hypothesis import given
from hypothesis import strategies as st

from cleaners import clean_page
from cleaners.pages.removals import Ledger, restore
from cleaners.pages.watermarks import cut_pattern
from tests.cleaners.pages.written import PARAGRAPHS, article, page


def test_marks_of_one_line_are_cut_in_one_go():
    line = "远程会诊[1]，正被应用于基层[2][3]。" * 2_000
    found = clean_page(page(f"<div class='c'>{article((*PARAGRAPHS, line))}</div>"))
    assert "[" not in found.text
    marks = [cut.text for cut in found.removed if cut.rule == "citation.mark"]
    assert marks == ["[1]", "[2][3]"] * 2_000


def test_a_flood_of_lines_keeps_the_article_before_it():
    flood = "".join(f"<p>{n}</p>" for n in range(30_000))
    found = clean_page(page(f"<div class='c'>{article(PARAGRAPHS)}{flood}</div>"))
    assert PARAGRAPHS[-1] in found.text


def test_what_is_beyond_the_most_lines_is_kept_in_its_order(monkeypatch):
    monkeypatch.setattr("cleaners.pages.blocks.MOST_BLOCKS", 12)
    rows = "".join(f"<tr><td>第{n}家</td><td>某某医院</td></tr>" for n in range(9))
    tail = "".join(f"<p>第{n}条，各地要加强组织领导，明确责任分工。</p>" for n in range(9))
    whole = page(f"<div class='c'>{article(PARAGRAPHS)}<table>{rows}</table>{tail}</div><p>页脚</p>")
    text = clean_page(whole).text
    assert PARAGRAPHS[0] in text
    places = [text.index(part) for part in ("第0家\t某某医院", "第8家\t某某医院", "第0条", "第8条")]
    assert places == sorted(places)


@given(
    st.text("甲乙[]1 ", max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6),
    st.lists(st.integers(0, 40), max_size=8),
)
def test_spans_of_what_is_left_are_cut_where_they_stood(line, before, borders):
    ledger, one_by_one = Ledger([line, "乙"]), Ledger([line, "乙"])
    for start, end in before:
        for one in (ledger, one_by_one):
            one.cut(0, min(start, len(line)), min(end, len(line)), "before")
    left = ledger.text(0)
    borders = sorted({min(place, len(left)) for place in borders})
    spans = list(zip(borders[::2], borders[1::2], strict=False))
    places = [n for n in range(len(line)) if not one_by_one.gone(0) and _is_left(one_by_one, n)]
    expected = "".join(c for n, c in enumerate(left) if not any(a <= n < b for a, b in spans))
    ledger.cut_found(0, spans, "found")
    for start, end in spans:
        for place in places[start:end]:
            one_by_one.cut(0, place, place + 1, "found")
    assert ledger.text(0) == (expected if expected.strip() or expected == left else "")
    kept, removals = ledger.result()
    assert restore(kept, removals) == f"{line}\n乙"
    assert kept == one_by_one.result()[0]


def _is_left(ledger: Ledger, place: int) -> bool:
    return any(a <= place < b for a, b in ledger._left(0))


def test_a_pattern_does_not_match_again_across_its_own_cut():
    ledger = Ledger(["某某[1[1]]网"])
    cut_pattern(ledger, re.compile(r"\[1\]"), "mark")
    assert ledger.text(0) == "某某[1]网"


def test_many_hidden_parts_of_one_line_are_cut_in_one_go():
    # Cut one by one, each looked through all before it: minutes for forty thousand.
    line = "远程会诊正被应用于基层，<span style='display:none'>x</span>" * 40_000
    found = clean_page(page(f"<div class='c'>{article((*PARAGRAPHS, line))}</div>"))
    assert "x" not in found.text
    assert sum(cut.rule == "hidden.part" for cut in found.removed) == 40_000


def test_many_files_beside_a_long_text_are_found():
    files = "<p><span><a href='/f/{0}.pdf'>登记表{0}</a></span></p>"
    box = f"<div><div>{article(PARAGRAPHS * 400)}</div></div><div><b>附件：</b>"
    rows = "".join(files.format(n) for n in range(3_000))
    found = clean_page(
        page(f"<div class='c'>{article()}</div><div>{box}{rows}</div></div>"), "https://a.example/1.html"
    )
    assert len(found.attachments) == 3_000
