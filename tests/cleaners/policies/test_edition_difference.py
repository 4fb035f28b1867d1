"""Two editions side by side: what is added, dropped, changed, with the figures that differ."""

from __future__ import annotations

from cleaners.policies.edition_difference import compare_editions
from cleaners.policies.edition_words import (
    difference_as_data,
    difference_as_html,
    difference_as_markdown,
    difference_as_text,
    difference_line,
)
from cleaners.policies.editions_reported import reported_editions, speaks_of_series

OLD = """关于开展2025年便民诊疗行动的通知
各省卫生健康委：
一、2025年9月底前，各地市互认检查检验项目超过120项。
二、常住人口超过20万的县均能提供康复门诊服务。
三、取消住院陪护证的纸质登记，统一改用电子登记。
四、各地要加强组织领导，按季度报送进展情况。"""
NEW = """关于开展2026年便民诊疗行动的通知
各省卫生健康委：
一、2026年10月底前，各地市互认检查检验项目不少于180项。
二、各地要加强组织领导，按季度报送进展情况。
三、常住人口超过8万的县均能提供康复门诊服务。
四、新设早期肺癌筛查门诊，覆盖全部三级医院。"""
SERIES = "开展便民诊疗行动实事项目"


def test_items_are_paired_wherever_they_stand() -> None:
    found = compare_editions(OLD, NEW, earlier_year=2025, later_year=2026)
    figures = {(one.before, one.after) for one in found.figures}
    assert figures == {("2025年9月底", "2026年10月底"), ("120项", "180项"), ("20万", "8万")}
    assert found.added == ("四、新设早期肺癌筛查门诊，覆盖全部三级医院。",)
    assert found.removed == ("三、取消住院陪护证的纸质登记，统一改用电子登记。",)
    assert len(found.changed) == 2


def test_the_year_of_the_edition_alone_is_no_change() -> None:
    later = OLD.replace("2025", "2026")
    found = compare_editions(OLD, later, earlier_year=2025, later_year=2026)
    assert (found.added, found.removed, found.changed) == ((), (), ())


def test_a_report_says_nothing_of_what_was_dropped() -> None:
    report = "便民诊疗行动公布\n常住人口超过8万的县均要提供康复门诊服务\n新增900家药房提供夜间售药"
    found = compare_editions(OLD, report, earlier_year=2025, later_year=2026, partial=True)
    assert [(one.before, one.after) for one in found.figures] == [("20万", "8万")]
    assert (found.removed, found.added) == ((), ("新增900家药房提供夜间售药",))


def test_a_report_without_a_title_is_told_by_issuer_year_and_rare_words() -> None:
    text = "国家卫健委等部门发布通知，决定2026年继续开展一批便民诊疗行动实事项目。"
    ((year, sentence),) = reported_editions("十件实事来了", text)
    assert year == 2026
    assert speaks_of_series(sentence, SERIES, ["国家卫生健康委办公厅"])
    assert not speaks_of_series(sentence, SERIES, ["河北省卫生健康委员会"])
    assert not speaks_of_series(sentence, "开展基层医疗卫生机构绩效考核", ["国家卫生健康委办公厅"])


def test_a_title_or_two_years_are_no_untitled_report() -> None:
    assert reported_editions("", "某委发布《2026年实事通知》。") == []
    assert reported_editions("", "某委2026年公布2025年进展。") == []


def test_words_count_what_changed_and_escape_what_pages_say() -> None:
    later = NEW.replace("全部三级医院", "<b>全部</b>三级医院")
    found = compare_editions(OLD, later, earlier_year=2025, later_year=2026)
    assert difference_line(found, "2025年版") == "与2025年版相比：新增 1 条，删去 1 条，改动 2 处"
    assert "120项 → 180项" in difference_as_text(found)
    assert "<b>" not in difference_as_html(found)
    assert "<b>" not in difference_as_markdown(found)
    assert difference_as_data(found)["figures"][-1]["after"] == "8万"
