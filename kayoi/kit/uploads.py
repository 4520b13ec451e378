"""An upload handler that stops keeping bytes at a limit but lets the form go on, so that nothing typed is lost."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

MAX_BYTES = 20_000_000


class SizeLimitHandler(TemporaryFileUploadHandler):
    """Write an upload to a temporary file while it is small enough; swallow the rest and remember how large it was."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.seen += len(raw_data)
        if self.seen <= MAX_BYTES:
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> UploadedFile | None:  # type: ignore[type-arg]  # no brackets at run time
        """Return the file; for one that was cut an empty one, with the size that was seen."""
        if self.seen <= MAX_BYTES:
            return super().file_complete(self.seen)
        self.file.close()
        assert self.field_name is not None
        return InMemoryUploadedFile(
            BytesIO(), self.field_name, self.file_name, self.content_type, self.seen, self.charset
        )
