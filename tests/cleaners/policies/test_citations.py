"""Which 《》 name a policy."""

import pytest

from cleaners.policies.citations import find_citations


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("根据《中华人民共和国急救法》和《宪法》、《民法典》", ["中华人民共和国急救法", "宪法", "民法典"]),
        ("落实《关于印发〈控烟办法〉的通知》要求", ["关于印发〈控烟办法〉的通知"]),
        ("《白水市控烟办法（2031年版）》", ["白水市控烟办法（2031年版）"]),
        (
            "《白水市控烟办法》（以下简称《控烟办法》）规定，《办法》施行后《控烟办法》有效",
            ["白水市控烟办法"],
        ),
        ("据《白水日报》报道，话剧《春天里》上演，填写《申请表》和《劳动合同》", []),
        ("《控烟办法》《控烟办法》", ["控烟办法"]),
        ("《白水市控烟\n办法》", ["白水市控烟办法"]),
        ("《没有关上的书名号。后面还有《控烟条例》", ["控烟条例"]),
        ("《通知》明确，《实施方案》要求", []),
    ],
)
def test_find_citations(text: str, cited: list[str]) -> None:
    assert find_citations(text) == cited
