import re

import pytest

from cleaners.pages.phrases import find_phrase, is_tool_bar, phrases


@pytest.mark.parametrize("name", ["head", "tail", "widget"])
def test_every_phrase_matches_its_example(name):
    for phrase in phrases(name):
        assert len(phrase.example) <= phrase.longest
        assert phrase.pattern.search(phrase.example), phrase


def _alternatives(pattern):
    """The parts of a pattern that | parts outside of all brackets."""
    parts, depth, start = [], 0, 0
    plain = re.sub(r"\\\\.|\\.|\[(?:\\.|[^\]\\])*\]", lambda found: "." * len(found[0]), pattern)
    for place, sign in enumerate(plain):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "|" and depth == 0:
            parts.append(pattern[start:place])
            start = place + 1
    return [*parts, pattern[start:]]


@pytest.mark.parametrize("name", ["head", "tail", "widget"])
def test_patterns_are_written_so_that_they_can_be_joined(name):
    for phrase in phrases(name):
        pattern = phrase.pattern.pattern
        assert phrase.pattern.groups == 0, f"{phrase.rule}: groups are written (?:…)"
        if pattern.startswith("^"):
            assert all(part.startswith("^") for part in _alternatives(pattern)), phrase.rule


@pytest.mark.parametrize("name", ["head", "tail", "widget"])
def test_the_first_phrase_that_fits_is_found(name):
    for line in [phrase.example for other in ("head", "tail", "widget") for phrase in phrases(other)]:
        fits = [one for one in phrases(name) if len(line) <= one.longest and one.pattern.search(line)]
        assert find_phrase(name, line) == next(iter(fits), None)


@pytest.mark.parametrize(
    "line", ["【字体：大 中 小】 打印 关闭", "分享到： 微信 微博 QQ空间", "收藏 | 评论 0", "点击数：1024"]
)
def test_tool_bars(line):
    assert is_tool_bar(line)


@pytest.mark.parametrize("line", ["大中小企业", "关闭三家不合格诊所", "微信公众号预约挂号", "分享工作经验"])
def test_sentences_that_begin_with_a_tool_are_none(line):
    assert not is_tool_bar(line)


@pytest.mark.parametrize(
    "line",
    [
        "相关部门要加强协作，形成合力。",
        "编辑部设在县卫生健康局办公室，负责日常工作。",
        "上一年度考核不合格的单位，取消评优资格。",
        "评论员文章指出，基层卫生事关全局。",
        "三、关注重点人群",
        "声明书由法定代表人签字",
    ],
)
def test_lines_of_documents_are_no_tail(line):
    assert find_phrase("tail", line) is None
