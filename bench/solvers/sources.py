"""Where the public data sets of the benchmarks are: HELIU_BENCH_DATA, else `shared/data` beside the checkout.

The sets are not part of the project (licences differ); each folder there has a SOURCES.md with origin and licence.
"""

import os
from pathlib import Path

from tools.paths import ROOT


class MissingSource(Exception):
    """A data set is not there; the message names it and the variable that says where to look."""


def source(name: str) -> Path:
    """Path of a file such as `carparts/carparts_half_a.csv.gz`; raises MissingSource."""
    folder = Path(os.environ.get("HELIU_BENCH_DATA", ROOT.parent / "shared" / "data"))
    path = folder / name
    if not path.exists():
        raise MissingSource(f"{name} is not in {folder}; HELIU_BENCH_DATA names the folder of the data sets")
    return path
