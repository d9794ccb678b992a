"""Reads of the money documents, shaped for their API."""
