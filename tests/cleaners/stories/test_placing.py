"""Stories in order of publication, by their first text, in memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cleaners.stories import (
    InMemory,
    Prepared,
    Text,
    bands,
    group_same_texts,
    keys,
    place,
    prepare,
    same_text,
)
from tests.cleaners.stories.contract import holds_the_contract, takes_the_likeliest
from tests.cleaners.stories.texts import BULLETIN, NEXT_DAY, NOTICE, TITLE, framed, stamped


def day(number: int) -> date:
    return date(2031, 11, number)


def test_groups_are_told_by_the_first_text_published() -> None:
    texts = [
        Text("cut", NOTICE[:330] + "……[详细]", day(7), f"重磅!{TITLE}"),
        Text("bulletin", BULLETIN, day(6)),
        Text("page", framed(NOTICE), day(8), TITLE),
        Text("original", NOTICE, day(5), TITLE),
        Text("next", NEXT_DAY, day(7)),
        Text("undated", stamped(NOTICE, "qwe每日健康播报jkbb-site.com"), None, TITLE),
    ]
    assert group_same_texts(texts) == {
        "original": "original",
        "cut": "original",
        "page": "original",
        "undated": "original",
        "bulletin": "bulletin",
        "next": "next",
    }


def test_every_text_is_answered_and_empty_ones_stay_alone() -> None:
    assert group_same_texts([Text("a", ""), Text("b", ""), Text("c", "。")]) == {"a": "a", "b": "b", "c": "c"}
    assert group_same_texts([]) == {}


def test_stories_are_not_chained() -> None:
    parts = [f"{chr(0x4E00 + 97 * n)}局牵头负责{chr(0x5E00 + 89 * n)}类机构的监督检查。" for n in range(30)]
    first, middle, last = "".join(parts[:18]), "".join(parts[6:24]), "".join(parts[12:])
    assert same_text(first, middle)
    assert same_text(middle, last)
    assert not same_text(first, last)
    groups = group_same_texts([Text("1", first, day(1)), Text("2", middle, day(2)), Text("3", last, day(3))])
    assert groups == {"1": "1", "2": "1", "3": "3"}


def test_a_copy_that_was_cut_early_is_found_by_its_keys() -> None:
    original, cut = prepare(NOTICE, TITLE), prepare(NOTICE[:150] + "…", "另一个标题")
    assert set(keys(original)) & set(keys(cut))


def test_keys_are_few_signed_64_bit_numbers() -> None:
    found = keys(prepare(NOTICE, TITLE))
    assert len(found) == len(set(found)) <= 10
    assert all(-(1 << 63) <= key < 1 << 63 for key in [*found, *bands(prepare(NOTICE).fingerprint)])
    assert keys(prepare("")) == []


def test_fingerprints_less_than_four_bits_apart_share_a_band() -> None:
    value = prepare(NOTICE).fingerprint
    assert set(bands(value)) & set(bands(value ^ (1 << 3 | 1 << 20 | 1 << 40)))
    assert not set(bands(value)) & set(bands(value ^ (1 << 3 | 1 << 20 | 1 << 40 | 1 << 60)))


class MemoryShelf:
    def __init__(self) -> None:
        self.candidates = InMemory()

    def begin(self, story: str, text: str, title: str = "") -> None:
        self.candidates.add(story, prepare(text, title))

    def near(self, text: Prepared) -> list[tuple[str, Prepared]]:
        return list(self.candidates.near(text))

    def place(self, text: Prepared) -> str | None:
        found = place(text, self.candidates)
        return found[0] if found else None


def test_memory_holds_the_contract() -> None:
    holds_the_contract(MemoryShelf())


def test_memory_takes_the_likeliest() -> None:
    takes_the_likeliest(MemoryShelf())


def test_memory_grows_beyond_its_first_array() -> None:
    known = InMemory()
    for number in range(1100):
        known.add(
            str(number), prepare(f"第{number}号公告：同意设立第{number}家社区卫生服务站，自即日起执业。")
        )
    found = place(prepare("第1099號公告：同意設立第1099家社區衛生服務站，自即日起執業。"), known)
    assert found is not None
    assert found[0] == "1099"


def test_the_door_reads_uncleaned_pages() -> None:
    page = framed(stamped(NOTICE, "qwe每日健康播报jkbb-site.com"))
    assert same_text(page, NOTICE, title_a=TITLE, title_b=TITLE, published_a=day(6), published_b=day(5))
    assert not same_text("", "")


def test_a_cut_copy_joins_its_original_and_no_round_up_that_has_its_beginning_too() -> None:
    beginning = NOTICE.split("\n")[3:5]
    places = (
        "安宁",
        "临水",
        "白沙",
        "清河",
        "东岭",
        "云台",
        "松原县",
        "石桥",
        "柳林",
        "平川",
        "双河",
        "长岭",
    )
    others = [
        f"{name}新建社区医院{n}家，新增床位{n * 40}张，惠及居民{n * 3}万人。"
        for n, name in enumerate(places, 2)
    ]
    digest = "\n".join([*beginning, *others])
    known = {"digest": prepare(digest, "一周卫生要闻"), "original": prepare(NOTICE, TITLE)}
    cut = prepare("\n".join(beginning) + "……[详细]", "流感防治有了新要求")
    for order in (("digest", "original"), ("original", "digest")):
        found = place(cut, Listed({name: known[name] for name in order}))
        assert found is not None
        assert found[0] == "original"
    found = place(cut, Listed({"digest": known["digest"]}))
    assert found is not None, "this copy could be the round-up's too"


class Listed(InMemory):
    """Candidates in an order of the test's own."""

    def __init__(self, stories: dict[str, Prepared]) -> None:
        super().__init__()
        self.stories = stories

    def near(self, text: Prepared) -> Iterator[tuple[str, Prepared]]:
        yield from self.stories.items()
