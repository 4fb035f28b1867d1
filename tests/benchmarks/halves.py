"""A guard against fitting: mean F1 by half of dev (hash of the site), by origin of the gold, and by kind.

    python -m tests.benchmarks.halves

F1 is that of ``../shared/corpus/bench_extraction.py``: character 4-grams after NFKC, white space left out.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter, defaultdict
from statistics import mean
from urllib.parse import urlsplit

from cleaners import clean_page
from tests.benchmarks.corpus import Page, pages_of


def _grams(text: str) -> Counter[str]:
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return Counter(plain[i : i + 4] for i in range(max(1, len(plain) - 3))) if plain else Counter()


def f1(text: str, gold: str) -> float:
    """Harmonic mean of precision and recall over 4-grams, 0 to 1."""
    ours, theirs = _grams(text), _grams(gold)
    common = (ours & theirs).total()
    return 2 * common / (ours.total() + theirs.total()) if common else 0.0


def half(page: Page) -> str:
    """``A`` or ``B`` by the site: the address's host, else repository and folder of the page."""
    host = urlsplit(page.row.get("url") or "").hostname
    site = host or f"{page.row['repo']}/{page.row['path'].rpartition('/')[0]}"
    return "AB"[int(hashlib.sha1(site.encode()).hexdigest(), 16) % 2]


def main() -> None:
    groups: dict[str, list[float]] = defaultdict(list)
    for page in pages_of("extraction"):
        cleaned = clean_page(page.html, page.row.get("url"))
        parts = [f"{entry.title}\n{entry.text}" for entry in cleaned.entries]
        score = f1("\n".join(parts) if parts else cleaned.text, page.gold)
        kind = page.row["kind"]
        for group in (
            "all",
            f"half {half(page)}",
            f"gold {page.row['gold_origin']}",
            f"kind {kind}",
            *(() if kind == "other" else ("without other", f"half {half(page)}, without other")),
        ):
            groups[group].append(score)
    for group, scores in sorted(groups.items()):
        print(f"{group:28} {len(scores):4} pages  mean F1 {mean(scores):.3f}  least {min(scores):.3f}")


if __name__ == "__main__":
    main()
