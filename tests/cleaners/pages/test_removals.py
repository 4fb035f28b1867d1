from hypothesis import given
from hypothesis import strategies as st

from cleaners.pages.removals import Ledger, restore

LINES = st.lists(st.text(alphabet="甲乙丙丁 。[]1a", min_size=1, max_size=12).filter(str.strip), max_size=8)


@given(LINES, st.data())
def test_kept_and_removed_give_back_the_text(lines, data):
    ledger = Ledger(lines)
    for _ in range(data.draw(st.integers(0, 6))) if lines else ():
        index = data.draw(st.integers(0, len(lines) - 1))
        if data.draw(st.booleans()):
            ledger.cut_line(index, data.draw(st.sampled_from(["one", "two"])))
        else:
            a, b = data.draw(st.tuples(st.integers(0, len(lines[index])), st.integers(0, len(lines[index]))))
            ledger.cut(index, min(a, b), max(a, b), "part")
    kept, removed = ledger.result()
    assert restore(kept, removed) == "\n".join(lines)
    assert [r.offset for r in removed] == sorted(r.offset for r in removed)
    assert all(0 <= r.offset <= len(kept) and r.text for r in removed)


def test_a_line_of_which_nothing_is_left_goes_with_its_newline():
    ledger = Ledger(["甲", "乙乙", "丙"])
    ledger.cut(1, 0, 2, "mark")
    assert ledger.result()[0] == "甲\n丙"


def test_places_are_those_of_the_line_as_it_was():
    ledger = Ledger(["甲乙丙丁"])
    ledger.cut(0, 1, 2, "one")
    assert ledger.text(0) == "甲丙丁"
    ledger.cut_found(0, [(1, 2)], "two")
    assert (ledger.text(0), ledger.result()[1][1].text) == ("甲丁", "丙")
