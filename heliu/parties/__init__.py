"""Parties: whom we deal with (往来单位).

Owns customers and suppliers in one table (one partner may be both), their groups, terms, credit limit, addresses,
contacts and bank accounts, and the search over them. Refuses duplicate codes, tax ids with wrong check characters and
silent overwriting (version). Not here: balances and open items (ledger), orders (sales, purchasing), logins (access).
"""
