"""Heliu 合流 — purchase, sales, stock and finance on one true set of books."""

__version__ = "0.1.0"
