"""The door ``fingerprint``."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from simhash import Simhash  # type: ignore[import-untyped]

from cleaners.stories.fingerprint import WIDTH, distance, fingerprint, fingerprint_of

TEXT = "各地要加强流感监测,落实每日报告制度,发现聚集性疫情的,应当在规定时限内报告,并完成流行病学调查。" * 4


def test_nothing_has_no_fingerprint() -> None:
    assert fingerprint("") == fingerprint(" \n。！") == 0


def test_it_is_the_packages_simhash_of_the_same_hashes() -> None:
    import xxhash

    pieces = {TEXT[at : at + WIDTH] for at in range(len(TEXT) - WIDTH + 1)}
    plain = Simhash(
        list(pieces),
        hashfunc=lambda piece: xxhash.xxh3_64_digest(piece.decode().encode("utf-32-le")),
    )
    assert fingerprint_of(TEXT) == plain.value


def test_widths_and_scripts_do_not_show() -> None:
    assert fingerprint("新增12例，累計報告３１８例。") == fingerprint("新增１２例,累计报告318例。")


def test_a_small_change_moves_few_bits_and_another_text_many() -> None:
    assert distance(fingerprint(TEXT), fingerprint(TEXT + "特此通知。")) <= 8
    assert distance(fingerprint(TEXT), fingerprint("临水市启动全民健身月活动,市民可凭证免费入场。" * 6)) > 16


def test_a_piece_that_occurs_over_255_times_does_not_overflow() -> None:
    assert 0 < fingerprint("人民法院" * 400 + "审理案件") < 1 << 64


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_has_one(text: str) -> None:
    assert 0 <= fingerprint(text) < 1 << 64
