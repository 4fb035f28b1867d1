"""Pages of some 5 MB: seconds and peak memory of ``clean_page``, each in a process of its own.

    python -m tests.benchmarks.big_pages

Memory is the whole process's peak; what it held before the page was read (its modules and the page) is part of it.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable
from time import perf_counter

from cleaners import clean_page

_SENTENCE = "各级卫生健康行政部门应当加强监督管理，落实责任，确保工作到位。"


def _in_page(body: str) -> str:
    return f"<html><body><div class='content'>{body}</div></body></html>"


#: Name -> the page.
PAGES: dict[str, Callable[[], str]] = {
    "45,000 paragraphs": lambda: _in_page("".join(f"<p>第{n}条 {_SENTENCE}</p>" for n in range(45_000))),
    "60,000 lines parted by br": lambda: _in_page(
        "".join(f"第{n}条 {_SENTENCE[:20]}。<br>" for n in range(60_000))
    ),
    "one paragraph": lambda: _in_page(f"<p>{_SENTENCE * 50_000}</p>"),
    "a table of 85,000 rows": lambda: _in_page(
        f"<table>{''.join(f'<tr><td>{n}</td><td>某某医院</td><td>{n * 7}</td></tr>' for n in range(85_000))}</table>"
    ),
    "50,000 links": lambda: _in_page(
        "".join(
            f"<li><a href='/a/{n}.html'>关于做好某事的通知第{n}号</a>2025-01-02</li>" for n in range(50_000)
        )
    ),
    "300,000 spans": lambda: _in_page(f"<p>{'<span>字</span>' * 300_000}</p>"),
    "350,000 marks in one line": lambda: _in_page(f"<p>{'远程会诊[1]' * 350_000}</p>"),
    "70,000 lines with marks": lambda: _in_page("<p>远程会诊技术正被应用于基层[1][2]。</p>" * 70_000),
    "480,000 paragraphs of one mark": lambda: _in_page("<p>[1]</p>" * 480_000),
    "200,000 elements deep": lambda: f"<html><body>{'<div>' * 200_000}文字{'</div>' * 200_000}</body></html>",
    "a script of 5 MB": lambda: _in_page(f"<script>var a='{'文' * 1_600_000}'</script><p>{_SENTENCE}</p>"),
}


def measure(name: str) -> None:
    """One page in this process."""
    data = PAGES[name]().encode()
    clean_page(_in_page(f"<p>{_SENTENCE}</p>").encode())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = perf_counter()
    page = clean_page(data, "https://www.example.org/art/2026/1/1.html")
    took = perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"{took:6.2f} s {peak // 1024:5d} MB ({before // 1024} before)  {name} ({len(data) / 1e6:.1f} MB, {page.kind}, "
        f"{len(page.text)} characters kept)",
        flush=True,
    )


def main() -> None:
    """Each page in a fresh process."""
    for name in PAGES:
        subprocess.run([sys.executable, "-m", "tests.benchmarks.big_pages", name], check=True)


if __name__ == "__main__":
    measure(sys.argv[1]) if sys.argv[1:] else main()
