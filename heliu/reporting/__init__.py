"""Reporting: what the owner looks at in the morning, and the proof that the numbers are true.

Owns: the workbench and the verification page; every figure is read from the books, never from a copy of its own.
Refuses: writing anything to another room. A figure that a user may not see (cost) is left out, not blanked.
"""
