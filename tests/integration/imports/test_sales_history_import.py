"""A sales history becomes documents in both books: once, whole, and to the penny."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from heliu.access.models import Company
from heliu.access.services.companies import NewCompany, create_company
from heliu.catalog.models import Item
from heliu.core import clock
from heliu.finance.models import (
    MoneyReceipt,
    OtherExpense,
    OtherIncome,
    PurchaseInvoice,
    SalesInvoice,
    SalesInvoiceLine,
)
from heliu.integration.models import ImportedDocument, ImportRun
from heliu.integration.sales_history import runs
from heliu.ledger.models import Entry, Period
from heliu.posting.verification import verify
from heliu.purchasing.models import PurchaseOrder
from heliu.stock.models import StockBalance, StockMove
from heliu.warehouse.models import GoodsDocument, GoodsLine
from tests.unit.integration.history_files import row, write_history

pytestmark = pytest.mark.django_db(transaction=True)

HEART, METAL = "85123A", "71053"


def every_class(folder: Path, name: str = "sales.csv") -> Path:
    """One file in which every class of line occurs."""
    return write_history(
        folder,
        row("536365", HEART, quantity=6, price="2.55"),
        row("536365", METAL, quantity=12, price="3.39", description="WHITE METAL LANTERN"),
        row("536365", "POST", quantity=1, price="18.00", description="POSTAGE"),
        row("536366", HEART, quantity=4, price="2.55", customer="", at="2010-12-01 09:00:00"),
        row("536366", "GIFT_0001_20", quantity=1, price="17.02", customer="", at="2010-12-01 09:00:00"),
        row("C536367", HEART, quantity=-2, price="2.55", at="2010-12-01 10:00:00"),
        row("536368", METAL, quantity=1, price="0", at="2010-12-02 10:00:00"),
        row("536369", METAL, quantity=-3, price="0", customer="", at="2010-12-02 11:00:00", description="damaged"),
        row("536370", HEART, quantity=5, price="0", customer="", at="2010-12-02 12:00:00", description="found"),
        row("C536371", "AMAZONFEE", quantity=-1, price="100.50", customer="", at="2010-12-03 09:00:00"),
        row("536372", "AMAZONFEE", quantity=1, price="20.25", customer="", at="2010-12-03 10:00:00"),
        row("C536373", "S", quantity=-1, price="3.10", customer="", at="2010-12-03 11:00:00"),
        row("C536374", "D", quantity=-1, price="5.00", at="2010-12-03 12:00:00"),
        row("C536375", METAL, quantity=-2, price="3.39", customer="12346", at="2010-12-03 13:00:00"),
        row("A536376", "B", quantity=1, price="-11.06", customer="", at="2010-12-03 14:00:00"),
        row("C536377", "M", quantity=-1, price="1.25", at="2010-12-06 09:00:00"),
        row("536378", HEART, quantity=0, price="2.55", at="2010-12-06 10:00:00"),
        name=name,
    )


def run(file: Path, *options: str) -> dict[str, Any]:
    out = StringIO()
    call_command("import", "sales-history", str(file), "--json", *options, stdout=out)
    return dict(json.loads(out.getvalue().splitlines()[-1]))


def counted() -> dict[str, int]:
    models = (GoodsDocument, SalesInvoice, PurchaseInvoice, PurchaseOrder, OtherExpense, Entry, StockMove)
    return {model.__name__: model.objects.count() for model in models}


def test_every_line_is_posted_or_reported_and_the_books_say_what_the_file_says(tmp_path: Path) -> None:
    outcome = run(every_class(tmp_path))

    assert (outcome["lines_read"], outcome["lines_posted"], outcome["lines_reported"]) == (17, 16, 1)
    checks = {check["name"]: check for check in outcome["checks"]}
    assert [name for name, check in checks.items() if not check["ok"]] == []
    assert outcome["ok"] is True
    assert checks["gross_revenue"]["actual"] == "84.18"
    assert checks["returns"]["actual"] == "-18.13"
    assert checks["receivables"]["actual"] == "83.07"
    assert checks["units_sold"]["actual"] == 23
    assert checks["units_returned"]["actual"] == 4
    assert checks["bad_debts"]["actual"] == "11.06"
    assert checks["expenses"]["actual"] == "83.35"


def test_a_sale_becomes_a_shipment_and_an_invoice_that_keep_its_number(tmp_path: Path) -> None:
    run(every_class(tmp_path))

    shipment = GoodsDocument.objects.get(document_type="shipment", reference="536365")
    invoice = SalesInvoice.objects.get(external_number="536365")
    assert (shipment.state, shipment.party.code, str(shipment.business_date)) == ("posted", "17850", "2010-12-01")
    assert (str(invoice.gross), str(invoice.tax), invoice.simulated) == ("73.98", "0", False)
    lines = SalesInvoiceLine.objects.filter(document=invoice).order_by("line_no")
    assert list(lines.values_list("item__code", "account_key")) == [
        (HEART, "REVENUE"), (METAL, "REVENUE"), ("POST", "SERVICE_REVENUE"),
    ]  # fmt: skip
    goods = list(GoodsLine.objects.filter(document=shipment).order_by("line_no").values_list("id", flat=True))
    assert list(lines.values_list("shipment_line_id", flat=True)) == [*goods, 0]
    assert _named(invoice) == [("shipment", shipment.number)]


def test_a_credit_takes_back_the_very_lines_it_was_linked_to(tmp_path: Path) -> None:
    run(every_class(tmp_path))

    back = GoodsLine.objects.get(document__reference="C536367")
    sold = GoodsLine.objects.get(id=back.original_line_id)
    assert (sold.document.reference, str(sold.returned_quantity)) == ("536365", "2")
    red = SalesInvoice.objects.get(external_number="C536367")
    blue = SalesInvoice.objects.get(external_number="536365")
    assert (red.is_red, red.red_of_id, str(red.gross)) == (True, blue.id, "-5.1")
    assert _named(red) == [("sales_return", back.document.number)]


def _named(invoice: SalesInvoice | PurchaseInvoice) -> list[tuple[str, str]]:
    """The documents that an invoice bills, as its page links them."""
    return [(origin["kind"], origin["number"]) for origin in invoice.origins]


def test_a_purchase_invoice_leads_to_the_order_and_the_receipt_it_bills(tmp_path: Path) -> None:
    file = write_history(
        tmp_path,
        row("536365", HEART, quantity=6, price="2.55"),
        row("540001", HEART, quantity=500, price="2.55", at="2011-01-20 10:00:00"),
        row("540002", HEART, quantity=1, price="2.55", at="2011-01-31 10:00:00"),
        name="weeks.csv",
    )
    run(file)

    invoice = PurchaseInvoice.objects.exclude(is_red=True).earliest("id")
    (order_kind, order), (receipt_kind, receipt) = _named(invoice)
    assert (order_kind, receipt_kind) == ("purchase_order", "goods_receipt")
    assert PurchaseOrder.objects.filter(number=order, simulated=True).exists()
    assert GoodsDocument.objects.get(number=receipt).order_number == order


def test_purchases_are_added_and_marked_as_simulated_but_no_money_of_customers(tmp_path: Path) -> None:
    run(every_class(tmp_path))

    receipts = GoodsDocument.objects.filter(document_type__in=["goods_receipt", "purchase_return"])
    assert set(receipts.values_list("simulated", flat=True)) <= {True}
    assert GoodsDocument.objects.get(number="SIM-OPENING").simulated is True
    assert StockBalance.objects.filter(on_hand__lt=0).count() == 0
    assert MoneyReceipt.objects.count() == 0
    assert OtherIncome.objects.get().reference == "536372"


def test_simulated_purchasing_keeps_a_week_of_sales_as_minimum_stock(tmp_path: Path) -> None:
    run(every_class(tmp_path))

    minimums = dict(Item.objects.filter(min_stock__isnull=False).values_list("code", "min_stock"))
    assert minimums == {HEART: 2, METAL: 3}


def test_the_same_file_imports_nothing_twice(tmp_path: Path) -> None:
    file = every_class(tmp_path)
    first = run(file)
    before = counted()

    second = run(file)

    assert counted() == before
    assert second["lines_posted"] == first["lines_posted"] == 16
    assert second["checks"] == first["checks"]


def stop_after(chunks: int) -> Callable[[int], None]:
    left = [chunks]

    def progress(lines: int) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise KeyboardInterrupt

    return progress


@pytest.mark.parametrize("chunks_before", [1, 2, 3, 4])
def test_an_interrupted_import_continues_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunks_before: int
) -> None:
    monkeypatch.setattr(runs, "CHUNK_LINES", 1)
    file = every_class(tmp_path)
    whole = runs.post_run

    def cut(*args: Any, progress: Any) -> None:
        whole(*args, progress=stop_after(chunks_before))

    monkeypatch.setattr(runs, "post_run", cut)
    with pytest.raises(CommandError, match="continues"):
        run(file)
    stopped = ImportRun.objects.get()
    assert stopped.state == "running"
    assert stopped.posted_until is not None
    part = counted()

    monkeypatch.setattr(runs, "post_run", whole)
    outcome = run(file)

    assert outcome["ok"] is True
    assert ImportRun.objects.get().state == "done"
    assert counted()["Entry"] > part["Entry"]
    assert str(GoodsLine.objects.get(document__reference="536365", item__code=HEART).returned_quantity) == "2"


def test_a_dry_run_counts_the_same_and_writes_nothing(tmp_path: Path) -> None:
    dry = run(every_class(tmp_path), "--dry-run")

    assert (dry["lines_read"], dry["lines_posted"], dry["lines_reported"], dry["ok"]) == (17, 16, 1, True)
    assert Company.objects.count() == 0
    assert ImportRun.objects.count() == 0


def test_a_broken_file_is_refused_with_its_lines_and_changes_nothing(tmp_path: Path) -> None:
    file = write_history(tmp_path, row(), row(quantity="six"), row(price="2.5.5"), row(at="yesterday"))

    with pytest.raises(CommandError) as refused:
        run(file)

    assert "nothing was changed" in str(refused.value)
    assert "line 3, quantity: is not a whole number ('six')" in str(refused.value)
    assert Company.objects.count() == 0


def test_a_later_file_continues_the_stock_and_the_masters_that_are_there(tmp_path: Path) -> None:
    run(every_class(tmp_path))
    later = write_history(
        tmp_path,
        row("550001", HEART, quantity=300, price="2.55", at="2011-07-04 09:00:00"),
        row("C550002", METAL, quantity=-12, price="3.39", at="2011-07-05 09:00:00"),
        row("C550003", HEART, quantity=-100, price="2.55", at="2011-07-05 10:00:00"),
        name="later.csv",
    )

    outcome = run(later)

    assert outcome["ok"] is True
    assert set(ImportRun.objects.values_list("prefix", flat=True)) == {"SIM-", "SIM2-"}
    assert not GoodsDocument.objects.filter(number="SIM2-OPENING").exists()
    assert SalesInvoice.objects.get(external_number="550001").party_id == SalesInvoice.objects.get(
        external_number="536365"
    ).party_id  # fmt: skip
    assert StockBalance.objects.filter(on_hand__lt=0).count() == 0


def test_an_earlier_file_buys_for_itself_and_leaves_what_later_sales_took(tmp_path: Path) -> None:
    run(every_class(tmp_path))
    earlier = write_history(
        tmp_path,
        row("530001", HEART, quantity=20, at="2010-09-01 09:00:00"),
        row("530002", HEART, quantity=7, at="2010-10-01 09:00:00"),
        name="earlier.csv",
    )

    outcome = run(earlier)

    assert outcome["ok"] is True
    assert [check["name"] for check in outcome["checks"] if not check["ok"]] == []
    assert all(verdict.ok for verdict in verify(Company.objects.get().pk))


def test_a_file_that_brings_documents_again_is_refused(tmp_path: Path) -> None:
    run(every_class(tmp_path))
    before = counted()
    again = write_history(tmp_path, row("536365", HEART, quantity=7), row("550001", HEART), name="again.csv")

    with pytest.raises(CommandError, match=r"1 documents of this file came in with sales\.csv already.*536365"):
        run(again)

    assert counted() == before


def test_without_simulation_goods_that_are_not_there_are_refused_and_nothing_is_posted(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=HEART):
        run(write_history(tmp_path, row()), "--stock", "books")

    assert StockMove.objects.count() == 0
    assert ImportedDocument.objects.count() == 0


def test_books_in_another_currency_do_not_take_the_amounts(tmp_path: Path) -> None:
    create_company(None, NewCompany(name="合流", currency="CNY"), owner_id=None)
    file = write_history(tmp_path, row())

    with pytest.raises(CommandError, match="keeps its books in CNY, the file is in GBP"):
        run(file)
    assert ImportRun.objects.count() == 0

    assert run(file, "--currency", "CNY")["ok"] is True
    assert SalesInvoice.objects.get().currency == "CNY"


def test_periods_reach_from_the_day_before_the_file_to_the_current_year(tmp_path: Path) -> None:
    run(write_history(tmp_path, row(at="2010-01-01 08:00:00")))

    codes = list(Period.objects.order_by("code").values_list("code", flat=True))
    assert codes[0] == 200901
    assert codes[-1] == clock.today().year * 100 + 12
