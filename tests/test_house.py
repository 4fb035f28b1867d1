"""The walls hold: imports run one way, the doors keep their names and signatures, errors are documented."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

import cleaners

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("cleaners", "crawlers", "flows", "models", "seeds")
ALLOWED = {
    "cleaners": set(),
    "models": set(),
    "seeds": set(),
    "crawlers": {"models", "cleaners"},
    "flows": {"crawlers", "cleaners", "models", "seeds"},
}
#: What ``crawlers`` may use of ``cleaners``: decoding, dates and refusals, to read lists.
CRAWLERS_MAY = ("cleaners.pages.decode", "cleaners.dates", "cleaners.pages.refusals", "cleaners.errors")
#: Heavy or clock-bound packages that may be named in some rooms only.
ONLY_IN = {
    "prefect": "flows",
    "scrapy": "crawlers",
    "playwright": "crawlers",
    "typer": "flows",
    "rich": "flows",
}


def imports_of(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return found


def files_of(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


@pytest.mark.parametrize("room", ROOMS)
def test_imports_run_one_way(room: str) -> None:
    assert files_of(room), f"no code in {room}"
    for path in files_of(room):
        for name in imports_of(path):
            top = name.partition(".")[0]
            if top in ROOMS and top != room:
                assert top in ALLOWED[room], f"{path.relative_to(ROOT)} imports {name}"
                if (room, top) == ("crawlers", "cleaners"):
                    assert name.startswith(CRAWLERS_MAY), f"{path.relative_to(ROOT)} imports {name}"
            if top in ONLY_IN:
                assert room == ONLY_IN[top], f"{path.relative_to(ROOT)} imports {name}"


def test_stages_know_no_prefect() -> None:
    for path in (ROOT / "flows" / "stages").rglob("*.py"):
        assert not [name for name in imports_of(path) if name.partition(".")[0] == "prefect"], path


SIGNATURES = {
    "clean_page": "html, url, fetched_at, charset, hints, site",
    "read_attachment": "data, name",
    "fingerprint": "text",
    "same_text": "a, b, title_a, title_b, published_a, published_b",
    "group_same_texts": "texts",
    "recognise": "title, text, url, card",
    "relate_titles": "earlier, later",
}


@pytest.mark.parametrize("door", SIGNATURES)
def test_doors_keep_their_signatures(door: str) -> None:
    assert ", ".join(inspect.signature(getattr(cleaners, door)).parameters) == SIGNATURES[door]


def test_the_list_door_keeps_its_signature() -> None:
    import crawlers

    assert (
        ", ".join(inspect.signature(crawlers.read_list).parameters) == "html, url, fetched_at, charset, hints"
    )


@pytest.mark.parametrize("room", ["cleaners", "crawlers", "models"])
def test_what_is_exported_is_there_and_sorted(room: str) -> None:
    module = __import__(room)
    assert list(module.__all__) == sorted(
        module.__all__, key=lambda n: (not n.isupper(), not n[0].isupper(), n)
    )
    assert all(hasattr(module, name) for name in module.__all__)


@pytest.mark.parametrize("room", ["cleaners", "crawlers", "flows", "models"])
def test_every_error_of_a_room_stands_in_its_tree(room: str) -> None:
    module = __import__(f"{room}.errors", fromlist=["errors"])
    classes = [n for n, c in vars(module).items() if inspect.isclass(c) and c.__module__ == module.__name__]
    assert classes
    for name in classes:
        assert name in (module.__doc__ or ""), f"{name} is missing in the tree of {room}/errors.py"


def test_the_lock_names_no_registry() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text("utf-8")
        assert "://" not in text, lock.name
        assert "index-url" not in text, lock.name
        assert "--hash=sha256:" in text, lock.name
