"""Catalog: what we deal in.

Owns items and their variants, units and packs with exact factors, barcodes, categories, tax codes, price levels,
pictures and the search over all of these. Prices here are list prices without tax unless the price level says so.
Refuses duplicate codes and barcodes, wrong check digits, inexact factors and silent overwriting (version).
Not here: quantities on hand (stock), suppliers' and customers' own prices (purchasing, sales), accounts (posting).
"""
