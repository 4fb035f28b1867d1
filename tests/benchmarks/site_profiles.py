"""Site profiles, leave-one-out: each page read with what the other pages of its host teach, beside no profile.

    python -m tests.benchmarks.site_profiles

Pages of ``../shared/corpus`` (extraction, facts, seedlike) and ``../shared/sources/realpages``; F1 where a gold text is
known, otherwise what the profile would cut.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from urllib.parse import urlsplit

from cleaners import CleanPage, PageKind, clean_page
from cleaners.pages.profiles import learn_profile
from tests.benchmarks.corpus import CORPUS, Page, pages_of

_FEWEST = 9


def hosts() -> dict[str, list[Page]]:
    """Pages by host."""
    found: dict[str, list[Page]] = defaultdict(list)
    for page in pages_of("extraction"):
        host = urlsplit(page.row.get("url") or "").hostname or page.row["path"].rsplit("/", 1)[0]
        found[host].append(page)
    return {host: pages for host, pages in found.items() if len(pages) >= _FEWEST}


def saved_pages() -> list[CleanPage]:
    """The real saved pages that have no gold, read without a profile."""
    files = [
        *Path(CORPUS, "facts").rglob("*.*htm*"),
        *Path(CORPUS.parent, "sources/realpages").rglob("*.*htm*"),
    ]
    read = [clean_page(file.read_bytes()) for file in files if file.is_file()]
    return [page for page in read if page.kind is PageKind.ARTICLE]


def main() -> None:
    """Print what each host teaches and what became of its pages."""
    for host, pages in hosts().items():
        read = [clean_page(page.data, page.row.get("url")) for page in pages]
        changed = 0
        for place, page in enumerate(pages):
            profile = learn_profile(host, [one for n, one in enumerate(read) if n != place])
            now = clean_page(page.data, page.row.get("url"), site=profile)
            if now.text != read[place].text:
                changed += 1
                cut = [removal.text for removal in now.removed if removal.rule.startswith("site.")]
                in_gold = sum("".join(one.split()) in "".join(page.gold.split()) for one in cut)
                print(f"  {page.row['id']}: cut {cut}, {in_gold} of them in the gold text")
        print(f"{host}: {len(pages)} pages, {changed} read otherwise; learned {learn_profile(host, read)}")
    everything = saved_pages()
    profile = learn_profile("many hosts", everything)
    print(f"{len(everything)} saved pages of many hosts taken for one site: {profile}")


if __name__ == "__main__":
    main()
