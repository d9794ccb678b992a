"""A small shop whose habits are known: everybody has two staples, and buys what goes with them now and then."""

import numpy as np

from heliu.solvers.offer import ItemSales

CUSTOMERS, ITEMS, DAYS = 150, 60, 150
NEVER = CUSTOMERS - 1


def regular_shop(seed: int = 4) -> ItemSales:
    """Visits every 8 to 20 days; staples c and c + 1 (mod 20) at most visits, their partner (+ 20) at some, any of
    the last 20 items at few."""
    draw = np.random.default_rng(seed)
    rows = []
    for customer in range(NEVER):
        day = int(draw.integers(0, 15))
        rhythm = int(draw.integers(8, 21))
        while day < DAYS:
            staples = np.array([customer % 20, (customer + 1) % 20])
            chosen = [*staples[draw.random(2) < 0.8], *(staples + 20)[draw.random(2) < 0.25]]
            chosen.append(int(40 + draw.integers(0, 20)))
            rows += [(customer, int(item), day) for item in chosen]
            day += max(1, int(draw.normal(rhythm, 2)))
    columns = np.array(rows, dtype=np.int64)
    return ItemSales(
        customers=tuple(f"c{number:03}" for number in range(CUSTOMERS)),
        items=tuple(f"i{number:02}" for number in range(ITEMS)),
        customer=columns[:, 0],
        item=columns[:, 1],
        day=columns[:, 2],
        quantity=1 + columns[:, 1] % 3,
        amount=100 * (1 + columns[:, 1]),
        family=np.arange(ITEMS) // 2,
    )


SALES = regular_shop()
TODAY = 128
