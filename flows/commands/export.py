"""Policies as sheets for analysts: CSV that Excel opens, XLSX with policies, articles and commitments.

Crawled text must not become a formula: a cell that begins like one gets a quote before it.
"""

from __future__ import annotations

import csv as csv_files
import io
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeAlias

from openpyxl import Workbook
from sqlmodel import Session, col, select

from cleaners.dates import CHINA
from flows.commands.screen import console, safe
from flows.errors import FlowError
from flows.words import STATUSES
from models import Article, Policy, PolicyCommitment, PolicyLink

Row: TypeAlias = list[Any]

#: What a spreadsheet reads as the beginning of a formula. https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = re.compile(r"^[=+\-@\t\r]|^\s*[=+\-@]")
#: Characters in one cell of a sheet, and what XML cannot hold.
_CELL = 32_000
_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")

POLICIES = (
    "编号",
    "文号",
    "标题",
    "发文机关",
    "文种",
    "状态",
    "成文日期",
    "发布时间",
    "施行日期",
    "失效日期",
    "新旧",
    "已核原文",
    "来源",
    "网址",
)
ARTICLES = ("文件编号", "文号", "关系", "标题", "发布时间", "来源", "网址", "依据")
COMMITMENTS = ("文件编号", "文号", "序号", "任务", "主体", "事项", "期限", "期限原文", "数值", "单位", "力度")
_IDS = 500  # ids in one query


@dataclass(slots=True)
class Tables:
    """The three sheets, without their head lines."""

    policies: list[Row] = field(default_factory=list)
    articles: list[Row] = field(default_factory=list)
    commitments: list[Row] = field(default_factory=list)

    @classmethod
    def of_policies(cls, session: Session, policies: Sequence[Policy]) -> Tables:
        """The policies in this order, with every page linked to them and every commitment in them."""
        made = cls()
        for at in range(0, len(policies), _IDS):
            made._add(session, policies[at : at + _IDS])
        return made

    def _add(self, session: Session, policies: Sequence[Policy]) -> None:
        ids = [policy.id for policy in policies]
        place = {policy_id: at for at, policy_id in enumerate(ids)}
        numbers = {policy.id: policy.number for policy in policies}
        canonical = [policy.canonical_article_id for policy in policies]
        pages = {one.id: one for one in session.exec(select(Article).where(col(Article.id).in_(canonical)))}
        self.policies += [_policy(one, pages[one.canonical_article_id]) for one in policies]
        linked = session.exec(
            select(PolicyLink, Article)
            .join(Article, col(Article.id) == col(PolicyLink.article_id))
            .where(col(PolicyLink.policy_id).in_(ids))
            .order_by(col(PolicyLink.id))
        ).all()
        for link, page in sorted(linked, key=lambda row: place[row[0].policy_id]):
            head = [link.policy_id, numbers[link.policy_id], link.relation.value]
            self.articles.append(
                [*head, page.title, page.published_at, page.source_id, page.url, link.evidence]
            )
        promised = session.exec(
            select(PolicyCommitment)
            .where(col(PolicyCommitment.policy_id).in_(ids))
            .order_by(col(PolicyCommitment.position))
        ).all()
        for one in sorted(promised, key=lambda row: place[row.policy_id]):
            head = [one.policy_id, numbers[one.policy_id], one.position + 1, one.sentence, one.who, one.what]
            self.commitments.append([*head, one.deadline, one.deadline_text, one.figure, one.unit, one.force])


def _policy(policy: Policy, page: Article) -> Row:
    return [
        policy.id,
        policy.number,
        policy.title,
        "、".join(map(str, policy.issuers)),
        policy.kind,
        STATUSES.get(policy.status),
        policy.written_on,
        page.published_at,
        policy.effective_on,
        policy.expires_on,
        policy.novelty.value,
        "是" if policy.verified else "否",
        page.source_id,
        page.url,
    ]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file: its name, its head line, its rows."""

    name: str
    head: Sequence[str]
    rows: Sequence[Row]


def write_tables(tables: Tables, *, csv: str | None, xlsx: Path | None) -> None:
    """Write the policies to the CSV file (``-``: standard output) and all three sheets to the XLSX file.

    Raises ``FlowError`` for a file that cannot be written.
    """
    sheets = [
        Sheet("文件", POLICIES, tables.policies),
        Sheet("页面", ARTICLES, tables.articles),
        Sheet("任务", COMMITMENTS, tables.commitments),
    ]
    write_sheets(sheets[0], sheets, csv=csv, xlsx=xlsx, said=f"{len(tables.policies)} 个文件")


def write_sheets(
    whole: Sheet, sheets: Sequence[Sheet], *, csv: str | None, xlsx: Path | None, said: str
) -> None:
    """Write ``whole`` to the CSV file (``-``: standard output), ``sheets`` to the XLSX file, and say what was written.

    Raises ``FlowError`` for a file that cannot be written.
    """
    try:
        if csv is not None:
            _write_csv(csv, whole)
        if xlsx is not None:
            _write_xlsx(xlsx, sheets)
    except OSError as error:
        raise FlowError(f"{error.filename or csv or xlsx}: 无法写入：{error.strerror or error}") from error
    if xlsx is not None or csv not in (None, "-"):
        names = "、".join(str(one) for one in (csv, xlsx) if one and one != "-")
        console.print(f"已写入 {names}：{said}")


def _write_csv(target: str, sheet: Sheet) -> None:
    written = io.StringIO(newline="")
    writer = csv_files.writer(written)
    writer.writerow(sheet.head)
    writer.writerows([_text(value) for value in row] for row in sheet.rows)
    data = written.getvalue().encode(
        "utf-8-sig"
    )  # without the mark Excel reads Chinese as the system's code page
    if target == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    else:
        Path(target).write_bytes(data)


def _write_xlsx(target: Path, sheets: Sequence[Sheet]) -> None:
    with target.open("wb") as file:  # before the first row: what cannot be written is told at once
        book = Workbook(write_only=True)
        for one in sheets:
            sheet = book.create_sheet(one.name)
            sheet.freeze_panes = "A2"
            sheet.append(list(one.head))
            for row in one.rows:
                sheet.append([_cell(value) for value in row])
        book.save(file)


def _text(value: Any) -> Any:
    shown = _cell(value)
    if isinstance(shown, datetime):
        return f"{shown:%Y-%m-%d %H:%M}"
    return shown


def _cell(value: Any) -> Any:
    """A value as a cell: moments in China's time (sheets know no zones), text that is never a formula."""
    if isinstance(value, datetime):
        return value.astimezone(CHINA).replace(tzinfo=None, microsecond=0)
    if value is None or isinstance(value, (int, date)):
        return value
    shown = _NOT_XML.sub("", safe(str(value), _CELL))
    return "'" + shown if _FORMULA.match(shown) else shown
