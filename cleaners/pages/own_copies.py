"""The document itself, offered once more as a file below its text: a name of the file is no line of the text.

Other files (annexes, forms) are named in the text and stay, and so does a file named by the document's number, which a
page may say nowhere else.  The file itself stays an attachment.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cleaners.pages.blocks import Block
from cleaners.pages.lines import words
from cleaners.pages.removals import Ledger
from cleaners.pages.tails import is_file_line

#: 附件：, 原文下载：, 下载 before the name.
_LABEL = re.compile(
    r"^\W*(?:附件|相关附件|原文|正文|全文|文件|扫描件)?(?:下载|查看|链接)?\s*\d{0,2}\s*[:：.、]\s*"
)
_ENDING = re.compile(r"\.(?:pdf|docx?|wps|ofd|et|ceb|txt|jpe?g|png|zip|rar)\W*$", re.I)
#: What a name has besides the title: (1), 盖章版, 正文, 红头.
_BESIDES = re.compile(r"\s*[（(]?(?:\d{1,2}|盖章版?|正文|红头|定稿|终稿|扫描件|公开版?|印发稿?)[）)]?$")
#: Fewer characters are the name of many things.
_SHORTEST = 8


def cut_own_copies(lines: Sequence[Block], ledger: Ledger, title: str) -> None:
    """Cut, of the file links that end the text, those named like the page (rule ``tail.own-copy``).

    Four of the 50 government hosts of the saved pages of 2026-11 offer one.

    before: …合计 29 / 云岭市人民政府关于下达2023年安置任务的通知 (1).pdf
    after:  …合计 29
    """
    key = words(title)
    copies: list[int] = []
    for index in range(len(lines) - 1, -1, -1):
        if ledger.gone(index):
            continue
        line = lines[index]
        if not line.is_links or not is_file_line(line.text):
            break
        if _names_the_page(ledger.text(index), key):
            copies.append(index)
    else:
        return  # nothing but files: the page has no other text
    for index in copies:
        ledger.cut_line(index, "tail.own-copy")


def _names_the_page(text: str, title: str) -> bool:
    if _ENDING.search(text) is None:
        return False
    name = _BESIDES.sub("", _ENDING.sub("", _LABEL.sub("", text))).strip(" 《》")
    key = words(name)
    if len(key) < _SHORTEST:
        return False
    return key == title or (title.endswith(key) and len(key) * 2 >= len(title))
