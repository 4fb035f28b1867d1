"""The browser of a source with ``render: true``: found on this machine, never downloaded."""

from __future__ import annotations

import importlib.util
import shutil

#: Names under which a Chromium is looked for on PATH.
NAMES = ("chromium", "chromium-browser", "google-chrome")
EXTRA = "jianbao[browser]"


def find_chromium(named: str | None = None) -> str | None:
    """The program: ``named`` (a path, or a name on PATH), else the first of ``NAMES`` on PATH."""
    for name in [named] if named else NAMES:
        if found := shutil.which(name):
            return found
    return None


def no_browser(named: str | None = None) -> str | None:
    """What is missing for rendering here and what to install; ``None`` where nothing is."""
    if importlib.util.find_spec("playwright") is None:
        return f"`render: true` needs a package that is not installed: pip install '{EXTRA}'"
    if find_chromium(named) is not None:
        return None
    if named:
        return f"`render: true` needs a browser, and JIANBAO_CHROMIUM={named} is no program"
    return (
        f"`render: true` needs a Chromium, and none of {', '.join(NAMES)} is on PATH: "
        "install one, or name it in JIANBAO_CHROMIUM"
    )
