"""Places named by titles."""

from __future__ import annotations

import pytest

from cleaners.stories.regions import is_region, places_of


@pytest.mark.parametrize(
    ("title", "named", "finest"),
    [
        ("[广西省南宁市武鸣区]关于促进消费的通知", {"广西", "南宁", "武鸣"}, {"武鸣"}),
        ("深圳、东莞上调额度", {"广东", "深圳", "东莞"}, {"深圳", "东莞"}),
        ("上海新增2例", {"上海"}, {"上海"}),
        ("各县区要加强监测", set(), set()),
        ("关于做好来宾接待工作的通知", set(), set()),
    ],
)
def test_places(title: str, named: set[str], finest: set[str]) -> None:
    assert places_of(title).named == named
    assert places_of(title).finest == finest


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("[贵州省贵阳市]通知", "[武汉]通知"),
        ("广西南宁市武鸣区通知", "广西南宁市宾阳县通知"),
        ("北京新增2例", "上海新增2例"),
    ],
)
def test_places_that_exclude_each_other(one: str, other: str) -> None:
    assert places_of(one).exclude(places_of(other))
    assert places_of(other).exclude(places_of(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("湖北武汉新增2例", "武汉新增2例"),
        ("广东新增2例", "深圳新增2例"),
        ("广东深圳启用", "深圳、东莞启用"),
        ("全国新增2例", "北京新增2例"),
    ],
)
def test_places_that_may_be_one(one: str, other: str) -> None:
    assert not places_of(one).exclude(places_of(other))


def test_names_are_whole() -> None:
    assert is_region("石家庄")
    assert not is_region("石家庄市民")
