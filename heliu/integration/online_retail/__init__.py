"""The sales history of an online retailer in the form of the UCI "Online Retail" set, read, classified and grouped.

reading    file → typed rows, or ImportRefused with line numbers; nothing in between
rules      typed rows → exactly one LineClass per row, returns linked to their sales, control totals
documents  classified rows → one HistoricInvoice per invoice number, customer and business day
masters    classified rows → items and customers to create
All amounts are scaled integers (quantity in pieces, price 1e-6, amount 1e-4 at two decimals); no database, no clock.
"""
