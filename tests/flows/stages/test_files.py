"""Attached files are read in a process of their own; what hangs or grows costs the file, not the run."""

from __future__ import annotations

from flows.sample_site import PAGES
from flows.stages.files import read_in_child
from models import AttachmentState

PDF = next(PAGES.rglob("1.pdf")).read_bytes()


def test_a_pdf_is_read() -> None:
    reading = read_in_child(PDF, "工作指标表.pdf")
    assert reading.state is AttachmentState.READ
    assert "慢性病药品配备：不少于120种" in (reading.text or "")


def test_a_file_without_text_is_told_from_a_failure() -> None:
    assert read_in_child(b"%PDF-1.4 broken", "扫描件.pdf").state is AttachmentState.NO_TEXT


def test_time_and_memory_are_bounded() -> None:
    slow = read_in_child(PDF, "a.pdf", time_limit_s=0.01)
    assert slow.state is AttachmentState.FAILED
    assert "within" in (slow.error or "")
    small = read_in_child(PDF, "a.pdf", memory_mb=40)
    assert small.state is AttachmentState.FAILED


def test_a_name_that_looks_like_an_option_is_a_name() -> None:
    assert read_in_child(PDF, "--help").state is AttachmentState.READ
