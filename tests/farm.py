"""Forty invented commissions on forty hosts of loopback, 2,000 articles: what a pass is tested and measured with."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import yaml

from tests.benchmarks.synthetic import text_of
from tests.crawlers.site import Site, listing, page, serve

NEWEST = date(2026, 3, 31)
PLACES = [
    *("青溪", "云岭", "白沙", "沧浦", "丹霞", "东皋", "凤鸣", "古渡", "海棠", "鹤岭", "金石"),
    *("澜江", "龙泉", "梅岭", "南屏", "盘龙", "秋浦", "榕城", "石桥", "棠溪"),
]
SUBJECTS = [
    *("培训", "义诊", "急救", "献血", "控烟", "接种", "营养", "康复", "助产", "信息化", "质控"),
    *("监督", "职称", "考核", "招聘", "应急", "采购", "验收", "统计", "宣传"),
]


@dataclass
class Commission:
    """One source: its running site, the rows of each of its columns, newest first."""

    id: str
    name: str
    site: Site
    columns: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)  # path -> rows

    def publish(self, path: str, day: date, number: int) -> str:
        """Put one more article on top of a column; its address."""
        draw = random.Random(f"{self.id} {path} {number}")
        href = f"{path}{day:%Y%m}/t{day:%Y%m%d}_{number}.html"
        title = f"{self.name}关于做好第{number}批{draw.choice(SUBJECTS)}{draw.choice(SUBJECTS)}工作的通知"
        paragraphs = text_of(draw, 500).split("\n")
        self.site.answers[href] = page(title, "".join(f"<p>{one}</p>" for one in paragraphs))
        self.columns.setdefault(path, []).insert(0, (href, title, f"{day:%Y-%m-%d}"))
        self.show(path)
        return href

    def show(self, path: str) -> None:
        """The list page as the column is now."""
        self.site.answers[f"{path}index.html"] = listing(self.columns[path])

    @property
    def file(self) -> str:
        """Its source file."""
        return yaml.safe_dump(
            {
                "id": self.id,
                "name": self.name,
                "level": "city",
                "region": "北京",
                "home": f"{self.site.base}/",
                "family": "static_list",
                "unverified": True,
                "columns": [
                    {"name": f"栏目{n}", "url": f"{self.site.base}{path}index.html"}
                    for n, path in enumerate(self.columns, 1)
                ],
            },
            allow_unicode=True,
        )


@contextmanager
def farm(commissions: int = 40, articles: int = 2000) -> Iterator[list[Commission]]:
    """The running sites.  Every second one has two columns, every third gives no ETag."""
    each = articles // commissions
    with ExitStack() as stack:
        found = []
        for n in range(commissions):
            site = stack.enter_context(serve(address=f"127.0.0.{n + 2}"))
            site.tags = n % 3 != 2
            place = PLACES[n % len(PLACES)]
            one = Commission(f"s{n:02d}", f"{place}{'市县'[n // len(PLACES) % 2]}卫生健康委员会", site)
            paths = ("/tzgg/", "/zcwj/") if n % 2 else ("/tzgg/",)
            for path in paths:
                for number in range(each // len(paths), 0, -1):
                    one.publish(path, NEWEST - timedelta(days=number), each - number)
            found.append(one)
        yield found


def write_sources(folder: Path, commissions: Sequence[Commission]) -> None:
    """Their source files."""
    folder.mkdir(parents=True, exist_ok=True)
    for one in commissions:
        (folder / f"{one.id}.yaml").write_text(one.file, "utf-8")


def asked(commissions: Sequence[Commission]) -> int:
    """Requests of all sites until now."""
    return sum(len(one.site.asked) for one in commissions)


def forget(commissions: Sequence[Commission]) -> None:
    """Begin to count anew."""
    for one in commissions:
        one.site.asked.clear()
