"""What the books say of a run against what the file says. Everything is read from the books, nothing from memory."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from heliu.core import gateway
from heliu.core.scales import AMOUNT_SCALE, QUANTITY_SCALE
from heliu.core.scope import Scope
from heliu.integration.histories import OWED_KINDS, TradeHistory
from heliu.integration.models import ImportRun
from heliu.integration.online_retail.classes import EFFECTS, DocumentKind, LineClass
from heliu.integration.sales_history.days import Simulation
from heliu.posting.facts import AccountKey
from heliu.posting.models import AccountRule, LedgerValuation
from heliu.warehouse import rules as goods

REVENUE = (AccountKey.REVENUE, AccountKey.SERVICE_REVENUE, AccountKey.SALES_DISCOUNT)
EXPENSES = (AccountKey.SAMPLE, AccountKey.SELLING_EXPENSE, AccountKey.BANK_FEE)
CASH_KINDS = ("other_expense", "other_income")


@dataclass(frozen=True, slots=True)
class Check:
    """One figure: as the file (or the plan of the simulation) has it, and as it stands in the books."""

    name: str
    expected: str | int
    actual: str | int

    @property
    def ok(self) -> bool:
        return self.expected == self.actual


def money(amount: int) -> str:
    """1e-4 → text with two decimals (all amounts are whole pennies; more is shown when there is more)."""
    sign, whole = ("-" if amount < 0 else ""), abs(amount)
    decimals = f"{whole % AMOUNT_SCALE:04d}"
    return f"{sign}{whole // AMOUNT_SCALE}.{decimals[:2]}{decimals[2:].rstrip('0')}"


class BooksOfRun:
    """Sums over the documents that a run has put into the books, by what they were in the source."""

    def __init__(self, scope: Scope, run: ImportRun) -> None:
        primary = LedgerValuation.objects.filter(company_id=scope.company_id, ledger__is_primary=True)
        self.ledger_id, self.book_id = primary.values_list("ledger_id", "book_id").get()
        self._accounts: dict[str, set[int]] = defaultdict(set)
        rules = AccountRule.objects.filter(company_id=scope.company_id, ledger_id=self.ledger_id)
        for key, account_id in rules.values_list("key", "account_id"):
            self._accounts[key].add(account_id)
        with gateway.cursor() as cur:
            rows = gateway.fetch(cur, _ENTRIES, (scope.company_id, self.ledger_id, run.pk))
            self._entries = {(row[0], row[1], row[2]): int(row[3]) for row in rows}
            rows = gateway.fetch(cur, _MOVES, (scope.company_id, run.pk))
            self._moves = {(row[0], row[1]): int(row[2]) for row in rows}
            rows = gateway.fetch(cur, _DOCUMENTS, (scope.company_id, run.pk))
            self._documents = {(row[0], row[1]): int(row[2]) for row in rows}

    def money(self, role: str, kinds: Iterable[str], keys: Iterable[str]) -> int:
        """Debit less credit on the accounts of `keys`, 1e-4."""
        accounts = set().union(*(self._accounts[key] for key in keys))
        wanted = set(kinds)
        return sum(
            amount
            for (entry_role, kind, account), amount in self._entries.items()
            if entry_role == role and kind in wanted and account in accounts
        )

    def units(self, role: str, kind: str) -> int:
        pieces, rest = divmod(self._moves.get((role, kind), 0), QUANTITY_SCALE)
        assert rest == 0, "histories count whole pieces"
        return pieces

    def documents(self, role: str, kinds: Iterable[str]) -> int:
        return sum(self._documents.get((role, kind), 0) for kind in kinds)


# "+" keeps SQLite from reading all entries of the ledger for each document instead of the entry of the document.
_ENTRIES = (
    "SELECT d.role, d.origin_kind, l.account_id, SUM(l.debit) - SUM(l.credit) FROM integration_importeddocument d "
    "JOIN ledger_entry e ON e.company_id = d.company_id AND e.origin_id = d.origin_id "
    "JOIN ledger_entryline l ON l.company_id = e.company_id AND l.entry_id = e.id "
    "WHERE d.company_id = %s AND +e.ledger_id = %s AND d.run_id = %s GROUP BY d.role, d.origin_kind, l.account_id"
)
_MOVES = (
    "SELECT d.role, d.origin_kind, SUM(m.quantity) FROM stock_stockmove m JOIN integration_importeddocument d "
    "ON d.company_id = m.company_id AND d.origin_id = m.origin_id "
    "WHERE m.company_id = %s AND d.run_id = %s GROUP BY d.role, d.origin_kind"
)
_DOCUMENTS = (
    "SELECT role, origin_kind, COUNT(*) FROM integration_importeddocument "
    "WHERE company_id = %s AND run_id = %s GROUP BY role, origin_kind"
)


def check_run(scope: Scope, run: ImportRun, history: TradeHistory, simulation: Simulation) -> list[Check]:
    """All figures of a finished run."""
    books = BooksOfRun(scope, run)
    return [
        *line_checks(history),
        *_source_checks(books, history),
        *_simulation_checks(books, simulation),
        *_book_checks(scope, books),
    ]


def line_checks(history: TradeHistory) -> list[Check]:
    """Every line of the file is in exactly one class; posted ones stand on the documents that were made."""
    classified = history.classified
    by_class = sum(total.lines for total in history.totals)
    return [
        Check("lines_classified", classified.history.lines_read, by_class),
        Check("lines_on_documents", classified.lines_posted, int(history.documents.headers["lines"].sum())),
    ]


def amount_checks(history: TradeHistory) -> list[Check]:
    """Totals of the documents that would be made, by kind, against the totals of the classes that go into them."""
    found = dict(history.documents.headers.group_by("kind").agg(pl.col("amount").sum()).iter_rows())
    wanted: dict[str, int] = defaultdict(int)
    for total in history.totals:
        wanted[EFFECTS[total.line_class].kind.value] += total.amount
    kinds = [kind.value for kind in DocumentKind if kind != DocumentKind.REPORTED]
    return [Check(f"{kind}_amount", money(wanted[kind]), money(found.get(kind, 0))) for kind in kinds]


def _source_checks(books: BooksOfRun, history: TradeHistory) -> list[Check]:
    control = history.control
    sale, credit, stock = DocumentKind.SALE.value, DocumentKind.CREDIT.value, DocumentKind.STOCK.value
    kinds = dict(history.documents.headers.group_by("kind").len().iter_rows())
    amounts = {total.line_class: total.amount for total in history.totals}
    invoice = ("sales_invoice",)
    gross, returns = (-books.money(role, invoice, REVENUE) for role in (sale, credit))
    receivables = sum(books.money(role, invoice, (AccountKey.AR,)) for role in OWED_KINDS)
    expenses = amounts[LineClass.EXPENSE] + amounts[LineClass.EXPENSE_REVERSAL] + amounts[LineClass.SAMPLE]
    found = [
        Check("sales_documents", kinds.get(sale, 0), books.documents(sale, invoice)),
        Check("credit_documents", kinds.get(credit, 0), books.documents(credit, invoice)),
        Check("gross_revenue", money(control.gross_revenue), money(gross)),
        Check("returns", money(control.returns), money(returns)),
        Check("net_revenue", money(control.net_revenue), money(gross + returns)),
        Check("receivables", money(_owed(history)), money(receivables)),
        Check("expenses", money(-expenses), money(books.money(DocumentKind.EXPENSE.value, CASH_KINDS, EXPENSES))),
        Check("units_sold", control.units_sold, books.units(sale, goods.SHIPMENT)),
        Check("units_returned", control.units_returned, books.units(credit, goods.SALES_RETURN)),
        Check("units_written_off", control.units_written_off, books.units(stock, goods.OTHER_ISSUE)),
        Check("units_found", control.units_found, books.units(stock, goods.OTHER_RECEIPT)),
    ]
    if kinds.get(DocumentKind.BAD_DEBT.value):
        losses = books.money(DocumentKind.BAD_DEBT.value, invoice, (AccountKey.BAD_DEBT,))
        found.append(Check("bad_debts", money(-amounts[LineClass.BAD_DEBT]), money(losses)))
    return found


def _owed(history: TradeHistory) -> int:
    headers = history.documents.headers
    return int(headers.filter(headers["kind"].is_in(OWED_KINDS))["amount"].sum())


def _simulation_checks(books: BooksOfRun, simulation: Simulation) -> list[Check]:
    found = []
    plan = simulation.purchases
    if plan is not None:
        received = sum(line.quantity for receipt in plan.receipts for line in receipt.lines)
        payables = sum(invoice.amount for invoice in plan.invoices)
        paid = sum(payment.amount for payment in plan.payments)
        cash = books.money("payment", ("payment",), (AccountKey.CASH,))
        booked = -books.money("purchase_invoice", ("purchase_invoice",), (AccountKey.AP,))
        found += [
            Check("simulated_units_received", received, books.units("receipt", goods.GOODS_RECEIPT)),
            Check("simulated_payables", money(payables), money(booked)),
            Check("simulated_payments", money(paid), money(-cash)),
        ]
    if simulation.money_receipts:
        expected = sum(receipt.amount for receipt in simulation.money_receipts)
        cash = books.money("money_receipt", ("money_receipt",), (AccountKey.CASH,))
        found.append(Check("simulated_money_receipts", money(expected), money(cash)))
    return found


def _book_checks(scope: Scope, books: BooksOfRun) -> list[Check]:
    """Both books of the whole company: value of stock = inventory accounts, debits = credits."""
    accounts = books._accounts[AccountKey.INVENTORY] | books._accounts[AccountKey.GIT]
    with gateway.cursor() as cur:
        goods_book = gateway.fetch(
            cur,
            "SELECT COALESCE(SUM(amount), 0) FROM stock_coststate WHERE company_id = %s AND book_id = %s",
            (scope.company_id, books.book_id),
        )
        inventory = gateway.fetch(
            cur,
            "SELECT COALESCE(SUM(debit - credit), 0) FROM ledger_accountbalance "  # noqa: S608
            f"WHERE company_id = %s AND ledger_id = %s AND {gateway.in_list('account_id')}",
            (scope.company_id, books.ledger_id, gateway.list_param(sorted(accounts))),
        )
        sides = gateway.fetch(
            cur,
            "SELECT COALESCE(SUM(debit), 0), COALESCE(SUM(credit), 0) FROM ledger_entryline WHERE company_id = %s "
            "AND ledger_id = %s",
            (scope.company_id, books.ledger_id),
        )
    return [
        Check("stock_value_in_both_books", money(int(goods_book[0][0])), money(int(inventory[0][0]))),
        Check("debits_and_credits", money(int(sides[0][0])), money(int(sides[0][1]))),
    ]
