"""Integration: what comes in from other systems and what goes out to them.

Owns: readers of foreign files, the classification of their lines, the simulated purchasing of the demo, data sets that
ship with the package (datasets/). Pure parts (online_retail, northwind, replenishment) know neither Django nor a clock.
Refuses: business rules of documents (they live at the desks) and writing books (only `posting` does that).
"""
