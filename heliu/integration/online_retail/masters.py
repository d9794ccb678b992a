"""Items and customers that a sales history implies.

An item is named by its most frequent description on priced lines (notes of the stock keeper such as "damages" stand on
lines without price), priced by its last sale, and put into a category by the first matching word of the table below.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from heliu.integration.online_retail.classes import CodeRole, LineClass

SERVICE_NAMES: dict[str, str] = {
    "POST": "POSTAGE",
    "DOT": "DOTCOM POSTAGE",
    "C2": "CARRIAGE",
    "C3": "CARRIAGE",
    "M": "MANUAL",
    "D": "DISCOUNT",
    "S": "SAMPLES",
    "B": "ADJUST BAD DEBT",
    "BANK CHARGES": "BANK CHARGES",
    "AMAZONFEE": "AMAZON FEE",
    "CRUK": "CRUK COMMISSION",
    "FREIGHT": "FREIGHT",
}


@dataclass(frozen=True, slots=True)
class HistoricCategory:
    """`words`: an item whose name has a word that begins with one of them belongs here; the first category wins."""

    code: str
    name_zh: str
    name_en: str
    words: tuple[str, ...] = ()


CATEGORIES: tuple[HistoricCategory, ...] = (
    HistoricCategory(
        "SEASON",
        "节庆用品",
        "Seasonal",
        ("CHRISTMAS", "XMAS", "ADVENT", "EASTER", "SANTA", "REINDEER", "HALLOWEEN"),
    ),
    HistoricCategory(
        "BAGS",
        "箱包袋",
        "Bags",
        ("BAG", "PURSE", "SUITCASE", "RUCKSACK", "BACKPACK", "LUGGAGE", "SHOPPER"),
    ),
    HistoricCategory(
        "LIGHT",
        "蜡烛灯饰",
        "Candles and lights",
        ("CANDLE", "LIGHT", "LAMP", "LANTERN", "INCENSE", "T-LIGHT", "CHANDELIER"),
    ),
    HistoricCategory(
        "PAPER",
        "文具纸品",
        "Stationery and paper",
        ("CARD", "PAPER", "NOTEBOOK", "PENCIL", "PEN", "WRAP", "STICKER", "TAPE", "TAG", "GIFT", "RIBBON"),
    ),
    HistoricCategory(
        "KITCHEN",
        "厨房用品",
        "Kitchen",
        ("CAKE", "BAKING", "KITCHEN", "JAR", "TIN", "BOTTLE", "SPOON", "CUTLERY", "LUNCH", "BREAD", "RECIPE", "PANTRY"),
    ),
    HistoricCategory(
        "TABLE",
        "餐具",
        "Tableware",
        ("MUG", "CUP", "TEA", "PLATE", "BOWL", "GLASS", "NAPKIN", "COASTER", "TRAY", "JUG", "SAUCER", "PLACEMAT"),
    ),
    HistoricCategory(
        "GARDEN",
        "园艺户外",
        "Garden and outdoor",
        ("GARDEN", "PLANT", "FLOWER", "WATERING", "PICNIC", "UMBRELLA", "DOORMAT", "PARASOL", "BIRD"),
    ),
    HistoricCategory(
        "TOYS",
        "玩具游戏",
        "Toys and games",
        (
            "TOY",
            "GAME",
            "DOLL",
            "PUZZLE",
            "SKITTLES",
            "JIGSAW",
            "CHILD",
            "KIDS",
            "PLAYING",
            "SOFT",
            "CIRCUS",
            "BALLOON",
        ),
    ),
    HistoricCategory(
        "JEWEL",
        "饰品",
        "Jewellery",
        ("NECKLACE", "BRACELET", "EARRING", "RING", "BROOCH", "HAIR", "KEYRING", "BEAD", "BANGLE", "PENDANT"),
    ),
    HistoricCategory(
        "TEXTILE",
        "家纺",
        "Textiles",
        ("CUSHION", "APRON", "TOWEL", "BLANKET", "QUILT", "RUG", "FLANNEL", "CURTAIN", "SCARF", "SLEEPING"),
    ),
    HistoricCategory(
        "DECOR",
        "家居装饰",
        "Home decoration",
        (
            "HEART",
            "SIGN",
            "FRAME",
            "CLOCK",
            "MIRROR",
            "HOOK",
            "DRAWER",
            "DECORATION",
            "BUNTING",
            "VASE",
            "WALL",
            "WREATH",
            "GARLAND",
        ),
    ),
)
NOTE_CLASSES = (LineClass.STOCK_WRITE_OFF.value, LineClass.STOCK_FOUND.value)
OTHER_CATEGORY = HistoricCategory("OTHER", "其他商品", "Other goods")
SERVICE_CATEGORY = HistoricCategory("SERVICE", "服务与费用", "Services and fees")


@dataclass(frozen=True, slots=True)
class HistoricItem:
    """`price` last and `price_median` middle sale price (1e-6, 0 when never sold at a price); service: not stocked."""

    code: str
    name: str
    role: CodeRole
    category: str
    price: int
    price_median: int

    @property
    def is_stocked(self) -> bool:
        return self.role == CodeRole.ARTICLE


@dataclass(frozen=True, slots=True)
class HistoricCustomer:
    """`country` of the customer's latest invoice; the source of the online retailer gives no names."""

    number: str
    name: str
    country: str
    first_on: date


