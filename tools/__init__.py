"""Everything around the product that a developer's machine needs: set-up, throwaway servers, test runs, docs.

Nothing in here is imported by `heliu`. `setup.py`, `node.py`, `spa.py` and `stamps.py` use the standard library alone,
because they run before anything is installed.
"""
