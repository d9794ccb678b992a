"""Benchmarks of the solvers on public data and on simulations with known truth, each beside its baseline."""
