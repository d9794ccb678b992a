"""Posting a sales history: from the classified file to documents in both books.

days       one TradingDay per business day: what the file says and what the simulation adds
companies  the company and the open periods that a history needs
masters    items, customers, suppliers and categories; what is there already is used
drafts     a day → drafts of documents, with ids of what was posted before
posting    one business day or several → one transaction
runs       start, continue, finish: an import is known by the content of its file
checks     what the books say against what the file says
outcome    the result as people and machines read it
"""
