"""The sales histories that can be imported, read as a whole: what the posting of an import or a demo starts from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from heliu.integration import northwind
from heliu.integration.online_retail import masters
from heliu.integration.online_retail.classes import DocumentKind
from heliu.integration.online_retail.documents import HistoricDocuments, group_documents
from heliu.integration.online_retail.reading import SalesHistory, read_sales_history
from heliu.integration.online_retail.rules import (
    ClassifiedHistory,
    ClassTotal,
    ControlTotals,
    class_totals,
    classify,
    control_totals,
)
from heliu.integration.replenishment.demand import Demand, demand_of
from heliu.integration.replenishment.money_receipts import PlannedMoneyReceipt, Receivable, plan_money_receipts
from heliu.integration.replenishment.purchases import PurchasePlan, plan_purchases

DATASETS = Path(__file__).parent / "datasets"
ONLINE_RETAIL_FILE = DATASETS / "online-retail" / "online_retail_2010-12_2011-06.csv.gz"
NORTHWIND_FOLDER = DATASETS / "northwind"
ONLINE_RETAIL_CURRENCY = "GBP"
NORTHWIND_CURRENCY = "USD"
OWED_KINDS = (DocumentKind.SALE.value, DocumentKind.CREDIT.value)


class Dataset(StrEnum):
    ONLINE_RETAIL = "online-retail"
    NORTHWIND = "northwind"


@dataclass(frozen=True, slots=True)
class TradeHistory:
    """A classified history with its masters. `purchases` and `money_receipts` are simulated, the rest is the source."""

    dataset: Dataset
    currency: str
    classified: ClassifiedHistory
    documents: HistoricDocuments
    totals: tuple[ClassTotal, ...]
    control: ControlTotals
    categories: tuple[masters.HistoricCategory, ...]
    items: tuple[masters.HistoricItem, ...]
    customers: tuple[masters.HistoricCustomer, ...]
    demand: Demand

    def purchases(self, *, stock_on_hand: Mapping[str, int] | None = None) -> PurchasePlan:
        """`stock_on_hand` by item code when the history continues one that is already in the books."""
        return plan_purchases(self.demand, stock_on_hand=stock_on_hand)

    def money_receipts(self) -> tuple[PlannedMoneyReceipt, ...]:
        owed = self.documents.headers.select("kind", "number", "customer", "day", "amount").iter_rows()
        receivables = (Receivable(*row) for kind, *row in owed if kind in OWED_KINDS)
        return plan_money_receipts(receivables, first_day=self.demand.first_day, last_day=self.demand.last_day)


def shipped_history(dataset: Dataset) -> TradeHistory:
    """The data set that comes with the package."""
    return northwind_history() if dataset is Dataset.NORTHWIND else online_retail_history(ONLINE_RETAIL_FILE)


def online_retail_history(path: Path, *, currency: str = ONLINE_RETAIL_CURRENCY) -> TradeHistory:
    """Any file in the form of the UCI set, which names no currency; raises ImportRefused with line numbers."""
    return history_of_sales(read_sales_history(path), currency=currency)


def history_of_sales(sales: SalesHistory, *, currency: str = ONLINE_RETAIL_CURRENCY) -> TradeHistory:
    """Rows in the form of the UCI set, wherever they come from."""
    classified = classify(sales)
    items = masters.item_masters(classified.frame)
    return _assembled(
        Dataset.ONLINE_RETAIL,
        currency,
        classified,
        items=items,
        customers=masters.customer_masters(classified.frame),
        categories=(*masters.CATEGORIES, masters.OTHER_CATEGORY, masters.SERVICE_CATEGORY),
        demand=demand_of(classified.frame, items),
    )


def northwind_history(folder: Path = NORTHWIND_FOLDER) -> TradeHistory:
    """The Northwind sample."""
    classified = classify(northwind.read_northwind(folder))
    items = northwind.northwind_items(folder, masters.item_masters(classified.frame))
    suppliers = northwind.northwind_suppliers(folder)
    return _assembled(
        Dataset.NORTHWIND,
        NORTHWIND_CURRENCY,
        classified,
        items=items,
        customers=northwind.northwind_customers(folder, masters.customer_masters(classified.frame)),
        categories=northwind.northwind_categories(folder),
        demand=demand_of(classified.frame, items, supplier_for=suppliers.__getitem__),
    )


def _assembled(
    dataset: Dataset,
    currency: str,
    classified: ClassifiedHistory,
    *,
    items: Sequence[masters.HistoricItem],
    customers: Sequence[masters.HistoricCustomer],
    categories: tuple[masters.HistoricCategory, ...],
    demand: Demand,
) -> TradeHistory:
    totals = class_totals(classified.frame)
    return TradeHistory(
        dataset=dataset,
        currency=currency,
        classified=classified,
        documents=group_documents(classified),
        totals=tuple(totals),
        control=control_totals(totals),
        categories=categories,
        items=tuple(items),
        customers=tuple(customers),
        demand=demand,
    )
