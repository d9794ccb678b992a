"""Items and parties for tests: a shop with its usual units, tax codes and price levels."""

from dataclasses import dataclass, field
from typing import Any

from heliu.access.models import Company
from heliu.catalog import services as catalog
from heliu.catalog.drafts import ItemDraft
from heliu.catalog.models import PriceLevel, TaxCode, Unit
from heliu.core.scope import Scope, system_scope
from heliu.core.tabular.reading import Table, read_table
from heliu.parties import services as parties
from heliu.parties.drafts import PartyDraft
from tests.support import people


@dataclass(slots=True)
class Shop:
    """A company with master defaults; `unit("件")`, `tax("VAT13")`, `level("RETAIL")` are ids."""

    company: Company
    scope: Scope
    units: dict[str, int] = field(default_factory=dict)

    def unit(self, name: str) -> int:
        return Unit.objects.get(company=self.company, name=name).pk

    def tax(self, code: str) -> int:
        return TaxCode.objects.get(company=self.company, code=code).pk

    def level(self, code: str) -> int:
        return PriceLevel.objects.get(company=self.company, code=code).pk

    def draft(self, code: str = "", name: str = "雨伞", **facts: Any) -> ItemDraft:
        if not self.units:
            self.units = dict(Unit.objects.filter(company=self.company).values_list("name", "id"))
        return ItemDraft(**{"code": code, "name": name, "base_unit_id": self.units["件"], **facts})

    def item(self, code: str = "", name: str = "雨伞", **facts: Any) -> int:
        return catalog.create_item(self.scope, self.draft(code, name, **facts))

    def customer(self, code: str = "", name: str = "重庆百货", **facts: Any) -> int:
        return parties.create_party(
            self.scope, PartyDraft(**{"code": code, "name": name, "is_customer": True, **facts})
        )

    def supplier(self, code: str = "", name: str = "义乌小商品", **facts: Any) -> int:
        return parties.create_party(
            self.scope, PartyDraft(**{"code": code, "name": name, "is_supplier": True, **facts})
        )


def shop() -> Shop:
    company = people.company()
    scope = system_scope(company.pk)
    catalog.install_defaults(scope)
    return Shop(company, scope)


def table(text: str, name: str = "file.csv") -> Table:
    return read_table(name, text.encode())
