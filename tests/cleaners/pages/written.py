"""Pages for the tests, written for them: an invented county commission and the sites that copy it."""

from __future__ import annotations

PARAGRAPHS = (
    "各乡镇卫生院，县直各医疗卫生单位：",
    "为进一步做好夏季肠道传染病防控工作，保障群众身体健康，现将有关事项通知如下。",
    "一、加强监测",
    "各单位要落实首诊负责制，发现聚集性病例应在两小时内报告，不得瞒报、漏报、迟报。",
    "二、开展宣传",
    "要利用村广播、宣传栏等形式，向群众讲清喝开水、吃熟食、勤洗手的道理，做到家喻户晓。",
    "云岭县卫生健康局",
    "2024年6月3日",
)
TITLE = "关于做好夏季肠道传染病防控工作的通知"


def page(body: str, title: str = TITLE, around: str = "") -> str:
    """A whole page with navigation and footer around ``body``."""
    menu = "".join(f'<li><a href="/c{n}/">栏目{n}</a></li>' for n in range(12))
    return (
        f"<html><head><meta charset='utf-8'><title>{title}-云岭县卫生健康局</title></head><body>"
        f"<div class='nav'><ul>{menu}</ul></div>{body}{around}"
        "<div class='foot'>版权所有：云岭县卫生健康局 <a href='#'>网站地图</a> <a href='#'>联系我们</a></div>"
        "</body></html>"
    )


def article(lines: tuple[str, ...] = PARAGRAPHS, tag: str = "p") -> str:
    return "".join(f"<{tag}>{line}</{tag}>" for line in lines)
