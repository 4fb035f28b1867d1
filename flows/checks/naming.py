"""What a site that no file knows is called: id, name, level and region, each guessed from one quoted fact or absent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree, html

from cleaners.errors import UndecodableError
from cleaners.pages.decode import decode
from crawlers.source import Level

#: Parts of a host's name that say nothing of whose it is.
_DUMB = frozenset(["www", "com", "cn", "gov", "org", "net", "edu"])
_LONGEST = 60
_SEPARATORS = re.compile(r"\s*[-_|－—–·]+\s*")
_BODY = re.compile(r"(?:委员会|卫健委|卫生健康[委局]|[局厅部院署]|中心|政府|网)$")
#: The beginning of an office's name that says where it is; a 省 may stand before the 市.
_PLACE = re.compile(
    r"^(?:(?:北京|上海|天津|重庆)市|[\u4e00-\u9fff]{2,7}?(?:省|自治区)(?:[\u4e00-\u9fff]{2,7}?(?:市|自治州|地区|盟))?"
    r"|[\u4e00-\u9fff]{2,7}?(?:市|自治州|地区|盟))"
)
_MUNICIPALITIES = ("北京市", "上海市", "天津市", "重庆市")


@dataclass(frozen=True, slots=True)
class Named:
    """What the site is called, and why its level was guessed so."""

    id: str
    name: str
    level: Level
    why: str
    region: str | None = None


def name_site(body: bytes, url: str, taken: frozenset[str] = frozenset()) -> Named:
    """Id, name, level and region of the site that ``url`` belongs to; ``taken`` are ids of other files."""
    root = _tree(body)
    metas = _metas(root)
    name = (
        metas.get("sitename")
        or _from_title(root)
        or metas.get("og:site_name")
        or urlsplit(url).hostname
        or url
    )
    name = " ".join(name.split())[:_LONGEST]
    level, why = guess_level(name, url, metas.get("siteidcode", ""))
    place = _PLACE.match(name)
    region = place[0] if place else "全国" if level is Level.NATIONAL else None
    return Named(free_id(id_of(url), taken), name, level, why, region)


def name_column(body: bytes, default: str = "列表") -> str:
    """What the list calls itself: ``meta[name=ColumnName]``, else the first part of its title."""
    root = _tree(body)
    named = _metas(root).get("columnname")
    title = root.findtext(".//title") if root is not None else None
    first = _SEPARATORS.split((title or "").strip())[0]
    return " ".join((named or first or default).split())[:_LONGEST] or default


def id_of(url: str) -> str:
    """``http://wjw.sz.gov.cn/`` is wjw_sz, ``http://127.0.0.1:8000/`` is site_127_0_0_1_8000."""
    parts = urlsplit(url)
    labels = (parts.netloc.rpartition("@")[2] or "site").lower().replace(":", ".").split(".")
    kept = [label for label in labels if label not in _DUMB] or labels
    found = re.sub(r"[^a-z0-9]+", "_", "_".join(kept)).strip("_")[:70]
    return found if re.match(r"[a-z][a-z0-9_]", found) else f"site_{found}"


def free_id(wanted: str, taken: frozenset[str]) -> str:
    """``wanted``, or it with the first number that is not taken."""
    number, found = 1, wanted
    while found in taken:
        number += 1
        found = f"{wanted}_{number}"
    return found


def guess_level(name: str, url: str, code: str = "") -> tuple[Level, str]:
    """The level, and the fact that says so.

    A site's number (网站标识码) is ``bm`` and 8 digits for ministries; local ones begin with the region's code, whose
    last four digits are 0 for a province (《政府网站发展指引》).  The name decides where the page has none.
    """
    host = urlsplit(url).hostname or ""
    if host == "mp.weixin.qq.com":
        return Level.WECHAT, "微信公众号文章"
    if code.lower().startswith("bm"):
        return Level.NATIONAL, f"网站标识码 {code}"
    if re.fullmatch(r"\d{10}", code):
        provincial = code[2:6] == "0000"
        return (Level.PROVINCIAL if provincial else Level.CITY), f"网站标识码 {code}"
    if name.startswith(("国家", "中国", "中华人民共和国")) and (
        host.endswith(".gov.cn") or "疾病预防" in name
    ):
        return Level.NATIONAL, f"名称「{name}」"
    place = _PLACE.match(name)
    if place and _BODY.search(name):
        end = place[0]
        provincial = end in _MUNICIPALITIES or end.endswith(("省", "自治区"))
        return (Level.PROVINCIAL if provincial else Level.CITY), f"名称「{name}」"
    if host.endswith(".gov.cn"):
        return Level.CITY, f"政府网站，层级不明：{host}"
    return Level.REPOST, f"不是政府网站：{host}"


def _tree(body: bytes) -> etree._Element | None:
    try:
        text = decode(body)
        return html.fromstring(
            text[:400_000].encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8")
        )
    except (UndecodableError, etree.LxmlError, ValueError):
        return None


def _metas(root: etree._Element | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta") if root is not None else ():
        name = (meta.get("name") or meta.get("property") or "").strip().lower()
        if name and (content := (meta.get("content") or "").strip()):
            found.setdefault(name, content)
    return found


def _from_title(root: etree._Element | None) -> str | None:
    title = root.find(".//title") if root is not None else None
    parts = (
        [part for part in _SEPARATORS.split((title.text or "").strip()) if part] if title is not None else []
    )
    return next((part for part in reversed(parts) if _BODY.search(part)), parts[-1] if parts else None)
