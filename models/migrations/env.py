"""Runs the migrations on the connection that ``models.database.upgrade`` hands over."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import String
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

import models  # noqa: F401 - the tables register themselves
from models.columns import StrEnumType
from models.schema import is_described


def render_item(kind: str, item: Any, _autogenerate: AutogenContext) -> str | Literal[False]:
    """A migration names plain types: it must still run when the code that it was made from has moved on."""
    if kind != "type":
        return False
    if isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, StrEnumType | AutoString):
        length = item.impl.length if isinstance(item.impl, String) else None
        return f"sa.String(length={length})" if length else "sa.String()"
    return False


config = context.config
connection = config.attributes.get("connection")
if connection is None:
    raise RuntimeError("migrations are run by `jianbao db upgrade`, not by the alembic command")
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    render_item=render_item,
    include_name=is_described,
)
with context.begin_transaction():
    context.run_migrations()
