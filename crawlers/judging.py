"""How a fetch ended, decided from status, headers and bytes alone: the one question asked before a page is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cleaners.errors import UndecodableError
from cleaners.pages.decode import decode
from cleaners.pages.refusals import RefusalKind, refused
from models import Outcome, SnapshotKind

#: How a refusal of the page ends its fetch.
_OF_REFUSAL = {
    RefusalKind.BLOCKED: Outcome.BLOCKED,
    RefusalKind.CONSENT: Outcome.BLOCKED,
    RefusalKind.ERROR: Outcome.FAILED,
    RefusalKind.GONE: Outcome.GONE,
    RefusalKind.EXPIRED: Outcome.EXPIRED,
}
_LOOKED_AT = 400_000  # bytes of a page in which a refusal would show


def judge(
    status: int, headers: Mapping[str, str], body: bytes, kind: SnapshotKind
) -> tuple[Outcome, str | None]:
    """The outcome (``NEW`` for any good answer), and why where it did not end well.

    412 with a page of script is blocked, 404 is gone, and 200 with a challenge in it is blocked all the same; a page
    that comes in place of a file has failed.  ``headers`` have lower-case names.
    """
    if status == 304:
        return Outcome.UNCHANGED, None
    page = is_page(headers.get("content-type", ""), body)
    if kind is not SnapshotKind.ROBOTS and (page or status >= 400):
        refusal = refused(_text(body) if page else "", status)
        if refusal is not None:
            reason = refusal.reason if f"{status}" in refusal.reason else f"HTTP {status}: {refusal.reason}"
            return _OF_REFUSAL[refusal.kind], reason
    if status in (404, 410):
        return Outcome.GONE, f"HTTP {status}"
    if not 200 <= status < 300:
        return Outcome.FAILED, f"HTTP {status}"
    if kind is SnapshotKind.ATTACHMENT and page:
        return Outcome.FAILED, "a page came in place of the file"
    if not body.strip() and kind is not SnapshotKind.ROBOTS:
        return Outcome.EMPTY, "an empty body"
    return Outcome.NEW, None


def lower_names(headers: Mapping[bytes, Sequence[bytes]]) -> dict[str, str]:
    """The headers of an answer as text under lower-case names, as ``judge`` wants them."""
    return {name.decode("latin-1").lower(): b", ".join(v).decode("latin-1") for name, v in headers.items()}


def is_page(content_type: str, body: bytes) -> bool:
    """Whether the answer is HTML: by what it says and, before that, by how it begins."""
    head = body[:400].lstrip().lower()
    if head.startswith((b"<?xml", b"<rss", b"<feed", b"%pdf", b"{", b"[")):
        return b"<html" in head
    return "html" in content_type.lower() or head.startswith((b"<!doctype", b"<html", b"<script", b"<head"))


def _text(body: bytes) -> str:
    try:
        return decode(body[:_LOOKED_AT])
    except UndecodableError:
        return ""
