"""Purchasing 采购: orders to suppliers, their approval, and what became of them.

Owns: purchase orders, their revisions and progress. Goods receipts and purchase invoices are made through the services
of warehouse and finance; their events bring the progress back.
Refuses: stock, cost and accounts (posting), the goods documents themselves (warehouse), money (finance).
"""
