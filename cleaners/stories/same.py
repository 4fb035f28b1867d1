"""The door ``same_text``."""

from datetime import date


def same_text(
    a: str,
    b: str,
    *,
    title_a: str = "",
    title_b: str = "",
    published_a: date | None = None,
    published_b: date | None = None,
) -> bool:
    raise NotImplementedError
