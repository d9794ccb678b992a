"""Warehouse 仓库: documents that move goods — receipts, shipments, returns, transfers, stocktakes.

Owns: their drafts, states, numbers and links; each posted document is one fact told to heliu.posting.
Refuses: what it costs and which account it meets (posting), promises to others (purchasing, sales), quantities on hand
(stock). Orders live above: a line only remembers the id of the order line it fulfils.
"""
