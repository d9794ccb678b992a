"""Finding a master record by whatever its user remembers of it: code, barcode, name, pinyin, helper code.

Two tables per noun carry the search: a *terms* table (whole words, prefix-indexed) and a narrow *text* table (one line
per record, for substrings; SQLite reads it through an FTS5 trigram index, PostgreSQL through pg_trgm where that
extension may be created, otherwise by a scan of the narrow table). `words` is pure; `lookup` reads; `indexing` writes.
"""
