"""Crawled text and addresses made fit to be shown (design, rule 14).  Escaping for a format is the rendering's work."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit

_BLANK = re.compile(r"\s+")
_CLAUSE_END = re.compile(r"[。；;！!？?，,]")
#: What may stand unescaped in an address: all reserved and unreserved characters but quotes, brackets and blanks.
_SAFE = "/:?#@!$&*+,;=%-._~"


def shown(text: str | None, limit: int) -> str:
    """``text`` on one line of at most ``limit`` characters, without control and invisible characters.

    Only the first few thousand characters are looked at, so a title of 10 MB costs nothing.  Direction overrides
    and zero-width marks (category Cf) go too: they can make a text read as another one.
    """
    if not text:
        return ""
    head = text[: limit * 4 + 2000]
    spaced = _BLANK.sub(" ", head)
    kept = "".join(
        mark for mark in spaced if unicodedata.category(mark) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    line = _BLANK.sub(" ", kept).strip()
    if len(line) <= limit:
        return line if len(head) == len(text) else f"{line}…"
    return f"{line[: limit - 1].rstrip()}…"


def shown_sentence(text: str | None, limit: int) -> str:
    """Like ``shown``, but a longer text is cut behind a clause where one ends in its second half.

    ``…2025年11月底前全部完成，各地要…`` becomes ``…2025年11月底前全部完成…``.
    """
    line = shown(text, limit * 3)
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    ends = [match.start() for match in _CLAUSE_END.finditer(head) if match.start() > limit // 2]
    return f"{head[: ends[-1]] if ends else head.rstrip()}…"


def shown_url(url: str | None) -> str | None:
    """``url`` if it may be linked, percent-encoded where a renderer could trip over it; else ``None``.

    Only http and https with a host and without a user name (``https://nhc.gov.cn@evil.example/``) are linked;
    ``javascript:`` and what is over 2,000 characters is not.
    """
    if not url or len(url) > 2000:
        return None
    if any(unicodedata.category(mark) in ("Cc", "Cf", "Cs") for mark in url):
        return None
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
        return None
    try:
        netloc = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        return None
    if not re.fullmatch(r"[a-z0-9._-]+|[0-9a-f:.]+", netloc):
        return None
    if ":" in netloc:
        netloc = f"[{netloc}]"
    if port is not None:
        netloc = f"{netloc}:{port}"
    rest = url.strip().partition("://")[2]
    tail = rest[len(parts.netloc) :]
    return f"{parts.scheme}://{netloc}{quote(tail, safe=_SAFE)}"


def site_of(url: str | None) -> str | None:
    """The host of an address without ``www.``, for naming a site that the registry does not know."""
    checked = shown_url(url)
    if checked is None:
        return None
    return (urlsplit(checked).hostname or "").removeprefix("www.") or None
