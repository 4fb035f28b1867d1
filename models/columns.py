"""Column types that several tables share."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, String
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field


class StrEnumType(TypeDecorator[StrEnum]):
    """A ``StrEnum`` kept as its plain value, so that a new member needs no migration."""

    impl = String(32)
    cache_ok = True

    def __init__(self, enum: type[StrEnum]) -> None:
        super().__init__()
        self.enum = enum

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        return None if value is None else self.enum(value).value

    def process_result_value(self, value: Any, dialect: Any) -> StrEnum | None:
        return None if value is None else self.enum(value)


def enum_field(
    enum: type[StrEnum], *, default: Any = ..., index: bool = False, nullable: bool = False
) -> Any:
    """A field that holds a member of ``enum``."""
    return Field(default=default, sa_column=Column(StrEnumType(enum), nullable=nullable, index=index))


def json_field(factory: type[dict[str, Any]] | type[list[Any]]) -> Any:
    """A field that holds a JSON object or list, never NULL."""
    return Field(default_factory=factory, sa_column=Column(JSON, nullable=False))


def json_or_none() -> Any:
    """A field that holds a JSON object, or NULL for what was not worked out yet."""
    return Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))


def bigint_field(*, primary_key: bool = False, index: bool = False) -> Any:
    """A signed 64-bit integer: fingerprints and clause hashes are stored signed (SQL has no unsigned ones)."""
    return Field(sa_column=Column(BigInteger, primary_key=primary_key, index=index, nullable=False))
