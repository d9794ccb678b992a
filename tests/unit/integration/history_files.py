"""Small sales history files for tests: rows as the source writes them."""

from pathlib import Path

HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"


def row(
    invoice: str = "536365",
    code: str = "85123A",
    *,
    quantity: int | str = 6,
    price: str = "2.55",
    customer: str = "17850",
    at: str = "2010-12-01 08:26:00",
    description: str = "WHITE HANGING HEART",
    country: str = "United Kingdom",
) -> str:
    return f"{invoice},{code},{description},{quantity},{at},{price},{customer},{country}"


def write_history(folder: Path, *rows: str, header: str = HEADER, name: str = "sales.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path
