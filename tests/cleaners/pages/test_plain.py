from cleaners.pages.citations import cut_citations
from cleaners.pages.plain import clean_text
from cleaners.pages.removals import Ledger, restore
from tests.cleaners.pages.written import PARAGRAPHS, TITLE

SLOGAN = "k3p晨报快线——每天了解新鲜事chenkx.example.com"


def test_a_copied_text_loses_what_stands_around_it():
    body = [line + SLOGAN for line in PARAGRAPHS]
    raw = "\n".join(
        [
            TITLE,
            "3个月前 来源： 观看：12",
            *body,
            "上一篇：县医院新楼启用",
            "下一篇：义诊下乡",
            "分享到： 微信",
        ]
    )
    text, removed = clean_text(raw, TITLE)
    assert text.split("\n") == list(PARAGRAPHS)
    assert restore(text, removed) == raw
    assert {"watermark.ending", "tail.neighbours"} <= {r.rule for r in removed}


def test_clean_text_stays_as_it_is():
    raw = "\n".join(PARAGRAPHS)
    assert clean_text(raw) == (raw, [])
    assert clean_text("") == ("", [])


def test_citation_marks_go_and_notes_stay():
    ledger = Ledger(
        [
            "远程会诊已覆盖全县 [1][2]",
            "签约率提高 [3] 服务能力提升",
            "药品目录扩大[2]。",
            "[1] 县卫生健康局年报",
        ]
    )
    cut_citations(ledger)
    assert ledger.result()[0].split("\n") == [
        "远程会诊已覆盖全县",
        "签约率提高 服务能力提升",
        "药品目录扩大。",
        "[1] 县卫生健康局年报",
    ]


def test_years_in_brackets_are_no_citations():
    lines = ["云卫发[2024]3号文件要求", "云卫函[2023]11号", "云卫办[2022]5号"]
    ledger = Ledger(lines)
    cut_citations(ledger)
    assert ledger.result() == ("\n".join(lines), [])
