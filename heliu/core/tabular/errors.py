"""Refusals of files as a whole."""

from heliu.core.errors import ErpError


class FileRefused(ErpError):
    code = "file_refused"
    template = "{name} is refused: {reason}"
