"""Which documents replace each other: the series of a title, and the edition that it names."""

from __future__ import annotations

import re
from functools import lru_cache

from cleaners.policies.layout import fold, squeeze, tidy
from cleaners.policies.titles import clean_title, named_title, title_core

_NUMERAL = "[一二三四五六七八九十百〇零\\d]"
_EDITION = re.compile(
    rf"\((?:[^()]*(?:年|版|试行|修订|修正|批|稿|暂行|周期)[^()]*|\d{{4}}[-—~至]\d{{4}})\)"
    rf"|(?:19|20)\d\d年?(?:[-—–~至]+(?:19|20)?\d\d)?年?(?:度|版|上半年|下半年|第?[一二三四1-4]季度)?(?:[一二三四五六七八九十]{{1,2}}月份?)?"
    rf"|[“\"]?十[一二三四五六七八九]五[”\"]?(?:期间|时期)?|第{_NUMERAL}+(?:版|批|轮|期|次)(?:全国)?|试行|暂行|修订版?|修正版?|下半年|上半年|(?:20)?\d\d版"
    rf"|春节|元旦|国庆|(?:秋冬|冬春|夏|冬|春|秋)季"
)
_ISSUING = re.compile(r"^(?:修订)?(?:印发|发布|公布|转发|批转|颁布|重新印发)(?:关于)?(?:实施|调整|修订)?")
_KIND = re.compile(r"(?:的)?(?:补充|紧急|指导|实施|若干)?(?:通知|意见|公告|通告|批复|决定|通报|复函|函|令)$")
_SMALL = re.compile(
    r"项目(?=工作)|重点(?=任务|工作)|主要(?=任务|工作)|专项治理(?=工作)|关于|有关|进一步|切实|全面(?=做好|加强)|组织(?=开展|实施)|继续(?=做好|实施|开展)|[《》〈〉<>“”\"()\[\]\W_]"
)


def edition_marks(title: str) -> tuple[str, ...]:
    """The years, periods, versions and batches that a title names: what parts one edition from the next."""
    return tuple(m[0] for m in _EDITION.finditer(squeeze(fold(clean_title(title)))))


@lru_cache(maxsize=8192)
def series_key(title: str) -> str:
    """The title's core without issuer, years, periods, versions, 印发 and kind: equal for editions of one series.

    >>> series_key("某某委关于印发2024年健康行动工作要点的通知") == series_key("关于印发2025年健康行动工作要点的通知")
    True
    """
    named = named_title(title)
    core = squeeze(fold(tidy(named))) if named else title_core(title)
    core = core.split("》")[0] if core.count("》") > core.count("《") else core
    core = _KIND.sub("", _ISSUING.sub("", core.removeprefix("关于")))
    core = _EDITION.sub("", core)
    return _SMALL.sub("", _KIND.sub("", core))
