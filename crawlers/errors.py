"""What may go wrong while finding and fetching pages.

    CrawlError
    ├── RegistryError            a source file that cannot be read or says something wrong: file, key, what instead
    │   └── UnknownSourceError   a source id that the registry does not have; names the nearest ones
    ├── ListError                a list answer that is not what its family gives; names source and URL
    ├── LaunchError              a child process that could not be started
    ├── LookError                an address that is never asked for, or a look that brought nothing
    └── ReplayError              a folder of saved pages, or its manifest, that cannot be read

What a *site* does wrong is no error but an outcome, recorded with the snapshot and the pass.
"""


class CrawlError(Exception):
    """Base of this room's errors; the message names the source and the URL where there is one."""


class RegistryError(CrawlError):
    """A source file that cannot be read or says something wrong."""


class UnknownSourceError(RegistryError):
    """A source id that the registry does not have."""


class ListError(CrawlError):
    """A list answer that is not what its family gives."""


class LaunchError(CrawlError):
    """A child process that could not be started."""


class LookError(CrawlError):
    """An address that is never asked for, or a look that brought nothing."""


class ReplayError(CrawlError):
    """A folder of saved pages, or its manifest, that cannot be read."""
