"""Small files of each format, written here: what the readers' tests read."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
OFD = "http://www.ofdspec.org/2016"


def archive(members: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return out.getvalue()


def gbk_named_archive(name: str, content: bytes) -> bytes:
    """A ZIP whose member name is GB18030 without the UTF-8 flag, as Chinese packers write it."""
    raw = name.encode("gb18030")
    placeholder = "x" * len(raw)
    return archive({placeholder: content}).replace(placeholder.encode(), raw)


def docx(body: str) -> bytes:
    return archive({"word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def pptx(*slides: str) -> bytes:
    template = '<p:sld xmlns:p="x" xmlns:a="{a}"><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>'
    return archive(
        {
            f"ppt/slides/slide{n}.xml": template.format(a=A, text=text)
            for n, text in enumerate(slides, start=1)
        }
    )


def ofd(template: str, *lines: str) -> bytes:
    def page(texts: tuple[str, ...], extra: str = "") -> str:
        objects = "".join(
            f'<ofd:TextObject ID="{n}" Boundary="10 {10 * n} 100 5"><ofd:TextCode>{t}</ofd:TextCode></ofd:TextObject>'
            for n, t in enumerate(texts, start=1)
        )
        layer = f"<ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content>"
        return f'<ofd:Page xmlns:ofd="{OFD}">{extra}{layer}</ofd:Page>'

    return archive(
        {
            "OFD.xml": f'<ofd:OFD xmlns:ofd="{OFD}"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>'
            "</ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f'<ofd:Document xmlns:ofd="{OFD}"><ofd:CommonData>'
            '<ofd:TemplatePage ID="9" BaseLoc="Tpls/T.xml"/></ofd:CommonData>'
            '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/P.xml"/></ofd:Pages></ofd:Document>',
            "Doc_0/Tpls/T.xml": page((template,)),
            "Doc_0/Pages/P.xml": page(lines, '<ofd:Template TemplateID="9"/>'),
        }
    )


def pdf(*lines: str) -> bytes:
    """A PDF with a text layer, by its own Unicode map; an empty one stands for a scan."""
    text = "\n".join(lines)
    codes = {char: n for n, char in enumerate(sorted(set(text) - {"\n"}), start=1)}
    shown = " ".join(
        f"1 0 0 1 50 {780 - 20 * n} Tm <{''.join(f'{codes[c]:04x}' for c in line)}> Tj"
        for n, line in enumerate(lines)
    )
    content = f"BT /F1 12 Tf {shown} ET".encode() if text else b""
    mapped = "\n".join(f"<{n:04x}> <{char.encode('utf-16-be').hex()}>" for char, n in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{mapped}\nendbfchar endcmap end end"
    ).encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>",
        (
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
            b"/Supplement 0>>/FontDescriptor 8 0 R/DW 1000>>"
        ),
        b"<</Length %d>>stream\n%s\nendstream" % (len(cmap), cmap),
        (
            b"<</Type/FontDescriptor/FontName/Song/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 800"
            b"/Descent -200/CapHeight 700/StemV 80>>"
        ),
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
        + (b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    )


class WordStreams:
    """Stands where ``olefile`` would: the two streams of a Word 97 file with one Unicode and one 8-bit piece."""

    def __init__(
        self, unicode_text: str, ansi_text: str, *, encrypted: bool = False, boxed: str = ""
    ) -> None:
        first, last = unicode_text.encode("utf-16-le"), boxed.encode("utf-16-le")
        second = ansi_text.encode("cp1252")
        at = 0x400
        main = bytearray(at)
        struct.pack_into("<HH", main, 0, 0xA5EC, 0x00C1)
        struct.pack_into("<H", main, 0x0A, 0x0200 | (0x0100 if encrypted else 0))
        lengths = [len(unicode_text) + len(ansi_text), 0, 0, 0, 0, 0, len(boxed)]
        struct.pack_into("<7i", main, 0x4C, *lengths)
        bounds, offsets = [0, len(unicode_text), lengths[0]], [at, (at + len(first)) * 2 | 0x40000000]
        if boxed:
            bounds.append(lengths[0] + len(boxed))
            offsets.append(at + len(first) + len(second))
        table = struct.pack(f"<{len(bounds)}I", *bounds) + b"".join(
            struct.pack("<HIH", 0, o, 0) for o in offsets
        )
        clx = b"\x01" + struct.pack("<H", 4) + b"\0\0\0\0" + b"\x02" + struct.pack("<I", len(table)) + table
        struct.pack_into("<II", main, 0x01A2, 16, len(clx))
        self._streams = {"WordDocument": bytes(main) + first + second + last, "1Table": b"\0" * 16 + clx}

    def openstream(self, name: str) -> io.BytesIO:
        return io.BytesIO(self._streams[name])
