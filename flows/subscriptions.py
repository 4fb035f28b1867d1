"""Subscriptions (订阅): who wants what, how often, through which channels; read strictly from one YAML file.

What a subscription was told already is the store's business; how a digest looks and travels, that of
``flows.digests`` and ``flows.channels``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path, PurePath
from typing import Any, TypeVar

import yaml

from flows.errors import SettingsError
from models import ItemEvent

#: The levels of a source that a filter may name (design, section 5).
LEVELS = ("national", "provincial", "city", "repost", "portal", "wechat", "digest")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")


class Frequency(StrEnum):
    """How often a digest may go out; an empty one never does."""

    DAILY = "daily"
    EACH_PASS = "each_pass"


@dataclass(frozen=True, slots=True)
class Target:
    """One reader's end of a channel: ``folder`` with a folder, ``email`` with an address."""

    channel: str
    target: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What a subscription wants; an empty tuple lets everything through, the others must all agree."""

    levels: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    events: tuple[ItemEvent, ...] = ()

    def reasons(
        self,
        *,
        event: ItemEvent | None = None,
        level: str | None = None,
        region: str | None = None,
        issuers: Sequence[str] = (),
        text: str = "",
    ) -> list[str] | None:
        """Why these filters want something, as short Chinese phrases (an empty list: they filter nothing).

        ``None`` when they do not want it.  ``text`` is title and body together; ``event`` left out is not
        checked.  An issuer matches when one of the wanted names stands in it: 卫生健康委 in 上海市卫生健康委员会.
        """
        if event is not None and self.events and event not in self.events:
            return None
        reasons: list[str] = []
        if self.levels:
            if level not in self.levels:
                return None
            reasons.append(f"级别「{LEVEL_NAMES.get(level or '', level)}」")
        if self.regions:
            if region not in self.regions:
                return None
            reasons.append(f"地区「{region}」")
        if self.issuers:
            wanted = next((name for name in self.issuers if any(name in issuer for issuer in issuers)), None)
            if wanted is None:
                return None
            reasons.append(f"机关「{wanted}」")
        if self.words:
            found = [word for word in self.words if word.casefold() in text.casefold()]
            if not found:
                return None
            reasons.append("关键词" + "".join(f"「{word}」" for word in found[:3]))
        return reasons


LEVEL_NAMES = {
    "national": "国家",
    "provincial": "省级",
    "city": "市级",
    "repost": "转载",
    "portal": "门户",
    "wechat": "公众号",
    "digest": "汇编",
}


@dataclass(frozen=True, slots=True)
class Subscription:
    """One reader or group of readers."""

    id: str
    name: str
    channels: tuple[Target, ...]
    filters: Filters = Filters()
    frequency: Frequency = Frequency.DAILY
    language: str = "zh"


def load_subscriptions(path: Path) -> list[Subscription]:
    """The subscriptions of a YAML file, in its order.

    Raises ``SettingsError`` for a file that cannot be read, an unknown key (the message names the file, the key
    and the nearest right one), a wrong value, or two subscriptions with one id.
    """
    try:
        data = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read: {error}") from error
    except yaml.YAMLError as error:
        raise SettingsError(f"{path}: not valid YAML: {' '.join(str(error).split())}") from error
    top = _mapping(data, {"subscriptions"}, f"{path}")
    found = [
        _subscription(entry, f"{path}: subscription {number}")
        for number, entry in enumerate(_list(top.get("subscriptions"), f"{path}: subscriptions"), start=1)
    ]
    seen: set[str] = set()
    for subscription in found:
        if subscription.id in seen:
            raise SettingsError(f"{path}: two subscriptions have the id {subscription.id!r}")
        seen.add(subscription.id)
    return found


def _subscription(entry: Any, where: str) -> Subscription:
    known = {"id", "name", "filters", "language", "channels", "frequency"}
    fields = _mapping(entry, known, where)
    identity = _text(fields.get("id"), f"{where}: id")
    if not _ID.fullmatch(identity):
        raise SettingsError(f"{where}: id {identity!r} must be small letters, digits, - and _")
    where = f"{where} ({identity})"
    language = _text(fields.get("language", "zh"), f"{where}: language")
    if language != "zh":
        raise SettingsError(f"{where}: language {language!r} is not known; only zh is")
    channels = [
        target
        for number, channel in enumerate(_list(fields.get("channels"), f"{where}: channels"), start=1)
        for target in _targets(channel, f"{where}: channel {number}")
    ]
    if not channels:
        raise SettingsError(f"{where}: channels is empty; name at least one, such as {{folder: daily}}")
    return Subscription(
        id=identity,
        name=_text(fields.get("name"), f"{where}: name"),
        channels=tuple(dict.fromkeys(channels)),
        filters=_filters(fields.get("filters") or {}, f"{where}: filters"),
        frequency=_member(Frequency, fields.get("frequency", "daily"), f"{where}: frequency"),
        language=language,
    )


def _filters(entry: Any, where: str) -> Filters:
    fields = _mapping(entry, {"levels", "regions", "issuers", "words", "events"}, where)
    lists = {
        key: tuple(_text(value, f"{where}: {key}") for value in _list(fields[key], f"{where}: {key}"))
        for key in fields
    }
    for level in lists.get("levels", ()):
        if level not in LEVELS:
            raise SettingsError(f"{where}: levels: {level!r} is not known{_nearest(level, LEVELS)}")
    return Filters(
        levels=lists.get("levels", ()),
        regions=lists.get("regions", ()),
        issuers=lists.get("issuers", ()),
        words=lists.get("words", ()),
        events=tuple(_member(ItemEvent, event, f"{where}: events") for event in lists.get("events", ())),
    )


def _targets(entry: Any, where: str) -> list[Target]:
    fields = _mapping(entry, {"folder", "email"}, where)
    if len(fields) != 1:
        raise SettingsError(f"{where}: name exactly one of folder, email")
    (channel, value), *_ = fields.items()
    values = value if isinstance(value, list) else [value]
    targets = [_text(one, f"{where}: {channel}") for one in values]
    for target in targets:
        if channel == "email" and not _ADDRESS.fullmatch(target):
            raise SettingsError(f"{where}: {target!r} is not an e-mail address")
        if channel == "folder" and ".." in PurePath(target).parts:
            raise SettingsError(f"{where}: the folder {target!r} must not climb out with ..")
    return [Target(channel, target) for target in targets]


def _mapping(value: Any, known: Collection[str], where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise SettingsError(f"{where}: expected keys and values, found {_said(value)}")
    for key in value:
        if key not in known:
            raise SettingsError(f"{where}: unknown key {key!r}{_nearest(str(key), known)}")
    return value


def _list(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise SettingsError(f"{where}: expected a list, found {_said(value)}")
    return value


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value.strip() or any(ord(mark) < 32 for mark in value):
        raise SettingsError(f"{where}: expected one line of text, found {_said(value)}")
    return value.strip()


Vocabulary = TypeVar("Vocabulary", bound=StrEnum)


def _member(vocabulary: type[Vocabulary], value: Any, where: str) -> Vocabulary:
    try:
        return vocabulary(value)
    except ValueError as error:
        known = [member.value for member in vocabulary]
        raise SettingsError(f"{where}: {value!r} is not known{_nearest(str(value), known)}") from error


def _nearest(word: str, known: Collection[str]) -> str:
    near = get_close_matches(word, sorted(known), n=1, cutoff=0.5)
    return f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(sorted(known))}"


def _said(value: Any) -> str:
    return "nothing" if value is None else f"{type(value).__name__} {str(value)[:60]!r}"
