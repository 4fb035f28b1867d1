"""Twisted's promises awaited from coroutines that the asyncio reactor runs."""

from __future__ import annotations

from typing import Any, TypeVar

from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.defer import Deferred

T = TypeVar("T")


async def waited(deferred: Deferred[T]) -> T:
    """The result of ``deferred``; its error is raised."""
    result: Any = await maybe_deferred_to_future(deferred)
    return result  # type: ignore[no-any-return]
