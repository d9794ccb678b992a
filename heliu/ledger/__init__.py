"""The money book 总账: charts, periods, vouchers and what is still open between the company and its parties.

Owns: immutable entries and lines per ledger, and the derived account balances, sub-ledger balances and open items.
A company has one primary ledger and may have parallel ones, fed by the same facts.
Refuses: goods, documents, prices. Only `posting` writes entries; `services` here keep charts and periods.
Sign: balances and open items are debit-positive (a payable is negative); a red line has a negative debit or credit.
"""
