"""A company at work with one record of every kind, and a valid body for every route that takes ids in one.

Two firms made alike let a test put the id of the one into the body of the other, at the same place.
"""

from dataclasses import dataclass, field
from typing import Any

from heliu.access.models import Company, Role, User, UserSession
from heliu.catalog.models import PriceLevel, TaxCode, Unit
from heliu.core import clock
from heliu.core.models import Job
from heliu.ledger.models import Account, Entry, Ledger, Period
from heliu.parties.models import PartyGroup
from heliu.stock.models import Location, Lot, Warehouse
from tests.support import people
from tests.support.people import Browser


@dataclass(frozen=True, slots=True)
class Request:
    """template: path of the OpenAPI document below /api/v1; path: the same with ids of the firm."""

    method: str
    template: str
    path: str
    body: dict[str, Any]
    version: str = "1"

    @property
    def route(self) -> str:
        return f"{self.method} {self.template}"

    def send(self, browser: Browser, body: Any) -> Any:
        return browser.send(self.method, self.path, body, If_Match=self.version)


@dataclass(slots=True)
class Firm:
    """`name` in Latin letters: codes and user names are made of it."""

    name: str
    company: Company = field(init=False)
    owner: Browser = field(init=False)
    ids: dict[str, str] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.company = people.company(self.name)
        boss = people.user(self.company, "owner", username=f"{self.name}-boss")
        self.owner = people.browser(boss, self.company)
        self.ids |= {"boss": str(boss.pk), "company": str(self.company.pk)}
        self._masters()
        self._people(boss)
        self._catalog()
        self._parties()
        self._goods()
        self._orders()
        self._money()
        self._books()
        self._addresses()

    def called(self, route: str) -> Request:
        return next(request for request in self.requests if request.route == route)

    # ---- parts ---------------------------------------------------------------------------------------------------

    def _sent(self, path: str, body: Any = None, *, version: str = "1") -> dict[str, Any]:
        answer = self.owner.post(path, body, If_Match=version)
        assert answer.status_code in (200, 201), f"{path}: {answer.content!r}"
        return answer.json()

    def _takes(self, method: str, template: str, body: dict[str, Any], *, version: int = 1, **ids: str) -> None:
        self.requests.append(Request(method, template, template.format(**ids), body, str(version)))

    def _family(self, template: str, body: dict[str, Any], param: str = "document_id") -> dict[str, Any]:
        """POST makes it, PUT changes a draft of it. Returns the draft."""
        self._takes("POST", template, body)
        made = self._sent(template, body)
        self._takes("PUT", f"{template}/{{{param}}}", body, **{param: made["id"]})
        self.ids[template] = made["id"]
        return made

    def _head(self, **more: Any) -> dict[str, Any]:
        return {"business_date": clock.today().isoformat(), **more}

    def _account(self, code: str) -> str:
        return str(Account.objects.get(company=self.company, code=code).pk)

    def _masters(self) -> None:
        own = {"company": self.company}
        self._sent("/warehouse/warehouses", {"code": "W2", "name": "Second"})
        second = Warehouse.objects.get(code="W2", **own)
        first = Warehouse.objects.exclude(pk=second.pk).get(**own)
        units = list(Unit.objects.filter(**own).order_by("code")[:2])
        self.ids |= {
            "warehouse": str(first.pk),
            "warehouse2": str(second.pk),
            "location": str(Location.objects.get(warehouse=first, **own).pk),
            "location2": str(Location.objects.get(warehouse=second, **own).pk),
            "unit": str(units[0].pk),
            "pack": str(units[1].pk),
            "tax": str(TaxCode.objects.filter(**own).order_by("code")[0].pk),
            "level": str(PriceLevel.objects.filter(**own).order_by("code")[0].pk),
            "role": str(Role.objects.get(code="seller", **own).pk),
            "ledger": str(Ledger.objects.get(is_primary=True, **own).pk),
            "cash": self._account("1002"),
            "account": self._account("6602.06"),
            "parent": self._account("6602"),
        }
        for kind in ("customer", "supplier"):
            group = PartyGroup.objects.filter(kind=kind, **own).first()
            assert group is not None
            self.ids[f"{kind}_group"] = str(group.pk)

    def _people(self, boss: User) -> None:
        place = {"role_ids": [self.ids["role"]], "warehouse_ids": [self.ids["warehouse"]]}
        self._takes("POST", "/access/users", {"username": f"{self.name}-new", "password": people.PASSWORD, **place})
        branch = people.company(f"{self.name} branch")
        people.join(boss, branch, "owner")
        shared = people.user(branch, "seller", username=f"{self.name}-shared")
        self._takes("POST", "/access/users/existing", {"username": shared.username, **place})
        member = people.user(self.company, "seller", username=f"{self.name}-member")
        self.ids["user"] = str(member.pk)
        self._takes("PUT", "/access/users/{user_id}", place, user_id=self.ids["user"])

    def _catalog(self) -> None:
        ids = self.ids
        category = {"code": "C1", "name": "Cups", "parent_id": None}
        ids["category"] = self._sent("/catalog/categories", category)["id"]
        below = {"code": "C2", "name": "Tea cups", "parent_id": ids["category"]}
        self._takes("POST", "/catalog/categories", {**below, "code": "C3"})
        child = self._sent("/catalog/categories", below)["id"]
        self._takes("PUT", "/catalog/categories/{category_id}", below, category_id=child)
        item = {
            "name": "Cup", "base_unit_id": ids["unit"], "category_id": ids["category"], "tax_code_id": ids["tax"],
            "packs": [{"unit_id": ids["pack"], "numerator": 6}],
            "barcodes": [{"code": "", "unit_id": ids["pack"]}],
            "prices": [{"price_level_id": ids["level"], "price": "9", "unit_id": ids["pack"]}],
        }  # fmt: skip
        for code, barcode in (("A", "6901234567892"), ("Z", "6909876543212")):
            item = {**item, "code": code, "barcodes": [{"code": barcode, "unit_id": ids["pack"]}]}
            if code == "A":
                ids["item"] = self._sent("/catalog/items", item)["id"]
                self._takes("PUT", "/catalog/items/{item_id}", item, item_id=ids["item"])
        self._takes("POST", "/catalog/items", item)
        self._takes("POST", "/catalog/items/batch", {"items": [item]})
        milk = {"code": "M", "name": "Milk", "base_unit_id": ids["unit"], "tracks_lots": True}
        ids["milk"] = self._sent("/catalog/items", milk)["id"]
        freight = {"code": "F", "name": "Freight", "base_unit_id": ids["unit"], "kind": "service"}
        ids["service"] = self._sent("/catalog/items", freight)["id"]

    def _parties(self) -> None:
        groups = {f"{kind}_group_id": self.ids[f"{kind}_group"] for kind in ("customer", "supplier")}
        both = {"is_customer": True, "is_supplier": True, "owner_id": self.ids["boss"], **groups}
        for path, kind in (("/parties/customers", "customer"), ("/parties/suppliers", "supplier")):
            body = {"name": f"{self.name} {kind}", "code": kind[0], **both}
            new = {**body, "name": f"{self.name} new {kind}", "code": f"N{kind[0]}"}
            self._takes("POST", path, new)
            self._takes("POST", f"{path}/batch", {"items": [new]})
            self.ids[kind] = self._sent(path, body)["id"]
            self._takes("PUT", f"{path}/{{party_id}}", body, party_id=self.ids[kind])

    def _line(self, item: str = "item", quantity: str = "1", **more: Any) -> dict[str, Any]:
        return {"item_id": self.ids[item], "quantity": quantity, "unit_id": self.ids["unit"], "price": "5",
                "tax_code_id": self.ids["tax"], **more}  # fmt: skip

    def _goods(self) -> None:
        ids = self.ids
        there = self._head(warehouse_id=ids["warehouse"], reason="OPENING")
        first = [self._line(quantity="100"), self._line("milk", "100", lot_code="L1")]
        opening = self._sent("/warehouse/other-receipts", {**there, "lines": first})
        self._sent(f"/warehouse/other-receipts/{opening['id']}/post", {})
        ids["lot"] = str(Lot.objects.get(company=self.company).pk)
        here = {"location_id": ids["location"]}
        lines = [self._line(**here), self._line("milk", **here, lot_id=ids["lot"])]
        self._family("/warehouse/other-receipts", {**there, "lines": lines})
        self._family("/warehouse/other-issues", {**there, "reason": "OTHER_ISSUE", "lines": lines})
        bought = {**there, "reason": "", "party_id": ids["supplier"], "lines": lines}
        sold = {**bought, "party_id": ids["customer"]}
        ids["receipt"], ids["receipt_line"] = self._posted("/warehouse/goods-receipts", bought)
        ids["shipment"], ids["shipment_line"] = self._posted("/warehouse/shipments", sold)
        self._family("/warehouse/goods-receipts", bought)
        self._family("/warehouse/shipments", sold)
        for path, body, kind in (
            ("/warehouse/purchase-returns", bought, "receipt"),
            ("/warehouse/sales-returns", sold, "shipment"),
        ):
            back = self._line(**here, original_line_id=ids[f"{kind}_line"])
            self._family(path, {**body, "original_id": ids[kind], "lines": [back]})
        self._moves()

    def _posted(self, path: str, body: dict[str, Any]) -> tuple[str, str]:
        """(document, its first line)"""
        made = self._sent(path, body)
        self._sent(f"{path}/{made['id']}/post", {})
        return made["id"], made["lines"][0]["id"]

    def _moves(self) -> None:
        ids = self.ids
        bins = {"from_location_id": ids["location"], "to_location_id": ids["location2"]}
        lines = [
            {"item_id": ids[item], "quantity": "1", "unit_id": ids["unit"], **bins, **more}
            for item, more in (("item", {}), ("milk", {"lot_id": ids["lot"]}))
        ]
        transfer = self._head(
            from_warehouse_id=ids["warehouse"], to_warehouse_id=ids["warehouse2"], via_transit=True, lines=lines
        )
        self._family("/warehouse/transfers", transfer, "transfer_id")
        under_way = self._sent("/warehouse/transfers", transfer)
        self._sent(f"/warehouse/transfers/{under_way['id']}/ship")
        arrived = {"lines": [{"line_id": under_way["lines"][0]["id"], "quantity": "1"}]}
        for verb in ("receive", "send-back"):
            self._takes("POST", f"/warehouse/transfers/{{transfer_id}}/{verb}", arrived, transfer_id=under_way["id"])
        self._differences(transfer)
        stocktake = self._head(warehouse_id=ids["warehouse2"], item_ids=[ids["item"]])
        self._takes("POST", "/warehouse/stocktakes", stocktake)
        counting = self._sent("/warehouse/stocktakes", {**stocktake, "warehouse_id": ids["warehouse"]})
        started = self._sent(f"/warehouse/stocktakes/{counting['id']}/start")
        counted = {"lines": [{"line_id": started["lines"][0]["id"], "quantity": "1"}]}
        self._takes("POST", "/warehouse/stocktakes/{stocktake_id}/count", counted, stocktake_id=counting["id"])

    def _differences(self, transfer: dict[str, Any]) -> None:
        """What a transfer lost: one line of it waits, the other is resolved."""
        path = f"/warehouse/transfers/{self._sent('/warehouse/transfers', transfer)['id']}"
        self._sent(f"{path}/ship")
        self._sent(f"{path}/close", {"reason": "stolen"})
        lost, resolved = self.owner.get("/warehouse/differences").json()["items"]
        line = {"quantity": "1", "outcome": "liable", "party_id": self.ids["supplier"]}
        for verb in ("preview", "resolve"):
            body = {"reason": "stolen", "lines": [{"difference_id": lost["id"], **line}]}
            self._takes("POST", f"/warehouse/differences/{verb}", body)
        done = {"reason": "stolen", "lines": [{"difference_id": resolved["id"], **line}]}
        resolution = self._sent("/warehouse/differences/resolve", done)["items"][0]["id"]
        self.ids["/warehouse/differences/resolutions/"] = resolution

    def _orders(self) -> None:
        ids, amended = self.ids, dict[str, Any]()
        for desk, party in (("purchasing", "supplier"), ("sales", "customer")):
            path = f"/{desk}/orders"
            lines = [self._line(quantity="4"), self._line("milk", "4")]
            body = self._head(party_id=ids[party], warehouse_id=ids["warehouse"], lines=lines)
            self._family(path, body, "order_id")
            made = self._sent(path, body)
            order = self._sent(f"{path}/{made['id']}/submit")
            order = self._sent(f"{path}/{made['id']}/approve", {}, version=str(order["version"]))
            ids[f"{desk}_order"], ids[f"{desk}_line"] = order["id"], order["lines"][0]["id"]
            ids[f"{desk}_milk_line"] = order["lines"][1]["id"]
            kept = [{**line, "line_id": row["id"]} for line, row in zip(lines, order["lines"], strict=True)]
            amended[desk] = {**body, "lines": kept}
        self._deliveries()
        for desk, body in amended.items():
            path = f"/{desk}/orders"
            version = self.owner.get(f"{path}/{ids[f'{desk}_order']}").json()["version"]
            self._takes("POST", f"{path}/{{order_id}}/amend", body, version=version, order_id=ids[f"{desk}_order"])
        self._sales()

    def _deliveries(self) -> None:
        ids = self.ids
        here = {"location_id": ids["location"], "quantity": "2"}
        for desk, verb in (("purchasing", "receive"), ("sales", "ship")):
            lines = [
                {"order_line_id": ids[f"{desk}_line"], **here},
                {"order_line_id": ids[f"{desk}_milk_line"], **here, "lot_id": ids["lot"]},
            ]
            body = {"lines": lines} | ({"warehouse_id": ids["warehouse"]} if verb == "receive" else {})
            self._takes("POST", f"/{desk}/orders/{{order_id}}/{verb}", body, order_id=ids[f"{desk}_order"])
            document = self._sent(f"/{desk}/orders/{ids[f'{desk}_order']}/{verb}", body)["id"]
            room = "goods-receipts" if verb == "receive" else "shipments"
            row = self.owner.get(f"/warehouse/{room}/{document}").json()["lines"][0]["id"]
            ids[f"{desk}_delivery"], ids[f"{desk}_delivery_line"] = document, row
        back = {"warehouse_id": ids["warehouse"],
                "lines": [{"receipt_line_id": ids["purchasing_delivery_line"], "quantity": "1"}]}  # fmt: skip
        self._takes("POST", "/purchasing/orders/{order_id}/return", back, order_id=ids["purchasing_order"])

    def _sales(self) -> None:
        ids = self.ids
        place = {"party_id": ids["customer"], "warehouse_id": ids["warehouse"]}
        lines = [self._line(location_id=ids["location"]),
                 self._line("milk", location_id=ids["location"], lot_id=ids["lot"])]  # fmt: skip
        sale = {**place, "paid": "1", "cash_account_id": ids["cash"], "lines": lines}
        self._takes("POST", "/sales/direct-sales", sale)
        self._takes("POST", "/sales/direct-sales/preview", sale)
        self._takes("POST", "/sales/invoices", {"shipment_ids": [ids["sales_delivery"]]})
        free = [{k: v for k, v in line.items() if k != "unit_id"} for line in lines]
        of_shipment = {"quantity": "1", "shipment_line_id": ids["shipment_line"]}
        self._takes("POST", "/sales/returns", {**place, "lines": free})
        self._takes("POST", "/sales/returns", {"lines": [of_shipment]})

    def _money(self) -> None:
        ids = self.ids
        for kind, party, desk in (("purchase", "supplier", "purchasing"), ("sales", "customer", "sales")):
            path = f"/finance/{kind}-invoices"
            head = self._head(party_id=ids[party], currency="CNY")
            goods = self._line(source_line_id=ids[f"{desk}_delivery_line"], order_id=ids[f"{desk}_order"],
                               order_line_id=ids[f"{desk}_line"])  # fmt: skip
            free = {"quantity": "1", "price": "5", "description": "x", "account_id": ids["account"]}
            self._family(path, {**head, "lines": [goods, free]})
            service = {**head, "lines": [self._line("service", "10")]}
            ids[f"{kind}_invoice"], line = self._posted(path, service)
            red = {"lines": [{"line_id": line, "quantity": "1"}]}
            self._takes("POST", f"{path}/{{document_id}}/red", red, document_id=ids[f"{kind}_invoice"])
        for path, kind, party in (("payments", "purchase", "supplier"), ("money-receipts", "sales", "customer")):
            part = {"origin_kind": f"{kind}_invoice", "origin_id": ids[f"{kind}_invoice"], "amount": "1"}
            body = self._head(
                party_id=ids[party], currency="CNY", amount="1", cash_account_id=ids["cash"], allocations=[part]
            )
            self._family(f"/finance/{path}", body)
        advance = self._head(party_id=ids["customer"], currency="CNY", amount="5", cash_account_id=ids["cash"])
        made = self._sent("/finance/money-receipts", advance)
        self._sent(f"/finance/money-receipts/{made['id']}/post", {})
        debit = {"origin_kind": "sales_invoice", "origin_id": ids["sales_invoice"], "amount": "1"}
        credit = {"origin_kind": "money_receipt", "origin_id": made["id"], "amount": "1"}
        offset = self._head(party_id=ids["customer"], side="AR", currency="CNY", debits=[debit], credits=[credit])
        self._family("/finance/settlements", offset)

    def _books(self) -> None:
        ids = self.ids
        other = self._head(party_id=ids["supplier"], currency="CNY", cash_account_id=ids["cash"],
                           lines=[{"amount": "1", "account_id": ids["account"]}])  # fmt: skip
        self._family("/finance/other-expenses", other)
        self._family("/finance/other-incomes", {**other, "party_id": ids["customer"]})
        owed = {"kind": "AR", "party_id": ids["customer"], "amount": "1"}
        made = self._family("/finance/opening-balances", self._head(topic="parties", currency="CNY", lines=[owed]))
        ids["opening_line"] = made["lines"][0]["id"]
        held = {"account_id": ids["cash"], "debit": "1"}
        self._family("/finance/opening-balances", self._head(topic="accounts", currency="CNY", lines=[held]))
        pair = [{"account_id": ids["account"], "debit": "1", "currency": "CNY", "party_id": ids["supplier"]},
                {"account_id": ids["cash"], "credit": "1", "currency": "CNY"}]  # fmt: skip
        self._family("/finance/manual-vouchers", self._head(ledger_id=ids["ledger"], lines=pair))
        self._takes("POST", "/ledger/accounts", {"name": "x", "code": "6602.77", "parent_id": ids["parent"]})
        self._takes("POST", "/ledger/years", {"ledger_id": ids["ledger"], "year": clock.today().year + 1})

    def _addresses(self) -> None:
        """ids by the beginning of the address, of what no request of the firm names."""
        own = {"company": self.company}
        token = self._sent("/access/tokens", {"name": "link", "patterns": ["access.company.read"], "days": 1})
        session = UserSession.objects.create(
            user_id=int(self.ids["boss"]), session_key=self.name, created_at=clock.now(), last_seen_at=clock.now()
        )
        job = Job.objects.create(company_id=self.company.pk, user_id=0, kind="verify", created_at=clock.now())
        period = Period.objects.filter(**own).order_by("code")[0]
        self.ids |= {
            "/access/roles/": self.ids["role"],
            "/access/tokens/": str(token["id"]),
            "/access/sessions/": str(session.pk),
            "/access/jobs/": str(job.pk),
            "/catalog/units/": self.ids["unit"],
            "/catalog/tax-codes/": self.ids["tax"],
            "/catalog/price-levels/": self.ids["level"],
            "/parties/groups/": self.ids["customer_group"],
            "/ledger/accounts/": self.ids["account"],
            "/ledger/periods/": str(period.pk),
            "/ledger/vouchers/": str(Entry.objects.filter(**own).order_by("id")[0].pk),
            "/finance/profit-transfers/": str(period.pk),
            "/warehouse/warehouses/": self.ids["warehouse"],
            "/sales/returns/": self.ids["/warehouse/sales-returns"],
        }
