"""The goods book 库存账: where every unit is, how it came there, and what it is worth in each valuation book.

Owns: warehouses, locations, lots, immutable moves and value rows, and the derived balances, cost states, layers and
reservations. Quantity is never created, only moved between locations; value exists once per valuation book.
Refuses: documents, accounts, money owed. Only `posting` writes moves and values; `services` here reserve and set up.
Sign: a move's quantity is positive, from → to; a value row is signed as the company's stock sees it (+ in, - out).
"""
