"""Run the harnesses of ``../shared/corpus`` against our doors and hold their figures to the floors.

    python -m tests.gates                   all gates; exit 1 below a floor
    python -m tests.gates policy lists      some of them
    python -m tests.gates --update          raise the floors to what was reached (less a little room)
    python -m tests.gates --update --lower  also lower them: say why in the changelog

Why it exists: a rule that mends one page may spoil ten others, and nobody sees it in a unit test.  The floors stand in
``floors.json`` beside the digest of the data that they were measured on.  A gate run never lowers a floor.
Where the corpora are absent, the run says so loudly and succeeds: they belong to their publishers and are not shipped.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from tests.gates.harnesses import CORPUS, HARNESSES, digest_of, measure

FLOORS = Path(__file__).with_name("floors.json")
#: A floor is set this far below what was reached: figures do not wobble, but a tie may break another way.
ROOM = 0.002


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.gates", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("gates", nargs="*", help=f"some of: {', '.join(HARNESSES)}")
    parser.add_argument("--update", action="store_true", help="raise the floors to what was reached")
    parser.add_argument("--lower", action="store_true", help="with --update: lower them too")
    options = parser.parse_args(argv)
    unknown = set(options.gates) - set(HARNESSES)
    if unknown:
        parser.error(f"no gate {', '.join(sorted(unknown))}; there are {', '.join(HARNESSES)}")
    if not CORPUS.is_dir():
        print("=" * 78)
        print("GATES SKIPPED: ../shared/corpus is not beside this checkout; no quality was measured.")
        print("=" * 78)
        return 0
    floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    missed = 0
    for name in options.gates or HARNESSES:
        figures = measure(name)
        held = floors.get(name, {})
        if held and held["data"] != digest_of(name):
            print(
                f"{name}: the data changed since the floors were set; run with --update after reading the figures"
            )
            missed += 1
        missed += show(name, figures, held.get("floors", {}))
        if options.update:
            floors[name] = {
                "data": digest_of(name),
                "floors": raised(figures, held.get("floors", {}), options.lower),
            }
    if options.update:
        FLOORS.write_text(json.dumps(floors, indent=2, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")
        print("floors written")
        return 0
    print(f"{missed} below their floor" if missed else "all gates hold")
    return 1 if missed else 0


def show(name: str, figures: dict[str, float], floors: dict[str, float]) -> int:
    """Print one gate; the number of figures below their floor (a figure that is gone counts)."""
    missed = 0
    print(f"\n{name}")
    for key in sorted(figures.keys() | floors.keys()):
        value, floor = figures.get(key), floors.get(key)
        bad = floor is not None and (value is None or value < floor)
        missed += bad
        print(
            f"  {'BELOW' if bad else '     '} {key:<44} {'gone' if value is None else f'{value:.4f}'}"
            f"   floor {'-' if floor is None else f'{floor:.4f}'}"
        )
    return missed


def raised(figures: dict[str, float], floors: dict[str, float], lower: bool) -> dict[str, float]:
    """The new floors: what was reached less the room, never below the old ones unless ``lower``."""
    reached = {
        key: round(max(0.0, value - (0.0 if value == 1.0 else ROOM)), 4) for key, value in figures.items()
    }
    if lower:
        return reached
    return {key: max(reached.get(key, 0.0), floors.get(key, 0.0)) for key in reached.keys() | floors.keys()}


if __name__ == "__main__":
    sys.exit(main())
