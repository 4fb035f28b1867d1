"""``jianbao correct`` and ``jianbao corrections``: putting right what the rules found, and what was put right."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rich.table import Table
from sqlmodel import Session, col, select

from cleaners.dates import CHINA
from flows.commands.screen import console, errors, print_json, print_table, styled
from flows.corrections import KINDS, make_correction, said_of, take_back
from flows.settings import Settings
from flows.stages.correct import Outcome
from flows.watch import open_watch
from models import Correction, CorrectionKind
from models.corrections import article_at


def correct_page(
    settings: Settings,
    target: str,
    values: Mapping[CorrectionKind, str],
    *,
    by: str,
    why: str,
    as_of: datetime,
    as_json: bool,
) -> None:
    """Make the corrections and print what came of them.  Raises ``CorrectionError`` for what cannot be meant."""
    with open_watch(settings) as watch:
        _print(make_correction(watch, target, values, by=by, why=why, as_of=as_of), as_json)


def withdraw(settings: Settings, correction_id: int, *, by: str, as_of: datetime, as_json: bool) -> None:
    """Withdraw a correction and print what came of it."""
    with open_watch(settings) as watch:
        _print(take_back(watch, correction_id, by=by, as_of=as_of), as_json)


def show_corrections(settings: Settings, *, everything: bool, as_json: bool) -> None:
    """Print the corrections in force, newest first; ``everything``: those withdrawn too."""
    with open_watch(settings) as watch, watch.database.reading() as session:
        found = select(Correction).order_by(col(Correction.id).desc())
        if not everything:
            found = found.where(col(Correction.withdrawn_at).is_(None))
        rows = [_as_data(session, one) for one in session.exec(found)]
    if as_json:
        print_json(rows)
        return
    if not rows:
        console.print("没有更正" if everything else "没有生效中的更正（--all 显示已撤销的）")
        return
    table = Table("编号", "更正", "页面", "理由", "更正人", "时间")
    for row in rows:
        state = (
            "（已撤销）" if row["withdrawn_at"] else "（此后页面有改动）" if row["page_changed_since"] else ""
        )
        said = KINDS[row["kind"]] + (f"：{row['value']}" if row["value"] else "")
        table.add_row(
            str(row["id"]),
            styled(said + state, limit=200),
            styled(row["address"]),
            styled(row["why"], limit=200),
            styled(row["made_by"]),
            f"{row['made_at']:%Y-%m-%d %H:%M}",
        )
    print_table(table)


def _as_data(session: Session, one: Correction) -> dict[str, Any]:
    page = article_at(session, one.address)
    return {
        "id": one.id,
        "kind": one.kind.value,
        "value": one.value,
        "address": one.address,
        "title": page.title if page else None,
        "page_changed_since": bool(page and page.changed_at > one.made_at),
        "why": one.why,
        "made_by": one.made_by,
        "made_at": one.made_at.astimezone(CHINA),
        "withdrawn_at": one.withdrawn_at and one.withdrawn_at.astimezone(CHINA),
        "withdrawn_by": one.withdrawn_by,
    }


def _print(outcome: Outcome, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "corrections": [one.model_dump(mode="json") for one in outcome.corrections],
                "changed": [{"before": _held(old), "after": _held(new)} for old, new in outcome.changed],
                "failed": outcome.failed,
            }
        )
        return
    for line in said_of(outcome):
        console.print(styled(line))
    if outcome.failed:
        errors.print("有页面未能重新识别，见 jianbao sources --failures", style="yellow")


def _held(holding: Any) -> dict[str, Any]:
    return {name: getattr(holding, name) for name in holding.__slots__}
