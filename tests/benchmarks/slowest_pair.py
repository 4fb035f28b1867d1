"""The slowest pair of texts to compare: pairs made to be hard, and the pairs of a labelled collection.

    python -m tests.benchmarks.slowest_pair [DIR]     DIR holds docs.jsonl and pairs.jsonl

Times are milliseconds of ``compare`` alone, the best of three, in one warm process on one core.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from cleaners.stories.evidence import compare
from cleaners.stories.prepared import Prepared, prepare

_HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]


def took_ms(a: Prepared, b: Prepared) -> float:
    """The best of three, in milliseconds."""
    best = float("inf")
    for _ in range(3):
        begun = perf_counter()
        compare(a, b)
        best = min(best, perf_counter() - begun)
    return best * 1000


def hard_pairs(seed: int = 5) -> Iterator[tuple[str, str, str]]:
    """Name and two texts: shuffled, every clause touched, digits only, one character, tables, one line repeated."""
    dice = random.Random(seed)

    def sentence(n: int) -> str:
        return "".join(dice.choice(_HAN) for _ in range(n))

    base = "\n".join("，".join(sentence(25) for _ in range(4)) + "。" for _ in range(200))
    lines = base.split("\n")
    dice.shuffle(lines)
    clauses = base.split("，")
    yield "20,000 characters, equal", base, base
    yield "20,000 characters, paragraphs shuffled", base, "\n".join(lines)
    yield (
        "20,000 characters, every second clause another",
        base,
        "，".join(clause if i % 2 else sentence(25) for i, clause in enumerate(clauses)),
    )
    yield (
        "20,000 characters, one character of each clause",
        base,
        "，".join(clause[:-1] + sentence(1) for clause in clauses),
    )
    yield "digits only", "1234567890" * 2000, "1234567891" * 2000
    yield "one character", "国" * 20000, "国" * 19999
    yield (
        "a table of 3,000 rows",
        "\n".join(f"{i} 某某医院 {i * 7} {i * 3}" for i in range(3000)),
        "\n".join(f"{i} 某某医院 {i * 7 + 1} {i * 3}" for i in range(3000)),
    )
    yield (
        "one line 1,500 times",
        "各县区卫生健康委要做好工作，\n" * 1500,
        "各县区卫生健康委要做好工作。\n" * 1501,
    )
    yield "1.6 million characters", base * 80, "\n".join(lines) * 80


def main(folder: str | None = None) -> None:
    """Print a table, the slowest labelled pairs last."""
    compare(
        prepare("各县区卫生健康委要做好工作，按时报送。"), prepare("按时报送。各县区卫生健康委要做好工作。")
    )
    for name, one, other in hard_pairs():
        title = "关于某事的通知"
        print(f"{took_ms(prepare(one, title), prepare(other, title)):8.1f} ms  {name}", flush=True)
    if folder is None:
        return
    rows = Path(folder, "docs.jsonl").read_text(encoding="utf-8").splitlines()
    docs = {doc["id"]: doc for doc in map(json.loads, rows)}
    ready = {id_: prepare(doc["text"], doc.get("title") or "") for id_, doc in docs.items()}
    pairs = [
        json.loads(line) for line in Path(folder, "pairs.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    timed = sorted(
        (took_ms(ready[pair["a"]], ready[pair["b"]]), str(pair["a"]), str(pair["b"])) for pair in pairs
    )
    print(f"{len(timed)} labelled pairs, median {timed[len(timed) // 2][0]:.2f} ms; the slowest:")
    for ms, a, b in timed[-5:]:
        print(f"{ms:8.1f} ms  {a} {b}")


if __name__ == "__main__":
    main(*sys.argv[1:2])
