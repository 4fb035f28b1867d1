"""The Prefect flow ``correct`` (更正): an operator's correction from a form, answered with what changed."""

from __future__ import annotations

import asyncio
from datetime import datetime
from enum import StrEnum

from prefect import flow, get_run_logger
from prefect.artifacts import create_markdown_artifact

from cleaners.dates import CHINA
from flows.corrections import KINDS, make_correction, said_of, take_back
from flows.digests.markdown import escape_markdown
from flows.errors import CorrectionError
from flows.monitor import now, run_name
from flows.settings import load_settings
from flows.stages.correct import Outcome
from flows.watch import Watch, open_watch
from models import CorrectionKind

WITHDRAW = "撤销以前的更正"
#: What the form offers, in Chinese: every kind, and withdrawing.
CorrectionChoice = StrEnum(  # type: ignore[misc]  # made from the kinds, so that none is forgotten
    "CorrectionChoice", {**{kind.name: name for kind, name in KINDS.items()}, "WITHDRAW": WITHDRAW}
)


@flow(name="correct", flow_run_name=lambda: run_name("更正"), validate_parameters=True)
async def correct(
    target: str,
    kind: CorrectionChoice,
    why: str,
    by: str,
    value: str = "",
    as_of: datetime | None = None,
) -> list[str]:
    """更正识别结果：更正会存入数据库，优先于程序的判断，重新清洗、重新识别、页面改版后仍然有效。

    Args:
        target: 更正对象：页面网址、发文字号、标题中的词或简报中的编号（P12、A7）；撤销时写更正的编号
        kind: 更正什么
        why: 理由，以后的人要能看懂
        by: 更正人
        value: 正确的文号、标题、日期、机关（用、分开），或相同文件的文号、网址；没有则写“无”，撤销、另立时留空
        as_of: 按哪个时间点记录，留空表示现在
    """
    moment = as_of or now()
    with open_watch(load_settings()) as watch:
        outcome = await asyncio.to_thread(_carry_out, watch, target, kind.value, value, why, by, moment)
    lines = said_of(outcome)
    for line in lines:
        get_run_logger().info(line)
    await create_markdown_artifact(  # type: ignore[misc]  # Prefect types it for both sync and async use
        key="jianbao-correction",
        markdown="\n".join(["# 更正", "", *(f"- {escape_markdown(line)}" for line in lines)]),
        description=f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M} {by} {kind.value}：{why}"[:200],
    )
    return lines


def _carry_out(
    watch: Watch, target: str, choice: str, value: str, why: str, by: str, as_of: datetime
) -> Outcome:
    if choice == WITHDRAW:
        wanted = target.strip().lstrip("#")
        if not wanted.isdigit():
            raise CorrectionError(f"撤销时请写更正的编号（见 jianbao corrections），而不是 {target}")
        return take_back(watch, int(wanted), by=by, as_of=as_of)
    kind: CorrectionKind = next(one for one, name in KINDS.items() if name == choice)
    return make_correction(watch, target, {kind: value}, by=by, why=why, as_of=as_of)