def item_masters(frame: pl.DataFrame) -> list[HistoricItem]:
    """One item per code of the posted lines, sorted by code."""
    posted = frame.filter(pl.col("line_class") != LineClass.REPORTED.value)
    priced = posted.filter((pl.col("price") > 0) & (pl.col("quantity") > 0))
    names = _most_frequent_names(priced) | SERVICE_NAMES
    other_names = _most_frequent_names(posted.filter(~pl.col("line_class").cast(pl.String).is_in(NOTE_CLASSES)))
    prices = {
        code: (last, sorted_prices[len(sorted_prices) // 2])
        for code, last, sorted_prices in priced.sort("at", "line")
        .group_by("code")
        .agg(pl.col("price").last(), pl.col("price").sort().alias("prices"))
        .iter_rows()
    }
    items = []
    for code, role in posted.select("code", "role").unique().sort("code").iter_rows():
        name = names.get(code) or other_names.get(code) or code
        last, median = prices.get(code, (0, 0))
        category = category_of(name) if role == CodeRole.ARTICLE else SERVICE_CATEGORY.code
        items.append(HistoricItem(code, name, CodeRole(role), category, last, median))
    return items


def customer_masters(frame: pl.DataFrame) -> list[HistoricCustomer]:
    """One customer per number, sorted by number; walk-ins are not among them."""
    rows = (
        frame.filter(pl.col("customer").is_not_null())
        .sort("at", "line")
        .group_by("customer")
        .agg(pl.col("country").last(), pl.col("at").min().dt.date())
        .sort("customer")
    )
    return [
        HistoricCustomer(number, f"Customer {number}", country, first_on)
        for number, country, first_on in rows.iter_rows()
    ]


def category_of(name: str) -> str:
    """Category code by the first row of CATEGORIES with a word that begins a word of the name.

    >>> category_of("JUMBO BAG RED RETROSPOT"), category_of("ASSORTED COLOUR BIRD ORNAMENT")
    ('BAGS', 'OTHER')
    """
    padded = f" {name.upper()} "
    for category in CATEGORIES:
        if any(f" {word}" in padded for word in category.words):
            return category.code
    return OTHER_CATEGORY.code


def _most_frequent_names(frame: pl.DataFrame) -> dict[str, str]:
    counted = (
        frame.filter(pl.col("description").is_not_null())
        .group_by("code", "description")
        .len()
        .sort(["code", "len", "description"], descending=[False, True, False])
        .unique("code", keep="first", maintain_order=True)
    )
    return dict(counted.select("code", "description").iter_rows())
