"""Use cases of access, one file per noun."""
