"""Pages a second of ``clean_page`` and its peers, paired page by page in one run on one core.

    python -m tests.benchmarks.cleaning_speed [ROUNDS]

Run it where the peers are installed (trafilatura, magic-html, readability-lxml); those that are missing are named.
Each page is given to every reader in turn, the fastest of the rounds counts, in CPU time.
"""

from __future__ import annotations

import logging
import os
import sys
import time
import warnings
from collections.abc import Callable

from lxml import html as lxml_html

from cleaners import clean_page
from tests.benchmarks.corpus import pages_of

Reader = Callable[[str], object]


def _trafilatura() -> Reader:
    from trafilatura import extract

    return lambda page: extract(page)


def _magic_html() -> Reader:
    from magic_html import GeneralExtractor

    extractor = GeneralExtractor()
    return lambda page: extractor.extract(page, base_url="http://example.com/")


def _readability() -> Reader:
    from readability import Document

    return lambda page: Document(page).summary()


def _parse_only() -> Reader:
    return lambda page: lxml_html.document_fromstring(page.encode("utf-8", "replace"))


READERS: dict[str, Callable[[], Reader]] = {
    "clean_page": lambda: clean_page,
    "trafilatura": _trafilatura,
    "magic-html": _magic_html,
    "readability-lxml": _readability,
    "parse only (lxml)": _parse_only,
}


def main() -> None:
    warnings.simplefilter("ignore")
    logging.disable()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    pages = [page.html for page in pages_of("extraction")]
    readers: dict[str, Reader] = {}
    for name, make in READERS.items():
        try:
            readers[name] = make()
        except ImportError as problem:
            print(f"MISSING: {name} is not measured ({problem})")
    fastest = {name: [float("inf")] * len(pages) for name in readers}
    failed = dict.fromkeys(readers, 0)
    for _ in range(rounds):
        for place, page in enumerate(pages):
            for name, read in readers.items():
                begin = time.process_time()
                try:
                    read(page)
                except Exception:  # noqa: BLE001 - a peer may raise anything
                    failed[name] += 1
                fastest[name][place] = min(fastest[name][place], time.process_time() - begin)
    print(f"{len(pages)} pages, fastest of {rounds} rounds, CPU time")
    print("| reader | pages/s | ms mean | ms median | ms most | clean_page is faster by | failed |")
    print("|---|---|---|---|---|---|---|")
    ours = sum(fastest["clean_page"])
    for name, times in fastest.items():
        total, ordered = sum(times), sorted(times)
        print(
            f"| {name} | {len(times) / total:.1f} | {1000 * total / len(times):.2f} "
            f"| {1000 * ordered[len(times) // 2]:.2f} | {1000 * ordered[-1]:.1f} | {total / ours:.2f} "
            f"| {failed[name]} |"
        )


if __name__ == "__main__":
    main()
