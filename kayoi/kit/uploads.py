"""An upload handler that stops taking bytes at a limit but lets the form go on, so that nothing typed is lost."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MAX_BYTES = 20_000_000


class SizeLimitHandler(FileUploadHandler):
    """Pass bytes on while a file is small enough; then swallow the rest and remember how large it was."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.seen += len(raw_data)
        return raw_data if self.seen <= MAX_BYTES else None

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        """Answer for a file that was cut: empty, but with the size that was seen."""
        if self.seen <= MAX_BYTES:
            return None
        assert self.field_name is not None
        return InMemoryUploadedFile(
            BytesIO(), self.field_name, self.file_name, self.content_type, self.seen, self.charset
        )
