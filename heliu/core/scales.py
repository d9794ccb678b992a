"""Scales of the stored integers. One scale per kind of number, fixed for ever (docs/adr: scaled 64-bit integers)."""

QUANTITY_SCALE = 10**6
PRICE_SCALE = 10**6
AMOUNT_SCALE = 10**4
RATE_SCALE = 10**12
INT64_MAX = 2**63 - 1

# Largest single amount and quantity the books take: sums of many of them still fit the stored integers. Beyond those
# SQLite would go on in floating point.
AMOUNT_MAX = 10**13 * AMOUNT_SCALE
QUANTITY_MAX = 10**11 * QUANTITY_SCALE
PRICE_MAX = 9 * 10**12 * PRICE_SCALE
