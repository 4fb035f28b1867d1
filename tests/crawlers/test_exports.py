"""What the room offers by its name: everything it lists, and reading lists without the rest."""

import subprocess
import sys

import pytest

import crawlers


def test_every_name_is_there():
    assert all(getattr(crawlers, name) is not None for name in crawlers.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        crawlers.nothing  # noqa: B018


def test_reading_a_list_needs_no_database():
    code = "import sys; from crawlers import read_list; print({'sqlalchemy', 'scrapy', 'prefect'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
