"""Reads over all rooms: the workbench, and documents by their number."""

from heliu.reporting.queries.documents import find_documents
from heliu.reporting.queries.workbench import workbench

__all__ = ["find_documents", "workbench"]
