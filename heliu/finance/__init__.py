"""Finance 资金单据: invoices and money as documents.

Owns purchase and sales invoices (blue and red), money receipts, payments, settlement notes, other income and expense;
their matching against receipts and shipments; receivables, payables and ageing as of any date.
Refuses: invoicing more than was received or shipped, red above blue, settling more than is open, writing the books
itself (posting does).
"""
