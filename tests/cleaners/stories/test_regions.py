"""Places named by titles."""

from __future__ import annotations

import pytest

from cleaners.stories.regions import is_region, regions_of, speak_of_others


@pytest.mark.parametrize(
    ("title", "places"),
    [
        ("[广西省南宁市武鸣区]关于促进消费的通知", {"广西", "南宁", "武鸣"}),
        ("浙江兰溪县上调额度", {"浙江", "兰溪"}),
        ("上海新增2例", {"上海"}),
        ("各县区要加强监测", set()),
        ("关于做好来宾接待工作的通知", set()),
    ],
)
def test_places(title: str, places: set[str]) -> None:
    assert regions_of(title) == places


def test_places_exclude_each_other_only_where_neither_is_part_of_the_other() -> None:
    assert speak_of_others(frozenset({"贵州", "贵阳"}), frozenset({"武汉"}))
    assert not speak_of_others(frozenset({"湖北", "武汉"}), frozenset({"武汉"}))
    assert not speak_of_others(frozenset(), frozenset({"武汉"}))


def test_names_are_whole() -> None:
    assert is_region("石家庄")
    assert not is_region("石家庄市民")
