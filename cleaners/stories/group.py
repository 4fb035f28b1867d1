"""The door ``group_same_texts``."""

from collections.abc import Iterable

from cleaners.stories.text import Text


def group_same_texts(texts: Iterable[Text]) -> dict[str, str]:
    raise NotImplementedError
