"""The kernel: numbers, ids, scope, errors, lifecycle, numbering, events, outbox, audit, idempotency, clock, locks.

Owns: what every room needs and no room may do in its own way.
Refuses: any word of the business (item, order, account). Nothing here imports another room.
"""
