"""Reads of the warehouse, shaped for its API."""
