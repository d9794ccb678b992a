"""Posting 过账: the one path from a business fact to both books, and the only writer of either.

A document service builds frozen facts and calls `services.post`; the planner values goods per valuation book, the
rules turn valued facts into balanced entry lines per ledger, the writer stores everything with set-based SQL in the
caller's transaction. One fact or a hundred thousand run through the same planner.
Refuses: documents and their states, prices, permissions of a desk. Same idempotency key, same result, once.
"""
