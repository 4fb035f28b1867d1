"""The registry that is shipped: it loads, covers the ways of publishing, and says how it knows."""

from __future__ import annotations

from pathlib import Path

import pytest

import seeds
from crawlers.registry import load_registry
from crawlers.source import Family, Source

REGISTRY = load_registry(Path(seeds.__file__).parent / "sources")


def test_enough_sources_on_every_way_of_publishing() -> None:
    assert len(REGISTRY) >= 16
    # No commission is known by its sitemap; the family serves sources of an operator's own.
    assert {source.family for source in REGISTRY} == set(Family) - {Family.SITEMAP}
    assert {"nhc", "govcn_library", "nhsa", "chinacdc", "wechat_mp"} <= {source.id for source in REGISTRY}


@pytest.mark.parametrize("source", REGISTRY, ids=lambda source: source.id)
def test_each_says_how_it_is_known(source: Source) -> None:
    assert source.access.seen, "access.seen: when was it last known to work?"
    for column in source.columns:
        assert column.seen, f"{column.name}: since when?"
    if source.level.official:
        assert source.region
