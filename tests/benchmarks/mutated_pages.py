"""20,000 damaged pages: no exception, no hang, nothing that a database refuses, removals in order.

That kept and removed give back the block is the property test of ``tests/cleaners/pages``; here only the order and the
range of the offsets are checked.

    nice python -m tests.benchmarks.mutated_pages [COUNT] [SEED]

Real pages of up to 150 kB are cut, nested 5,000 deep, given swapped tags, random bytes, huge attributes and NULs.
Ends with status 1 where a page broke a promise; the seed of each is printed.
"""

from __future__ import annotations

import random
import re
import signal
import sys
import time
from types import FrameType

from cleaners import clean_page
from cleaners.pages.page import CleanPage
from tests.benchmarks.corpus import pages_of

_LARGEST = 150_000
_LIMIT = 10
_TAG = re.compile(rb"<[^<>]{1,300}>")


def _cut(data: bytes, chance: random.Random) -> bytes:
    start, end = sorted((chance.randrange(len(data)), chance.randrange(len(data))))
    return chance.choice((data[:end], data[start:], data[:start] + data[end:]))


def _nested(data: bytes, chance: random.Random) -> bytes:
    tag = chance.choice((b"div", b"span", b"table><tr><td", b"ul><li", b"b", b"font"))
    place = chance.randrange(len(data))
    return data[:place] + (b"<" + tag + b">") * 5_000 + data[place:]


def _swapped(data: bytes, chance: random.Random) -> bytes:
    tags = _TAG.findall(data)
    return _TAG.sub(lambda tag: chance.choice(tags) if chance.random() < 0.2 else tag[0], data)


def _noisy(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 20, len(data) // 50 + 1))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _huge_attribute(data: bytes, chance: random.Random) -> bytes:
    name = chance.choice((b"class", b"id", b"style", b"href", b"content"))
    value = chance.choice((b"x", b"a ", b"none;", b"../", b"&#1;")) * 20_000
    place = data.find(b">", chance.randrange(len(data)))
    return data[:place] + b" " + name + b'="' + value + b'"' + data[place:]


def _nuls(data: bytes, chance: random.Random) -> bytes:
    nul = chance.choice((b"\x00", b"&#0;", b"\\x00", b"\\u0000", b"&#xD800;", b"\xed\xa0\x80"))
    parts = [data[i : i + 500] for i in range(0, len(data), 500)]
    return nul.join(parts)


MUTATIONS = (_cut, _nested, _swapped, _noisy, _huge_attribute, _nuls)


def _hang(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError(f"no answer within {_LIMIT} s")


def check(page: CleanPage) -> None:
    """Raises where a field holds what a database refuses, or a removal lies outside of the text."""
    fields = [page.title, page.text, page.source_name, page.author, page.column]
    fields += [*page.card, *page.card.values(), *(removal.text for removal in page.removed)]
    fields += [part for file in page.attachments for part in (file.name, file.url)]
    for text in fields:
        if text and "\x00" in text:
            raise ValueError(f"NUL in {text[:60]!r}")
        (text or "").encode()
    offsets = [removal.offset for removal in page.removed]
    if offsets != sorted(offsets) or any(not 0 <= offset <= len(page.text) for offset in offsets):
        raise ValueError("removals are not in page order")
    for entry in page.entries:
        check(entry)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    pages = [page.data for page in pages_of("extraction") if len(page.data) <= _LARGEST]
    signal.signal(signal.SIGALRM, _hang)
    broken, slowest = 0, (0.0, 0)
    for seed in range(first, first + count):
        chance = random.Random(seed)
        data = chance.choice(pages)
        for mutate in chance.sample(MUTATIONS, chance.choice((1, 1, 2, 3))):
            data = mutate(data, chance) or b"<"
        signal.alarm(_LIMIT)
        begin = time.process_time()
        try:
            check(clean_page(data, "https://example.gov.cn/a/t20240604_1.html"))
        except Exception as problem:  # noqa: BLE001 - any exception breaks the promise
            broken += 1
            print(f"seed {seed}: {type(problem).__name__}: {problem}", flush=True)
        signal.alarm(0)
        slowest = max(slowest, (time.process_time() - begin, seed))
    print(f"{count} pages, {broken} broke a promise, slowest {slowest[0]:.2f} s (seed {slowest[1]})")
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
