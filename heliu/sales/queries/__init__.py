"""Reads of sales, shaped for its API."""
