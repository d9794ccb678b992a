"""What a company trades with, put in over the API: units, a supplier, a customer, items, goods on the shelf."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.support.server import Client


@dataclass(frozen=True, slots=True)
class Goods:
    """An item as a price list names it; prices are before tax."""

    code: str
    name: str
    purchase_price: str
    sales_price: str
    barcode: str = ""
    in_lots: bool = False


@dataclass(slots=True)
class Assortment:
    """The ids behind the names, and the shortest way to put documents behind a story."""

    client: Client
    today: str = field(default_factory=lambda: dt.datetime.now(dt.UTC).date().isoformat())
    items: dict[str, str] = field(default_factory=dict)

    def supplier(self, name: str, code: str = "") -> str:
        return self._made("parties/suppliers", {"name": name, "code": code, "is_supplier": True})

    def customer(self, name: str, code: str = "") -> str:
        return self._made("parties/customers", {"name": name, "code": code, "is_customer": True})

    def add(self, goods: Iterable[Goods]) -> None:
        """Items with 13 % VAT, counted in pieces."""
        unit, tax = self._id("catalog/units", name="件"), self._id("catalog/tax-codes", rate="0.13")
        for one in goods:
            facts = {
                "code": one.code,
                "name": one.name,
                "base_unit_id": unit,
                "tax_code_id": tax,
                "purchase_price": one.purchase_price,
                "sales_price": one.sales_price,
                "barcodes": [{"code": one.barcode}] if one.barcode else [],
                "tracks_lots": one.in_lots,
            }
            self.items[one.code] = self._made("catalog/items", facts)

    def warehouse(self) -> str:
        return str(self.client.get("warehouse/warehouses").body["items"][0]["id"])

    def put_on_the_shelf(self, quantities: dict[str, str], *, price: str) -> str:
        """Goods that came without an order: a posted other receipt."""
        lines = [{"item_id": self.items[code], "quantity": many, "price": price} for code, many in quantities.items()]
        body = {"business_date": self.today, "warehouse_id": self.warehouse(), "reason": "OPENING", "lines": lines}
        receipt = self._made("warehouse/other-receipts", body)
        self.step(f"warehouse/other-receipts/{receipt}", "post")
        return receipt

    def sales_order(self, customer: str, quantities: dict[str, str], *, price: str) -> str:
        return self._order("sales/orders", customer, quantities, price)

    def purchase_order(self, supplier: str, quantities: dict[str, str], *, price: str) -> str:
        return self._order("purchasing/orders", supplier, quantities, price)

    def trade(self) -> None:
        """A little of everything: bought, sold, partly invoiced and paid, under English names."""
        supplier, customer = self.supplier("Yiwu Trading", "YW"), self.customer("Chongqing Stores", "CQ")
        self.add([Goods("T1", "Tea cup", "10", "25", "6912345670012"), Goods("T2", "Chopsticks", "8", "20")])
        self.put_on_the_shelf({"T1": "50"}, price="10")
        bought = f"purchasing/orders/{self.purchase_order(supplier, {'T1': '10', 'T2': '20'}, price='10')}"
        for verb in ("submit", "approve", "receive", "invoice"):
            self.step(bought, verb)
        sold = f"sales/orders/{self.sales_order(customer, {'T1': '4'}, price='25')}"
        for verb in ("submit", "approve", "ship", "invoice"):
            self.step(sold, verb)
        for path, party in {"money-receipts": customer, "payments": supplier}.items():
            money = {"party_id": party, "business_date": self.today, "currency": "CNY", "amount": "50"}
            self.step(f"finance/{path}/{self._made(f'finance/{path}', money)}", "post")

    def step(self, path: str, verb: str, body: Any = None) -> Any:
        """Takes a step of a document's lifecycle."""
        answer = self.client.post(f"{path}/{verb}", body or {})
        assert answer.status in {200, 201}, answer.body
        return answer.body

    def _order(self, path: str, party: str, quantities: dict[str, str], price: str) -> str:
        lines = [{"item_id": self.items[code], "quantity": many, "price": price} for code, many in quantities.items()]
        body = {
            "business_date": self.today,
            "party_id": party,
            "warehouse_id": self.warehouse(),
            "lines": lines,
        }
        return self._made(path, body)

    def _made(self, path: str, body: Any) -> str:
        answer = self.client.post(path, body)
        assert answer.status in {200, 201}, answer.body
        return str(answer.body["id"])

    def _id(self, path: str, **facts: str) -> str:
        rows = self.client.get(f"{path}?page_size=200").body["items"]
        return next(str(row["id"]) for row in rows if all(_same(row[key], value) for key, value in facts.items()))


def _same(found: Any, wanted: str) -> bool:
    return str(found) == wanted or str(found).rstrip("0") == wanted
