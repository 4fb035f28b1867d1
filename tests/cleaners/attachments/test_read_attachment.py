"""``read_attachment`` on files written by ``build``: every format, by content; what has no text; what is too large."""

from __future__ import annotations

import importlib.util
import io
import pathlib
import subprocess
import sys
import types

import openpyxl
import pytest

from cleaners.attachments import limits, package, word_binary
from cleaners.attachments.legible import is_legible
from cleaners.attachments.reader import read_attachment
from cleaners.errors import AttachmentError


def _load(name: str) -> types.ModuleType:
    spec = importlib.util.spec_from_file_location(name, pathlib.Path(__file__).with_name(f"{name}.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


build = _load("build")
TITLE = "关于加强村卫生室规范管理的通知"
LINE = "各县区卫生健康局要于每年六月底前完成辖区内村卫生室的检查。"


def test_pdf_with_a_text_layer() -> None:
    assert read_attachment(build.pdf(TITLE, LINE), "通知.doc") == f"{TITLE}\n{LINE}"


def test_pdf_without_one_or_with_one_that_does_not_decode() -> None:
    assert read_attachment(build.pdf(), "扫描件.pdf") is None
    assert read_attachment(build.pdf(*['!"#$%&()*+,-./0123456789:;<=>' * 2] * 20), "公报.pdf") is None
    assert read_attachment(build.pdf("第 1 页"), "扫描件.pdf") is None


def test_english_pdf_is_text() -> None:
    lines = [
        "The members of the committee shall",
        "report on the measures that are taken",
        "in the regions",
    ] * 2
    text = read_attachment(build.pdf(*lines), "report.pdf")
    assert text is not None
    assert text.split() == " ".join(lines).split()


def test_broken_and_foreign_files_have_no_text() -> None:
    whole = build.pdf(TITLE, LINE)
    for data in (
        b"",
        b"\x00" * 500,
        whole[:60],
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"PK\x03\x04broken",
    ):
        assert read_attachment(data, "坏.pdf") is None
    assert (
        read_attachment("<html><body>您访问的页面不存在，请返回首页</body></html>".encode(), "附件.docx")
        is None
    )


def test_docx_with_tables_shapes_and_deleted_text() -> None:
    cell = "<w:tc>{}</w:tc>"
    body = (
        build.paragraph(TITLE)
        + f"<w:p><w:del><w:r><w:t>删去</w:t></w:r></w:del><w:r><w:t>{LINE}</w:t></w:r></w:p>"
        + "<w:tbl><w:tr>"
        + cell.format(build.paragraph("机构"))
        + cell.format(build.paragraph("数量"))
        + "</w:tr></w:tbl>"
        + '<w:p><mc:AlternateContent xmlns:mc="m"><mc:Choice><w:r><w:t>红头</w:t></w:r></mc:Choice>'
        + "<mc:Fallback><w:r><w:t>红头</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>"
    )
    assert read_attachment(build.docx(body), "附件1.wps") == f"{TITLE}\n{LINE}\n机构\t数量\n红头"


def test_slides_in_their_numbered_order() -> None:
    texts = [f"第{n}张幻灯片" for n in range(1, 12)]
    assert read_attachment(build.pptx(*texts), "课件.pptx") == "\n".join(texts)


def test_ofd_template_first() -> None:
    assert read_attachment(build.ofd("某市卫生健康委员会文件", TITLE, LINE), "a.ofd") == (
        f"某市卫生健康委员会文件\n{TITLE}\n{LINE}"
    )


def test_workbooks() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["机构名称", "床位数", "日期"])
    sheet.append(["某县人民医院", 120, "2025-01-02"])
    out = io.BytesIO()
    book.save(out)
    assert (
        read_attachment(out.getvalue(), "表.xls") == "机构名称\t床位数\t日期\n某县人民医院\t120\t2025-01-02"
    )


def test_spreadsheetml_named_xls() -> None:
    xml = (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table><Row>'
        "<Cell><Data>序号</Data></Cell><Cell><Data>药品名称</Data></Cell></Row></Table></Worksheet></Workbook>"
    )
    assert read_attachment(xml.encode(), "目录.xls") == "序号\t药品名称"
    assert (
        read_attachment(xml.replace("?><", '?><!DOCTYPE a [<!ENTITY b "c">]><', 1).encode(), "目录.xls")
        is None
    )


def test_rtf_named_doc() -> None:
    escaped = "".join(f"\\'{byte:02x}" for byte in TITLE.encode("gb18030"))
    rtf = rf"{{\rtf1\ansi\ansicpg936{{\fonttbl{{\f0\fcharset134 SimSun;}}}}\f0 {escaped}\par}}"
    assert read_attachment(rtf.encode(), "通知.doc") == TITLE


def test_word_97_by_its_piece_table() -> None:
    streams = build.WordStreams(
        f"{TITLE}\r\x13 PAGE \x141\x15甲\x07乙\x07\x07", "Annex A\r", boxed="文本框\r"
    )
    text = word_binary.word_text(streams)
    assert text is not None
    assert text.split("\n")[:2] == [TITLE, "1甲\t乙"]
    assert "Annex A" in text
    assert text.rstrip().endswith("文本框")
    assert word_binary.word_text(build.WordStreams(TITLE, "", encrypted=True)) is None


def test_archives_with_gb18030_names() -> None:
    packed = build.gbk_named_archive("附件1：目录.docx", build.docx(build.paragraph(TITLE)))
    assert read_attachment(packed, "附件.zip") == f"附件1：目录.docx\n{TITLE}"


def test_archives_in_archives_to_a_depth() -> None:
    data = build.docx(build.paragraph(TITLE))
    for _ in range(limits.MAX_DEPTH):
        data = build.archive({"a": data})
    assert str(read_attachment(data, "套.zip")).endswith(TITLE)
    assert read_attachment(build.archive({"a": data}), "套.zip") is None


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_MEMBER_BYTES", 1 << 20)
    bomb = build.archive({"word/document.xml": b" " * (3 << 20)})
    assert len(bomb) < 10_000
    with pytest.raises(AttachmentError, match=r"附件\.docx"):
        read_attachment(bomb, "附件.docx")
    monkeypatch.setattr(package, "MAX_UNPACKED_BYTES", 2 << 20)
    shared = build.archive({f"{n}.txt": b"a" * (900 << 10) for n in range(4)})
    with pytest.raises(AttachmentError):
        read_attachment(shared, "附件.zip")


def test_a_file_beyond_the_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaners.attachments.reader.MAX_BYTES", 10)
    with pytest.raises(AttachmentError, match="大文件"):
        read_attachment(b"%PDF-1.7 and more", "大文件.pdf")


def test_damaged_packages_have_no_text() -> None:
    whole = bytearray(build.docx(build.paragraph(TITLE)))
    central = whole.rindex(b"PK\x01\x02")
    whole[central + 6] = 199  # needs version 19.9 of ZIP
    assert read_attachment(bytes(whole), "附件.docx") is None


def test_deep_nesting_is_no_text() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 3000 + build.paragraph(TITLE) + "</w:tc></w:tr></w:tbl>" * 3000
    assert read_attachment(build.docx(deep), "深.docx") is None


def test_text_files_and_office_web_pages() -> None:
    assert read_attachment(f"{TITLE}\r\n\r\n{LINE}".encode("gb18030"), "说明.txt") == f"{TITLE}\n{LINE}"
    html = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p{}</style></head>'
        f"<body><p>{TITLE}</p><table><tr><td>甲</td><td>乙</td></tr></table></body></html>"
    )
    assert read_attachment(html.encode("gb18030"), "表.xls") == f"{TITLE}\n甲\t乙"


@pytest.mark.parametrize(
    ("text", "legible"),
    [
        (TITLE, True),
        ("", False),
        ("1 2 3 4 5 6 7 8 9 0 " * 50, False),
        ("Qwxz Plkj Mnbv " * 40, False),
        ("表1 单位：万人\n" + "全省常住人口合计 " * 3 + "123 456 789 " * 5, True),
    ],
)
def test_legibility(text: str, legible: bool) -> None:
    assert is_legible(text) is legible


@pytest.mark.parametrize(
    ("data", "code", "out"),
    [(build.pdf(TITLE, LINE), 0, f"{TITLE}\n{LINE}"), (b"\x00\x01", 3, "")],
)
def test_the_child_process(data: bytes, code: int, out: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cleaners.attachments", "附件.pdf", "--memory-mb", "1024"],
        input=data,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout.decode()) == (code, out)
