"""Names of organs: is this one, and where does one end and the next begin.  Who signed is decided in ``signature``."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

import yaml


def _read_words() -> dict[str, str]:
    """The word lists of ``organs.yaml`` as alternatives of a pattern."""
    data = yaml.safe_load(files("cleaners.policies").joinpath("organs.yaml").read_text(encoding="utf-8"))
    return {name: "|".join(words) for name, words in data.items()}


_WORDS = _read_words()

_SUFFIX = _WORDS["endings"]
_ORGAN = re.compile(rf"[一-鿿]{{0,38}}?(?:{_SUFFIX})(?:\((?:代章|代|[一-鿿]{{1,18}})\))?")
_NOT_IN_NAME = re.compile(
    r"关于|通知|意见|办法|规定|公告|通告|附件|印发|来源|发布|主办|承办|各|有关|以及|负责|根据|现将|特此|联系|电话|地址|请|的|是|为|于"
    r"|本|将|已|我|你|第[一二三四五六七八九十\d]"
)

#: Organs whose local branches carry the national name in front: one name, though it looks like two.
_VERTICAL = _WORDS["vertical"]
_BRANCH = _WORDS["branches"]
_BRANCH_NAME = re.compile(rf"(?:{_VERTICAL})(?!国家|中国|全国|国务院)[一-鿿]{{2,14}}?(?:{_BRANCH})")

#: Beginnings by which a name is known to start anew right behind another one.
_NATIONAL = _WORDS["beginnings"]
_SECTOR = _WORDS["sectors"]
_PLACE = r"[一-鿿]{2,8}?(?:省|自治区|自治州|市|州|盟|地区|区|县|旗|新区|开发区|兵团)"
_NAME_END = _WORDS["cuts"]
_START_ANEW = re.compile(
    rf"(?:{_NATIONAL}|(?:市|省|区|县|州|自治区)?(?:{_SECTOR})|{_PLACE}(?:{_SECTOR}|人民政府|委|住房|人力|公积金|中共))"
)
#: What follows these within one name: 国家卫生健康委 + 办公厅, 国务院 + 国资委, 中共某市委 + 组织部.
_OFFICE = re.compile(r"(?:办公厅|办公室|综合司|综合部|秘书局|秘书处|规划司|[一-鿿]{2,6}司|[一-鿿]{2,6}处)$")
_INNER = re.compile(r"(?:国务院|中共中央|党|统一战线|部门|中央军委|会议|党委|市委|区委|县委|省委|新区|常务)$")


@lru_cache(maxsize=4096)
def is_organ(name: str) -> bool:
    """Whether a folded, squeezed string reads as the name of an organ and nothing else."""
    if not 2 < len(name) <= 46 or _NOT_IN_NAME.search(name):
        return name in ("国务院", "中共中央") or False
    return bool(_ORGAN.fullmatch(name))


def _parts(name: str) -> list[str]:
    """The organs of a run of characters without any blank; ``[name]`` where it is one."""
    branch = _BRANCH_NAME.match(name)
    floor = branch.end() if branch else 0
    if floor == len(name):
        return [name]
    for end in re.finditer(_NAME_END, name):
        cut = end.end()
        rest = name[cut:]
        if cut < max(floor, 3) or not rest:
            continue
        head = name[:cut]
        if _INNER.search(head) or not is_organ(head) or _OFFICE.match(rest):
            continue
        if head.endswith("政府") and re.match(rf"(?:{_SECTOR}|中共)", rest):
            continue  # 某市人民政府国有资产监督管理委员会 is one
        if _START_ANEW.match(rest) and is_organ(rest[:46]) and not rest.startswith(("会", "室")):
            return [head, *_parts(rest)]
        place = re.match(r"[一-鿿]{2,5}(?:省|市|区|县|州)", name)
        if place and rest.startswith(place[0]) and is_organ(rest[:46]):
            return [head, *_parts(rest)]
    return [name]


def split_organs(text: str) -> list[str]:
    """The organs named in a line of a signature or before 关于 in a title; ``[]`` where it holds anything else.

    Blanks and 、 part names; where the page lost the blank, a name ends where another one begins anew.

    Before: ``住房城乡建设局财政局``  after: ``["住房城乡建设局", "财政局"]``
    Before: ``国家税务总局某省税务局``  after: the one name
    """
    names: list[str] = []
    tokens = re.split(r"[ 、,，]+|(?<=[一-鿿])/(?=[一-鿿])", text.strip(" 、,，"))
    merged: list[str] = []
    for token in tokens:
        if merged and not is_organ(merged[-1]) and is_organ(merged[-1] + token):
            merged[-1] += token  # 中央军委 + 后勤保障部, or a name spread by blanks: 财 政 部
        elif merged and re.fullmatch(_VERTICAL, merged[-1]) and _BRANCH_NAME.fullmatch(merged[-1] + token):
            merged[-1] += token
        else:
            merged.append(token)
    if len(merged) > 1 and any(len(token) <= 1 for token in merged) and is_organ("".join(merged)):
        merged = ["".join(merged)]
    for token in merged:
        if not is_organ(token):
            parts = _parts(token) if len(token) > 10 and not _NOT_IN_NAME.search(token) else []
            if len(parts) < 2 or not all(map(is_organ, parts)):
                return []
            names += parts
        else:
            names += _parts(token)
    return [re.sub(r"\((?:代章|代)\)$", "", name) for name in names]
