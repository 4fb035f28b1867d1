"""Invented pages and the way into the store that a crawl uses."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

from openpyxl import Workbook

from models import Database, Outcome, SnapshotKind
from models.archive import Fetched, Stored, record

NOW = datetime(2025, 2, 20, 2, tzinfo=UTC)

#: Level and trust of the invented sources: the lower, the more official.
RANKS = {"nhc": 0, "hebei": 1, "city": 2, "portal": 5, "gihot": 6}


def rank(source_id: str) -> int:
    return RANKS[source_id]


SENTENCES = (
    "各省、自治区、直辖市及新疆生产建设兵团卫生健康委：",
    "为进一步改善人民群众看病就医感受，经研究，决定在全国组织开展基层诊疗服务提升行动。现将有关事项通知如下：",
    "一、推进检查检验结果互认。2025年11月底前，各地市域内医疗机构间互认项目超过180项，群众不再为同一项检查反复奔波。",
    "二、改进住院流程。2025年6月底前，所有公立医疗机构向住院患者提供床旁结算，减少排队等候时间。",
    "三、加强儿科服务。二级以上公立综合医院均提供儿科门诊，夜间和节假日保持至少一个诊室开放。",
    "四、各地要加强组织领导，明确责任分工，按季度报送进展情况，确保各项任务落到实处。",
)
SIGNATURE = ("国家卫生健康委办公厅", "2025年2月13日")
NUMBER = "国卫办医函〔2025〕41号"
TITLE = "国家卫生健康委办公厅关于开展2025年基层诊疗服务提升行动的通知"


def html(
    title: str,
    paragraphs: tuple[str, ...] | list[str],
    *,
    published: str = "2025-02-18 09:30",
    source: str = "医政司",
    below: str = "",
) -> str:
    """A page of a government site with one article."""
    body = "\n".join(f"<p>{one}</p>" for one in paragraphs)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>
<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="{published}"></head><body>
<div class="nav"><a href="/">首页</a><a href="/list.html">通知公告</a></div>
<div class="article"><h1>{title}</h1>
<div class="info">发布时间：{published} 来源：{source}</div>
<div class="content TRS_Editor">{body}{below}</div></div>
<div class="footer">版权所有 网站地图</div></body></html>"""


def notice(number: str | None = NUMBER, **changes: str) -> str:
    """The invented notice that most tests speak of."""
    first = (number,) if number else ()
    return html(changes.pop("title", TITLE), (*first, *SENTENCES, *SIGNATURE), **changes)


def sheet(*lines: str, made_by: str = "") -> bytes:
    """A spreadsheet with one cell a row; ``made_by`` changes its bytes and nothing that it says."""
    book = Workbook()
    assert book.active is not None
    for line in lines:
        book.active.append([line])
    book.properties.creator = made_by
    packed = io.BytesIO()
    book.save(packed)
    book.close()
    return packed.getvalue()


def store(
    database: Database,
    url: str,
    page: str | bytes,
    *,
    source_id: str = "nhc",
    at: datetime = NOW,
    backfill: bool = False,
    row_title: str | None = None,
    row_published_on: date | None = None,
    kind: SnapshotKind = SnapshotKind.ARTICLE,
) -> Stored:
    """The page as a crawl stores it."""
    fetched = Fetched(
        source_id=source_id,
        url=url,
        kind=kind,
        outcome=Outcome.NEW,
        at=at,
        status=200,
        headers={"Content-Type": "text/html; charset=utf-8"},
        body=page.encode() if isinstance(page, str) else page,
        row_title=row_title,
        row_published_on=row_published_on,
        backfill=backfill,
    )
    with database.session() as session:
        return record(session, fetched)
