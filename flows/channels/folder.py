"""The folder channel: each digest becomes a folder with ``digest.html``, ``digest.md`` and ``digest.txt``."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cleaners.dates import CHINA
from flows.channels.message import Message, Receipt
from flows.errors import DeliveryError


@dataclass(frozen=True, slots=True)
class FolderChannel:
    """Writes below ``base``; a target that is an absolute path is taken as it is."""

    base: Path

    name = "folder"
    repeatable = True

    def send(self, message: Message) -> Receipt:
        """Write the three files, each at once or not at all; the answer is the folder.

        ``default`` on 2025-02-21 gives ``BASE/default/2025-02-21-digest-12``.  Writing a digest again gives the same
        files.  Raises ``DeliveryError`` where the folder cannot be written.
        """
        day = message.as_of.astimezone(CHINA).date()
        folder = self.base / message.target / f"{day.isoformat()}-digest-{message.digest_id}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for suffix, content in (("txt", message.text), ("md", message.markdown), ("html", message.html)):
                _write_at_once(folder / f"digest.{suffix}", content)
        except OSError as error:
            raise DeliveryError(f"folder {folder}: {error.strerror or error}") from error
        return Receipt(str(folder))


def _write_at_once(path: Path, content: str) -> None:
    """Write beside the file and move it into place: a reader never sees half of one."""
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode())
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(0o644)
        os.replace(beside, path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
