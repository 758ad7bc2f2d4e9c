"""What the worker and the page without network may know."""

from dataclasses import dataclass

from dashboards.pages import Frame


@dataclass(frozen=True, slots=True)
class WorkerView:
    """The service worker: the release that its files make, and their addresses."""

    release: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptPageView:
    """The page that a device shows without network: nobody's, filled by the device with what it keeps."""

    frame: Frame
