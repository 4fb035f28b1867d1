"""The subscriptions file is read strictly, and the one that ships works."""

from __future__ import annotations

from pathlib import Path

import pytest

import seeds
from flows.errors import SettingsError
from flows.subscriptions import Filters, Frequency, Subscription, Target, load_subscriptions
from models import ItemEvent

SEED = Path(seeds.__file__).with_name("subscriptions.yaml")


def load(tmp_path: Path, text: str) -> list[Subscription]:
    path = tmp_path / "subscriptions.yaml"
    path.write_text(text, "utf-8")
    return load_subscriptions(path)


FULL = """
subscriptions:
  - id: nursing
    name: 护理政策
    language: zh
    frequency: each_pass
    filters:
      levels: [national, provincial]
      regions: [上海市]
      issuers: [卫生健康委]
      words: [护理, 养老]
      events: [new, draft]
    channels:
      - folder: nursing
      - email: [a@example.org, b@example.org]
      - email: a@example.org
"""


def test_everything_that_can_be_said_is_read(tmp_path: Path) -> None:
    [subscription] = load(tmp_path, FULL)
    assert subscription == Subscription(
        id="nursing",
        name="护理政策",
        channels=(
            Target("folder", "nursing"),
            Target("email", "a@example.org"),
            Target("email", "b@example.org"),
        ),
        filters=Filters(
            ("national", "provincial"),
            ("上海市",),
            ("卫生健康委",),
            ("护理", "养老"),
            (ItemEvent.NEW, ItemEvent.DRAFT),
        ),
        frequency=Frequency.EACH_PASS,
    )


def test_the_subscription_that_ships_writes_to_a_folder() -> None:
    [subscription] = load_subscriptions(SEED)
    assert subscription.channels == (Target("folder", "default"),)
    assert subscription.filters == Filters()


def test_the_example_that_ships_as_a_comment_can_be_switched_on(tmp_path: Path) -> None:
    lines = SEED.read_text("utf-8").splitlines()
    start = lines.index("subscriptions:")
    text = "\n".join(line.replace("  # ", "  ", 1) for line in lines[start:])
    assert [subscription.id for subscription in load(tmp_path, text)] == ["default", "nursing"]


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("frequency:", "frequenzy:", "subscription 1: unknown key 'frequenzy'; did you mean 'frequency'?"),
        ("words:", "word:", r"\(nursing\): filters: unknown key 'word'; did you mean 'words'?"),
        ("subscriptions:", "subscription:", "unknown key 'subscription'; did you mean 'subscriptions'?"),
        ("- folder: nursing", "- foldr: nursing", "channel 1: unknown key 'foldr'; did you mean 'folder'?"),
        ("each_pass", "hourly", "frequency: 'hourly' is not known; known are daily, each_pass"),
        ("provincial]", "provincal]", "levels: 'provincal' is not known; did you mean 'provincial'?"),
        ("[new, draft]", "[news]", "events: 'news' is not known; did you mean 'new'?"),
        ("language: zh", "language: en", "language 'en' is not known"),
        ("id: nursing", "id: Nursing!", "id 'Nursing!' must be small letters"),
        ("id: nursing", "nickname: x", "unknown key 'nickname'"),
        ("name: 护理政策", "name:", "name: expected one line of text, found nothing"),
        ("[护理, 养老]", "护理", "words: expected a list, found str '护理'"),
        ("[护理, 养老]", "[12]", "words: expected one line of text, found int '12'"),
        ("b@example.org", "b at example.org", "'b at example.org' is not an e-mail address"),
        ("folder: nursing", "folder: ../nursing", "must not climb out"),
        ("- folder: nursing", "- {folder: a, email: a@b.cn}", "name exactly one of"),
        ("- folder: nursing", "- folder", "channel 1: expected keys and values, found str 'folder'"),
        ("name: 护理政策", "name: [", "not valid YAML"),
    ],
)
def test_a_mistake_is_named_with_file_key_and_cure(
    tmp_path: Path, before: str, after: str, message: str
) -> None:
    assert before in FULL
    with pytest.raises(SettingsError, match=message.replace("?", r"\?")) as caught:
        load(tmp_path, FULL.replace(before, after))
    assert str(tmp_path / "subscriptions.yaml") in str(caught.value)


def test_an_id_is_used_once(tmp_path: Path) -> None:
    one = "  - {id: a, name: 甲, channels: [{folder: a}]}\n"
    with pytest.raises(SettingsError, match="two subscriptions have the id 'a'"):
        load(tmp_path, f"subscriptions:\n{one}{one}")


def test_a_subscription_without_a_channel_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="channels is empty"):
        load(tmp_path, "subscriptions:\n  - {id: a, name: 甲, channels: []}\n")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", None])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "subscriptions.yaml"
    if content:
        path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"subscriptions\.yaml: "):
        load_subscriptions(path)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="expected keys and values, found nothing"):
        load(tmp_path, "")


def test_filters_must_all_agree_and_say_why() -> None:
    filters = Filters(("provincial",), ("上海市",), ("卫生健康委",), ("护理",), (ItemEvent.NEW,))
    wanted = {
        "event": ItemEvent.NEW,
        "level": "provincial",
        "region": "上海市",
        "issuers": ["上海市卫生健康委员会"],
        "text": "关于加强护理工作的通知",
    }
    assert filters.reasons(**wanted) == [  # type: ignore[arg-type]
        "级别「省级」",
        "地区「上海市」",
        "机关「卫生健康委」",
        "关键词「护理」",
    ]
    for key, other in (
        ("event", ItemEvent.DRAFT),
        ("level", "national"),
        ("region", "北京市"),
        ("issuers", ["上海市医保局"]),
        ("text", "关于托育的通知"),
    ):
        assert filters.reasons(**wanted | {key: other}) is None, key  # type: ignore[arg-type]


def test_no_filter_lets_everything_through_without_a_reason() -> None:
    assert Filters().reasons(event=ItemEvent.NEW, level=None) == []
