"""Article and error pages given to ``read_list``, which must find no list in them: their related links are none.

    python article_pages.py FOLDER… --json FILE      (PYTHONPATH: the checkout)

FOLDER holds ``pages/`` or the pages themselves, and ``gold.jsonl`` or ``manifest.jsonl``; pages that stand in several
are read once.  Only pages whose line says ``article`` or ``error``, and that may be nothing else, count.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from crawlers import read_list

_COUNT = {"article", "error"}


def pages(folder: Path) -> Iterator[tuple[str, Path, str]]:
    """SHA-1, file and address of each page of the folder that counts."""
    named = next(path for name in ("gold.jsonl", "manifest.jsonl") if (path := folder / name).exists())
    for line in named.read_text("utf-8").splitlines():
        page = json.loads(line)
        also = page.get("kind_also") or []
        if not {page["kind"], *([also] if isinstance(also, str) else also)} <= _COUNT:
            continue
        file = folder / page["file"] if "file" in page else folder / "pages" / f"{page['id']}.html"
        yield page["sha1"], file, page["url"] or ""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--json", type=Path, required=True)
    options = parser.parse_args()
    found = {digest: (file, url) for folder in options.folders for digest, file, url in pages(folder)}
    with_rows = {
        file.name: len(rows)
        for file, url in found.values()
        if (rows := read_list(file.read_bytes(), url).rows)
    }
    options.json.write_text(
        json.dumps({"pages": len(found), "with_rows": with_rows}, ensure_ascii=False), "utf-8"
    )


if __name__ == "__main__":
    main()
