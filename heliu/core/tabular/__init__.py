"""Tables in and out: CSV and XLSX files that people bring and take away.

reading: bytes → rows of text, with the limits that keep a hostile file harmless. columns: what a target wants and which
column of the file it probably is. importing: rows → typed values, every fault with row, column, reason and remedy; dry
run; all or nothing. writing: CSV that Excel opens rightly and XLSX, neither of which can carry a formula.
"""
