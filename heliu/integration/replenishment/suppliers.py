"""Fictitious suppliers, and which of them delivers an item at what cost. Everything follows from a hash of the code."""

from dataclasses import dataclass
from hashlib import blake2b

from heliu.core.rounding import divide_half_up

COST_PERCENT_MIN = 55
COST_PERCENT_SPREAD = 11
COST_STEP = 100  # costs have at most four decimals: 1e-4 in units of 1e-6
# (sale price below, 1e-6) → pieces per pack; what is cheap is bought by the carton.
PACKS = ((1_000_000, 24), (3_000_000, 12), (10_000_000, 6))


@dataclass(frozen=True, slots=True)
class SimulatedSupplier:
    """`review_weekday` 0 = Monday; `lead_days` calendar days to arrival; `terms_days` from invoice to due."""

    code: str
    name_zh: str
    name_en: str
    country: str
    lead_days: int
    review_weekday: int
    terms_days: int


SUPPLIERS: tuple[SimulatedSupplier, ...] = (
    SimulatedSupplier("SIM-S01", "义乌晨光工艺品厂(模拟)", "Yiwu Morning Crafts (simulated)", "China", 14, 0, 30),
    SimulatedSupplier("SIM-S02", "宁波海桥家居用品(模拟)", "Ningbo Seabridge Homeware (simulated)", "China", 12, 1, 30),
    SimulatedSupplier("SIM-S03", "潮州青瓷坊(模拟)", "Chaozhou Celadon Works (simulated)", "China", 14, 2, 45),
    SimulatedSupplier("SIM-S04", "温州彩印包装(模拟)", "Wenzhou Colour Print (simulated)", "China", 10, 3, 30),
    SimulatedSupplier(
        "SIM-S05", "北谷礼品批发(模拟)", "Northvale Gift Wholesale (simulated)", "United Kingdom", 4, 0, 14
    ),
    SimulatedSupplier(
        "SIM-S06", "河畔蜡烛作坊(模拟)", "Riverside Candle Makers (simulated)", "United Kingdom", 5, 2, 14
    ),
    SimulatedSupplier("SIM-S07", "橡树巷纸品(模拟)", "Oak Lane Paper Goods (simulated)", "United Kingdom", 4, 4, 14),
    SimulatedSupplier("SIM-S08", "莱茵玩具贸易(模拟)", "Rhine Toy Trading (simulated)", "Germany", 7, 1, 30),
    SimulatedSupplier("SIM-S09", "里昂纺织之家(模拟)", "Maison Textile de Lyon (simulated)", "France", 7, 3, 30),
    SimulatedSupplier("SIM-S10", "波尔图金属工坊(模拟)", "Porto Metal Workshop (simulated)", "Portugal", 9, 4, 30),
)


def stable_number(text: str, below: int) -> int:
    """A number in [0, below) that depends on the text alone: the same on every machine and in every year."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) % below


def supplier_of(code: str) -> SimulatedSupplier:
    return SUPPLIERS[stable_number(f"supplier {code}", len(SUPPLIERS))]


def simulated_cost(code: str, price_median: int) -> int:
    """Purchase cost (1e-6): 55 to 65 % of the median sale price, at four decimals, never zero."""
    percent = COST_PERCENT_MIN + stable_number(f"cost {code}", COST_PERCENT_SPREAD)
    return max(divide_half_up(price_median * percent, 100 * COST_STEP) * COST_STEP, COST_STEP)


def pack_of(price_median: int) -> int:
    """Pieces per pack in which the item is bought."""
    return next((pack for below, pack in PACKS if price_median < below), 1)
