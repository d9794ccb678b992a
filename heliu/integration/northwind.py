"""The Northwind Traders sample as a sales history: orders that were shipped become sales, freight a service line.

Lines are counted over two files: the 2,155 lines of order_details.csv under their own line numbers, and one freight
line per order of orders.csv under 10,000 plus its line number. A discount is taken into the price (exact: two decimals
times two). A sale stands on the day of shipping; lines of orders that were never shipped are reported. Suppliers are
the sample's own, but their lead times, and everything that is bought from them, are simulated.
"""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from decimal import Decimal
from pathlib import Path

import polars as pl

from heliu.core.rounding import to_scaled
from heliu.core.scales import PRICE_SCALE
from heliu.integration.online_retail.masters import (
    SERVICE_CATEGORY,
    HistoricCategory,
    HistoricCustomer,
    HistoricItem,
)
from heliu.integration.online_retail.reading import SalesHistory, with_amounts
from heliu.integration.replenishment.suppliers import SimulatedSupplier, stable_number

FREIGHT_LINE_OFFSET = 10_000
FREIGHT_CODE = "FREIGHT"
SHIPPING_TIME = time(12)
CATEGORY_NAMES_ZH = {
    "1": "饮料",
    "2": "调味品",
    "3": "甜点",
    "4": "乳制品",
    "5": "谷物制品",
    "6": "肉禽",
    "7": "农产品",
    "8": "海鲜",
}
SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "line": pl.Int32,
    "invoice": pl.String,
    "code": pl.String,
    "description": pl.String,
    "quantity": pl.Int64,
    "at": pl.Datetime("us"),
    "price": pl.Int64,
    "customer": pl.String,
    "country": pl.String,
}
Row = tuple[int, str, str, str, int, datetime, int, str, str]


def read_northwind(folder: Path) -> SalesHistory:
    """All order lines and freights, in order of their line numbers."""
    orders = {order["orderID"]: order for order in _records(folder, "orders")}
    lines = [*_order_lines(folder, orders), *_freight_lines(orders)]
    held = frozenset(line[0] for line in lines if not orders[line[1]]["shippedDate"])
    digest = hashlib.sha256()
    for name in ("orders", "order_details", "products"):
        digest.update((folder / f"{name}.csv").read_bytes())
    return SalesHistory(
        file="northwind",
        sha256=digest.hexdigest(),
        encoding="utf-8",
        date_format="%Y-%m-%d",
        frame=with_amounts(pl.DataFrame(lines, schema=SCHEMA, orient="row")),
        not_shipped=held,
    )


def _order_lines(folder: Path, orders: dict[str, dict[str, str]]) -> Iterator[Row]:
    names = {product["productID"]: product["productName"] for product in _records(folder, "products")}
    for line, detail in enumerate(_records(folder, "order_details"), start=2):
        order = orders[detail["orderID"]]
        price = Decimal(detail["unitPrice"]) * (1 - Decimal(detail["discount"]))
        code, name = item_code(detail["productID"]), names[detail["productID"]]
        yield (
            line,
            detail["orderID"],
            code,
            name,
            int(detail["quantity"]),
            _shipped_at(order),
            to_scaled(price, PRICE_SCALE, field="unitPrice"),
            order["customerID"],
            order["shipCountry"],
        )


def _freight_lines(orders: dict[str, dict[str, str]]) -> Iterator[Row]:
    for line, (number, order) in enumerate(orders.items(), start=FREIGHT_LINE_OFFSET + 2):
        freight = to_scaled(order["freight"], PRICE_SCALE, field="freight")
        at = _shipped_at(order)
        yield (line, number, FREIGHT_CODE, "Freight", 1, at, freight, order["customerID"], order["shipCountry"])


def _shipped_at(order: dict[str, str]) -> datetime:
    """Noon of the shipping day, as local time; unshipped orders stand on the day of the order."""
    day = datetime.strptime(order["shippedDate"] or order["orderDate"], "%Y-%m-%d").replace(tzinfo=UTC).date()
    return datetime.combine(day, SHIPPING_TIME)


def item_code(product_id: str) -> str:
    """ "7" → "NW-07": two digits, so that codes sort like numbers."""
    return f"NW-{int(product_id):02}"


def northwind_items(folder: Path, items: list[HistoricItem]) -> list[HistoricItem]:
    """`items` with the sample's own categories."""
    categories = {item_code(product["productID"]): product["categoryID"] for product in _records(folder, "products")}
    return [
        replace(item, category=f"NW-C{categories[item.code]}") if item.code in categories else item for item in items
    ]


def northwind_categories(folder: Path) -> tuple[HistoricCategory, ...]:
    rows = _records(folder, "categories")
    named = [
        HistoricCategory(f"NW-C{row['categoryID']}", CATEGORY_NAMES_ZH[row["categoryID"]], row["categoryName"])
        for row in rows
    ]
    return (*named, SERVICE_CATEGORY)


def northwind_customers(folder: Path, customers: list[HistoricCustomer]) -> list[HistoricCustomer]:
    """`customers` with the sample's company names."""
    names = {row["customerID"]: row["companyName"] for row in _records(folder, "customers")}
    return [replace(customer, name=names[customer.number]) for customer in customers]


def northwind_suppliers(folder: Path) -> dict[str, SimulatedSupplier]:
    """The supplier of every item code; lead time, review day and terms are simulated."""
    suppliers = {row["supplierID"]: _supplier(row) for row in _records(folder, "suppliers")}
    return {item_code(row["productID"]): suppliers[row["supplierID"]] for row in _records(folder, "products")}


def _supplier(row: dict[str, str]) -> SimulatedSupplier:
    code = f"NW-S{int(row['supplierID']):02}"
    return SimulatedSupplier(
        code=code,
        name_zh=f"{row['companyName']}(模拟)",
        name_en=f"{row['companyName']} (simulated)",
        country=row["country"],
        lead_days=5 + stable_number(f"lead {code}", 10),
        review_weekday=stable_number(f"review {code}", 5),
        terms_days=(14, 30, 45)[stable_number(f"terms {code}", 3)],
    )


def _records(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
