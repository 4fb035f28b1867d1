"""``python -m cleaners.attachments NAME [--memory-mb N] < file > text``: one file read in a process of its own.

What may hang or grow is run here by its caller, who sets the time limit and kills the process; the memory limit is
set by the process itself before it reads.  Exit codes: 0 with the text on standard output (UTF-8), 3 no text here,
4 beyond a limit of size or memory.
"""

from __future__ import annotations

import argparse
import sys

from cleaners.attachments.limits import MAX_BYTES
from cleaners.attachments.reader import read_attachment
from cleaners.errors import AttachmentError

NO_TEXT = 3
OVER_A_LIMIT = 4


def main(arguments: list[str] | None = None) -> int:
    """Reads standard input and answers with an exit code."""
    parser = argparse.ArgumentParser(prog="python -m cleaners.attachments")
    parser.add_argument("name", help="the file's name, for messages")
    parser.add_argument("--memory-mb", type=int, default=0, help="limit of the address space; 0 sets none")
    options = parser.parse_args(arguments)
    if options.memory_mb:
        _limit_memory(options.memory_mb << 20)
    try:
        text = read_attachment(sys.stdin.buffer.read(MAX_BYTES + 1), options.name)
    except AttachmentError as problem:
        print(problem, file=sys.stderr)
        return OVER_A_LIMIT
    except MemoryError:
        print(f"{options.name}: needs more than {options.memory_mb} MB", file=sys.stderr)
        return OVER_A_LIMIT
    if text is None:
        return NO_TEXT
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    return 0


def _limit_memory(size: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the caller's time limit still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


if __name__ == "__main__":
    sys.exit(main())
