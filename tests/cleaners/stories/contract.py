"""What every ``Candidates`` must do, in memory and in the store alike.  No tests here: they hand in what they test."""

from __future__ import annotations

from typing import Protocol

from cleaners.stories import COMPARED_AT_MOST, Prepared, prepare
from tests.cleaners.stories.texts import BULLETIN, NEXT_DAY, NOTICE, TITLE, edition, framed, stamped

DAILY = "青川省流感疫情通报"


class Shelf(Protocol):
    """Candidates whose stories have names, with the texts that they begin with."""

    def begin(self, story: str, text: str, title: str = "") -> None: ...

    def near(self, text: Prepared) -> list[tuple[str, Prepared]]: ...

    def place(self, text: Prepared) -> str | None: ...


def holds_the_contract(shelf: Shelf) -> None:
    """A shelf that is still empty finds copies by their fingerprints and by their clauses, and keeps editions apart."""
    assert shelf.near(prepare(NOTICE, TITLE)) == []
    shelf.begin("notice", NOTICE, TITLE)
    shelf.begin("bulletin", BULLETIN)
    assert shelf.near(prepare(framed(NOTICE), TITLE))[0][0] == "notice"
    assert "notice" in [story for story, _ in shelf.near(prepare(NOTICE[:150] + "…", "另一个标题"))]
    found = shelf.near(prepare(BULLETIN))[0]
    assert found == ("bulletin", prepare(BULLETIN))
    assert shelf.place(prepare(stamped(NOTICE, "qwe每日健康播报jkbb-site.com"), TITLE)) == "notice"
    assert shelf.place(prepare(NEXT_DAY)) is None


def takes_the_likeliest(shelf: Shelf) -> None:
    """Of many editions under one title a bounded number is compared, always the same, the copied one among them."""
    for day in range(1, 61):
        shelf.begin(str(day), edition(day), DAILY)
    for day in (1, 23, 60):
        copy = prepare(framed(edition(day)), DAILY)
        found = [story for story, _ in shelf.near(copy)]
        assert found[0] == str(day)
        assert len(found) == len(set(found)) == COMPARED_AT_MOST
        assert found == [story for story, _ in shelf.near(copy)]
        assert shelf.place(copy) == str(day)
    assert shelf.place(prepare(edition(61), DAILY)) is None
