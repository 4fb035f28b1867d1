"""The pinned platform works together: what a plain install breaks in silence is asserted here.

Prefect 3.8.8 allows a FastAPI that its server cannot import and an SQLAlchemy under which its scheduler never
creates a run (measured 2026-11-22); both are pinned in ``pyproject.toml``.
"""

from __future__ import annotations

import warnings

import sqlalchemy


def test_the_server_of_prefect_can_be_built() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Prefect's own; ours are errors
        from prefect.server.api.server import create_app

        assert create_app is not None


def test_sqlalchemy_is_one_that_the_scheduler_of_prefect_works_with() -> None:
    assert sqlalchemy.__version__.startswith("2.0."), "2.1 leaves schedules without runs under Prefect 3.8.8"
