"""The progress bar of long commands, on standard error."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm


@contextmanager
def bar(total: int) -> Iterator[Callable[[int], None]]:
    """Counts lines; yields the function that tells how many more are done."""
    with tqdm(total=total, unit=" lines", unit_scale=True, dynamic_ncols=True) as shown:

        def advance(done: int) -> None:
            shown.update(done)

        yield advance
