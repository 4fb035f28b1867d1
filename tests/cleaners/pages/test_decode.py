import codecs
import os

import pytest

from cleaners import UndecodableError
from cleaners.pages.decode import decode

TEXT = (
    "<html><head><meta charset=gb2312></head><body>云岭县卫生健康局关于镕、堃两位医师的通知。</body></html>"
)


@pytest.mark.parametrize("codec", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("declared", [None, "utf-8", "gb2312", "iso-8859-1", "nonsense"])
def test_the_bytes_decide_and_not_what_is_declared(codec, declared):
    assert decode(TEXT.encode(codec), declared) == TEXT


def test_traditional_pages_in_big5():
    text = "<p>這是衛生局為了大家的健康所發的通知，請各位來看。</p>"
    assert decode(text.encode("big5hkscs"), "big5") == text


def test_utf16_without_a_mark_is_seen_in_its_markup():
    text = "<div><p class='a'>甲</p></div>" * 30
    assert decode(text.encode("utf-16-le")) == text


def test_a_fragment_in_another_charset_is_read_too():
    data = (
        "<p>正文是这样的。</p>".encode()
        + "<div>页脚是旧的</div>".encode("gbk")
        + "<p>又是正文。</p>".encode()
    )
    assert decode(data) == "<p>正文是这样的。</p><div>页脚是旧的</div><p>又是正文。</p>"


def test_a_download_cut_inside_a_character_loses_that_one_only():
    assert decode("卫生健康".encode()[:-1]) == "卫生健"


def test_text_passes_through_without_its_mark():
    assert decode("\ufeff甲") == "甲"
    assert decode(codecs.BOM_UTF8 + "甲".encode()) == "甲"
    assert decode(b"") == ""


@pytest.mark.parametrize("head", [b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b""])
def test_what_is_no_text_is_said_to_be_none(head):
    with pytest.raises(UndecodableError, match="bytes are not text"):
        decode(head + bytes(range(256)) * 20 + os.urandom(500))
