"""The door ``read_attachment``."""


def read_attachment(data: bytes, name: str) -> str | None:
    raise NotImplementedError
