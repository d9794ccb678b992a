"""Scales of the stored integers. One scale per kind of number, fixed for ever (docs/adr: scaled 64-bit integers)."""

QUANTITY_SCALE = 10**6
PRICE_SCALE = 10**6
AMOUNT_SCALE = 10**4
RATE_SCALE = 10**12
INT64_MAX = 2**63 - 1
