"""How files that are sent are taken in: small ones in memory, large ones not at all."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from ehportal.filetypes import LARGEST_ATTACHMENT

#: Whoever sends a file of exactly this size or more is told so by the form that asked for it.
LARGEST = 2 * 1024 * 1024
#: What may be larger, by the name of its box.
LARGEST_OF = {"attachment": LARGEST_ATTACHMENT}
#: What a form may hold beside its file.
WORDS_BESIDE = 256 * 1024
_PIECE = 64 * 1024


class SmallFilesHandler(FileUploadHandler):
    """Keeps a file in memory until it is too large; from there on nothing more is kept.

    The rest of the request is read and thrown away, not cut off: a browser that is cut off shows
    its own page of a broken connection, and never the message.
    """

    was_too_large = False

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        self.input_data = input_data
        self.sent_length = content_length

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.kept = io.BytesIO()
        self.largest = LARGEST_OF.get(self.field_name or "", LARGEST)
        # Beside the file there are a token and some words.
        if self.sent_length > self.largest + WORDS_BESIDE:
            self._stop()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) >= self.largest:
            self._stop()
        self.kept.write(raw_data)

    def _stop(self) -> None:
        self.was_too_large = True
        self.kept = io.BytesIO()
        # Django would read on line by line, and a file may be one line.
        while self.input_data.read(_PIECE):
            continue
        raise StopUpload(connection_reset=True)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.kept.seek(0)
        return InMemoryUploadedFile(
            file=self.kept,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )


def was_too_large(request: HttpRequest) -> bool:
    """Whether a file that came with the request was thrown away for its size."""
    return any(getattr(handler, "was_too_large", False) for handler in request.upload_handlers)
