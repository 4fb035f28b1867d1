"""How a step of a pass is run: plainly, or wrapped by whoever orders the steps (Prefect flows make it a task)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class RunStep(Protocol):
    """Runs ``work`` under ``name`` and gives its answer."""

    def __call__(self, name: str, work: Callable[[], Awaitable[T]]) -> Awaitable[T]: ...


async def plainly(name: str, work: Callable[[], Awaitable[T]]) -> T:
    """The step as it is."""
    return await work()
