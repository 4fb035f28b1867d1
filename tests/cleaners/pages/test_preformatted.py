"""The lines of ``<pre>`` become paragraphs; a line that was only full does not end one."""

from cleaners import clean_page
from tests.cleaners.pages.written import PARAGRAPHS, TITLE


def cleaned(inner: str) -> list[str]:
    page = f"<html><head><title>{TITLE}</title></head><body><h3>{TITLE}</h3><pre>{inner}</pre></body></html>"
    return clean_page(page).text.split("\n")


def test_each_line_is_a_paragraph():
    assert cleaned("\n".join("    " + line for line in PARAGRAPHS)) == list(PARAGRAPHS)


def test_a_full_line_goes_on_in_the_next():
    wrapped = [
        line[:30] + "\n" + line[30:] if len(line) > 40 and "，" not in line[29] else line
        for line in PARAGRAPHS
    ]
    assert any("\n" in line for line in wrapped)
    assert cleaned("\n".join("　　" + line for line in wrapped)) == list(PARAGRAPHS)


def test_elements_inside_keep_their_place():
    bold = [f"<b>{line}</b>" if n == 2 else line for n, line in enumerate(PARAGRAPHS)]
    assert cleaned("\r\n".join(bold)) == list(PARAGRAPHS)
