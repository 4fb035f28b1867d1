"""ZIP packages (DOCX, XLSX, PPTX, OFD, archives) opened with caps on what they unpack to."""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.etree import ElementTree

from cleaners.attachments.limits import MAX_MEMBER_BYTES, MAX_UNPACKED_BYTES
from cleaners.errors import AttachmentError

_UTF8_FLAG = 0x800
_ENCRYPTED_FLAG = 0x1
_CHUNK = 1 << 20


class Package:
    """The members of a ZIP by name; reading one past the caps raises ``AttachmentError``.

    ``spent`` is shared by packages in packages, so that nesting does not multiply the cap.
    """

    def __init__(self, data: bytes, name: str, spent: list[int] | None = None) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._name = name
        self.spent = spent if spent is not None else [0]
        self.members = {
            _name_of(info): info
            for info in self._zip.infolist()
            if not info.is_dir() and not info.flag_bits & _ENCRYPTED_FLAG
        }
        self._by_lower = {name.lower(): name for name in self.members}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._by_lower

    def read(self, name: str) -> bytes:
        """The bytes of a member, whose name is taken without regard to case; ``KeyError`` where there is none."""
        info = self.members[self._by_lower[name.lower()]]
        parts: list[bytes] = []
        size = 0
        try:
            with self._zip.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    self.spent[0] += len(chunk)
                    if size > MAX_MEMBER_BYTES or self.spent[0] > MAX_UNPACKED_BYTES:
                        raise AttachmentError(f"{self._name}: {name} unpacks to more than {size} bytes")
                    parts.append(chunk)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,  # zipfile: a compression method or version that it does not know
            RuntimeError,
            OSError,
        ) as problem:
            raise KeyError(f"{name}: {problem}") from problem
        return b"".join(parts)

    def refuse_bomb(self) -> None:
        """Raises ``AttachmentError`` where the members say that they unpack past the caps (for outside readers)."""
        size = sum(info.file_size for info in self.members.values())
        if size > MAX_UNPACKED_BYTES:
            raise AttachmentError(f"{self._name}: unpacks to {size} bytes")

    def xml(self, name: str) -> ElementTree.Element:
        """The root of an XML member; ``KeyError`` where it is missing or is no XML.

        The standard library's parser fetches nothing; a declaration of entities, which no office program writes,
        is refused, so that they cannot multiply.
        """
        return parse_xml(self.read(name), name)


def parse_xml(data: bytes, name: str) -> ElementTree.Element:
    """The root of an XML document without entity declarations; ``KeyError`` for anything else."""
    if (
        b"<!ENTITY" in data
        or "<!ENTITY".encode("utf-16-le") in data
        or "<!ENTITY".encode("utf-16-be") in data
    ):
        raise KeyError(f"{name}: declares entities")
    try:
        return ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError) as problem:
        raise KeyError(f"{name}: {problem}") from problem


def local(tag: object) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _name_of(info: zipfile.ZipInfo) -> str:
    """The member's name; without the UTF-8 flag Chinese packers write GB18030 and Python reads cp437."""
    name = info.filename
    if not info.flag_bits & _UTF8_FLAG:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            return name
        for charset in ("utf-8", "gb18030"):
            try:
                return raw.decode(charset)
            except UnicodeDecodeError:
                continue
    return name
