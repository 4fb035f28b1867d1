"""The registry: every file of a folder of sources, read strictly.

A message names the file, the key and what was probably meant.  Files are read at every call, so that a new, changed
or paused source is seen at the next pass without a restart.
"""

from __future__ import annotations

import difflib
import re
import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType, UnionType
from typing import Any
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from crawlers.errors import RegistryError, UnknownSourceError
from crawlers.source import Family, Level, Source

__all__ = ["Family", "Level", "Registry", "Source", "load_registry", "page_hints", "read_source"]


@dataclass(frozen=True)
class Registry:
    """All sources by id, in the order of their ids."""

    sources: Mapping[str, Source] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Source]:
        return iter(self.sources.values())

    def __len__(self) -> int:
        return len(self.sources)

    def __contains__(self, source_id: object) -> bool:
        return source_id in self.sources

    def get(self, source_id: str) -> Source:
        """The source with this id; ``UnknownSourceError`` names the nearest ones."""
        if source_id in self.sources:
            return self.sources[source_id]
        near = difflib.get_close_matches(source_id, self.sources, n=3, cutoff=0.4)
        near += [s.id for s in self if source_id and source_id in s.name and s.id not in near][:3]
        meant = f"; did you mean {' or '.join(near)}?" if near else ""
        raise UnknownSourceError(f"no source {source_id!r} among {len(self)}{meant}")

    def choose(self, ids: Sequence[str] = ()) -> list[Source]:
        """The sources with these ids, in their order; without ids all that are active."""
        return [self.get(source_id) for source_id in dict.fromkeys(ids)] if ids else self.active()

    def active(self) -> list[Source]:
        """Sources that a pass visits: not paused, and with something to visit."""
        return [source for source in self if not source.paused and source.read_columns]

    def of_url(self, url: str) -> Source | None:
        """The source that publishes under the host of ``url``; the one with the longest common address wins.

        A host that several sources share (one site for many columns) is decided by the path.
        """
        host = urlsplit(url).hostname
        found = [source for source in self if host and host in source.hosts]
        return max(found, key=lambda source: (_shared(source, url), -len(source.id)), default=None)


def _shared(source: Source, url: str) -> int:
    path = urlsplit(url).path
    written = [source.home, *(column.url for column in source.columns)]
    folders = [urlsplit(w).path.rsplit("/", 1)[0] + "/" for w in written if w]
    return max((len(folder) for folder in folders if path.startswith(folder)), default=0)


def load_registry(folder: Path, values: Mapping[str, str] | None = None) -> Registry:
    """Every ``*.yaml`` of ``folder``; ``values`` are put in for ``{name}`` (the sample site's ``{base}``).

    Raises ``RegistryError`` for a folder that is not there and for the first file that is wrong.
    """
    if not folder.is_dir():
        raise RegistryError(f"{folder}: no such folder of sources; see JIANBAO_SOURCES_DIR")
    sources: dict[str, Source] = {}
    for path in sorted(folder.glob("*.y*ml")):
        source = read_source(path, values)
        if source.id in sources:
            raise RegistryError(f"{path.name}: id {source.id!r} is used by another file too")
        sources[source.id] = source
    return Registry(MappingProxyType(dict(sorted(sources.items()))))


def read_source(path: Path, values: Mapping[str, str] | None = None) -> Source:
    """The source of one file; ``RegistryError`` says what is wrong with it and where."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RegistryError(f"{path.name}: cannot be read: {error}") from error
    for name, value in (values or {}).items():
        text = text.replace("{" + name + "}", value)
    try:
        data = yaml.load(text, Loader=_StrictLoader)
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        where = f" in line {place.line + 1}" if place else ""
        raise RegistryError(
            f"{path.name}: is not YAML{where}: {getattr(error, 'problem', None) or error}"
        ) from error
    if not isinstance(data, dict):
        raise RegistryError(f"{path.name}: holds no source (keys such as id, name, level, family)")
    try:
        source = Source.model_validate(data)
    except ValidationError as error:
        lines = [_told(path.name, detail) for detail in error.errors()]
        raise RegistryError("\n".join(lines)) from error
    if source.id != path.stem:
        raise RegistryError(
            f"{path.name}: id is {source.id!r}; it must be the file's name, {path.stem!r} (or rename the file)"
        )
    return source


class _StrictLoader(yaml.SafeLoader):
    """Safe, and a key that stands twice is an error: YAML would keep the last one in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.MarkedYAMLError(problem=f"{key!r} stands twice", problem_mark=node.start_mark)
        return super().construct_mapping(node, deep)


def _told(file: str, detail: ErrorDetails) -> str:
    place = ".".join(str(part) for part in detail["loc"])
    if detail["type"] == "extra_forbidden":
        allowed = _keys_at(detail["loc"][:-1])
        near = difflib.get_close_matches(str(detail["loc"][-1]), allowed, n=1, cutoff=0.5)
        meant = f"did you mean {near[0]!r}?" if near else f"known here: {', '.join(allowed)}"
        return f"{file}: unknown key {place!r}; {meant}"
    if detail["type"] == "missing":
        return f"{file}: {place!r} is missing"
    if detail["type"] == "enum":
        expected = str(detail.get("ctx", {}).get("expected", ""))
        near = difflib.get_close_matches(str(detail["input"]), re.findall(r"'([^']+)'", expected), n=1)
        meant = f"; did you mean {near[0]!r}?" if near else ""
        return f"{file}: {place} is {detail['input']!r}, but must be {expected}{meant}"
    said = detail["msg"].removeprefix("Value error, ")
    shown = "" if not place or detail["type"] == "value_error" else f" (it is {str(detail['input'])[:60]!r})"
    return f"{file}: {place + ': ' if place else ''}{said}{shown}"


def _keys_at(loc: tuple[int | str, ...]) -> list[str]:
    """The keys that are known at a place of the file."""
    model: type[BaseModel] | None = Source
    for part in loc:
        if isinstance(part, int) or model is None:
            continue
        info = model.model_fields.get(part)
        model = _model_in(info.annotation) if info else None
    return list(model.model_fields) if model else []


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if isinstance(annotation, UnionType) or typing.get_origin(annotation) is not None:
        for part in typing.get_args(annotation):
            found = _model_in(part)
            if found:
                return found
    return None


def page_hints(source: Source) -> dict[str, str]:
    """What ``cleaners.PageHints`` takes: ``PageHints(**page_hints(source))``; absent ones are left out."""
    names = ("body", "title", "date", "source_name")
    return {name: value for name in names if (value := getattr(source.hints, name))}
