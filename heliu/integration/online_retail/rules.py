"""Every line of a sales history gets exactly one class; credits find their sale. Pure: frames in, frames out.

Decisions (a reader of the books must be able to repeat them):

* A credit is a line with a negative quantity and a price. It is linked to earlier sale lines of the same customer and
  item while they still have quantity left: first sales at the same price, then the others; inside each group first a
  line that can hold the whole credit, the most recent first; else several lines, the most recent first. A credit that
  earlier sales cannot cover completely is not linked at all (its sale lies before the file, or it is a walk-in).
* Lines without price move goods only: out as a gift when they stand on a sales document (it has a customer, or a priced
  line, or several lines), else they are notes of the stock keeper: positive is found, negative is written off.
* Exact repeats of a line inside an invoice stay: the source's own totals contain them. They are counted.
* Fees are expenses of the company, unless they are charged to a customer (positive, with a customer): then income.
* Lines that move neither goods nor money, or contradict themselves, are reported with a reason and never posted.
"""

from collections import defaultdict
from dataclasses import dataclass

import polars as pl

from heliu.integration.online_retail.classes import (
    CODE_ROLES,
    CREDIT_PREFIX,
    EFFECTS,
    TEST_PREFIX,
    VOUCHER_PREFIX,
    CodeRole,
    LineClass,
    ReportReason,
)
from heliu.integration.online_retail.reading import SalesHistory

CLASS_TYPE = pl.Enum([line_class.value for line_class in LineClass])
REPEAT_KEY = ["invoice", "code", "description", "quantity", "at", "price", "customer", "country"]


@dataclass(frozen=True, slots=True)
class ReturnLink:
    """`quantity` pieces of the credit on `return_line` came from the sale on `sale_line` (physical line numbers)."""

    return_line: int
    sale_line: int
    quantity: int


@dataclass(frozen=True, slots=True)
class ClassTotal:
    """One row per class: lines, pieces as signed in the source, amount (1e-4) as posted, exact (1e-6) unrounded."""

    line_class: LineClass
    lines: int
    quantity: int
    amount: int
    exact: int


@dataclass(frozen=True, slots=True)
class ControlTotals:
    """What the books must say afterwards. Amounts 1e-4, credits negative; units in pieces, all positive."""

    lines: int
    source_amount: int
    rounding_difference_exact: int
    gross_revenue: int
    returns: int
    net_revenue: int
    units_sold: int
    units_returned: int
    units_written_off: int
    units_found: int


@dataclass(frozen=True, slots=True)
class ClassifiedHistory:
    """`frame`: the typed rows plus `role`, `line_class`, `reason` (only where reported)."""

    history: SalesHistory
    frame: pl.DataFrame
    links: tuple[ReturnLink, ...]
    repeats: int

    @property
    def lines_posted(self) -> int:
        return self.frame.height - self.lines_reported

    @property
    def lines_reported(self) -> int:
        return self.frame.filter(pl.col("line_class") == LineClass.REPORTED.value).height


def classify(history: SalesHistory) -> ClassifiedHistory:
    """Exactly one class for every line; the sum over the classes is the file."""
    frame = history.frame.with_columns(role=_role()).with_columns(reason=_report_reason(history.not_shipped))
    frame = frame.with_columns(line_class=_class_before_linking().cast(CLASS_TYPE))
    links = link_returns(frame)
    linked = pl.Series("line", sorted({link.return_line for link in links}), dtype=pl.Int32)
    frame = frame.with_columns(
        line_class=pl.when(pl.col("line").is_in(linked.implode()))
        .then(pl.lit(LineClass.SALE_RETURN_LINKED.value, dtype=CLASS_TYPE))
        .otherwise("line_class")
    )
    repeats = frame.height - frame.select(REPEAT_KEY).unique().height
    return ClassifiedHistory(history=history, frame=frame, links=tuple(links), repeats=repeats)


def _role() -> pl.Expr:
    by_code = pl.col("code").replace_strict(
        {code: role.value for code, role in CODE_ROLES.items()}, default=CodeRole.ARTICLE.value, return_dtype=pl.String
    )
    is_voucher = pl.col("code").str.starts_with(VOUCHER_PREFIX)
    return pl.when(is_voucher).then(pl.lit(CodeRole.VOUCHER.value)).otherwise(by_code)


def _report_reason(not_shipped: frozenset[int]) -> pl.Expr:
    is_article = pl.col("role") == CodeRole.ARTICLE.value
    is_bad_debt = pl.col("role") == CodeRole.BAD_DEBT.value
    on_credit_note = pl.col("invoice").str.starts_with(CREDIT_PREFIX)
    return (
        pl.when(pl.col("quantity") == 0)
        .then(pl.lit(ReportReason.ZERO_QUANTITY.value))
        .when(~is_article & (pl.col("amount") == 0))
        .then(pl.lit(ReportReason.NO_AMOUNT.value))
        .when(~is_bad_debt & (pl.col("price") < 0))
        .then(pl.lit(ReportReason.NEGATIVE_PRICE.value))
        .when(~is_bad_debt & on_credit_note & (pl.col("quantity") > 0))
        .then(pl.lit(ReportReason.CREDIT_WITH_POSITIVE_QUANTITY.value))
        .when(pl.col("code").str.starts_with(TEST_PREFIX))
        .then(pl.lit(ReportReason.TEST_LINE.value))
        .when(pl.col("line").is_in(sorted(not_shipped)))
        .then(pl.lit(ReportReason.NOT_SHIPPED.value))
    )


def _class_before_linking() -> pl.Expr:
    role, incoming = pl.col("role"), pl.col("quantity") < 0
    has_customer = pl.col("customer").is_not_null()
    on_sales_document = (
        has_customer.any().over("invoice")
        | (pl.col("price") > 0).any().over("invoice")
        | (pl.len().over("invoice") > 1)
    )

    def two_ways(outward: LineClass, inward: LineClass) -> pl.Expr:
        return pl.when(incoming).then(pl.lit(inward.value)).otherwise(pl.lit(outward.value))

    without_price = (
        pl.when(incoming)
        .then(pl.lit(LineClass.STOCK_WRITE_OFF.value))
        .when(on_sales_document)
        .then(pl.lit(LineClass.ZERO_PRICE_SALE.value))
        .otherwise(pl.lit(LineClass.STOCK_FOUND.value))
    )
    fee = (
        pl.when(incoming)
        .then(pl.lit(LineClass.EXPENSE.value))
        .when(has_customer)
        .then(pl.lit(LineClass.SERVICE_INCOME.value))
        .otherwise(pl.lit(LineClass.EXPENSE_REVERSAL.value))
    )
    return (
        pl.when(pl.col("reason").is_not_null())
        .then(pl.lit(LineClass.REPORTED.value))
        .when(role == CodeRole.BAD_DEBT.value)
        .then(pl.lit(LineClass.BAD_DEBT.value))
        .when(role == CodeRole.SAMPLE.value)
        .then(pl.lit(LineClass.SAMPLE.value))
        .when(role == CodeRole.EXPENSE.value)
        .then(fee)
        .when(role == CodeRole.SERVICE.value)
        .then(two_ways(LineClass.SERVICE_INCOME, LineClass.SERVICE_REFUND))
        .when(role == CodeRole.DISCOUNT.value)
        .then(two_ways(LineClass.SERVICE_INCOME, LineClass.DISCOUNT))
        .when(role == CodeRole.VOUCHER.value)
        .then(two_ways(LineClass.VOUCHER_SALE, LineClass.VOUCHER_REFUND))
        .when(pl.col("price") == 0)
        .then(without_price)
        .otherwise(two_ways(LineClass.SALE, LineClass.RETURN_UNLINKED))
    )


@dataclass(slots=True)
class _OpenSale:
    line: int
    price: int
    left: int


def link_returns(frame: pl.DataFrame) -> list[ReturnLink]:
    """Links of all credits that earlier sales of the same customer and item cover completely, in order of time."""
    returns = pl.col("line_class") == LineClass.RETURN_UNLINKED.value
    sales = pl.col("line_class") == LineClass.SALE.value
    keys = frame.filter(returns & pl.col("customer").is_not_null()).select("customer", "code").unique()
    rows = (
        frame.filter(returns | sales)
        .join(keys, on=["customer", "code"], how="semi")
        .sort("at", "line")
        .select("line", "customer", "code", "quantity", "price")
    )
    open_sales: dict[tuple[str, str], list[_OpenSale]] = defaultdict(list)
    links: list[ReturnLink] = []
    for line, customer, code, quantity, price in rows.iter_rows():
        earlier = open_sales[customer, code]
        if quantity > 0:
            earlier.append(_OpenSale(line=line, price=price, left=quantity))
        else:
            links += _cover(earlier, line=line, quantity=-quantity, price=price)
    return links


def _cover(earlier: list[_OpenSale], *, line: int, quantity: int, price: int) -> list[ReturnLink]:
    if sum(sale.left for sale in earlier) < quantity:
        return []
    latest_first = list(reversed(earlier))
    order = sorted(latest_first, key=lambda sale: (sale.price != price, sale.left < quantity))
    links: list[ReturnLink] = []
    for sale in order:
        taken = min(sale.left, quantity)
        if taken:
            sale.left -= taken
            quantity -= taken
            links.append(ReturnLink(return_line=line, sale_line=sale.line, quantity=taken))
        if not quantity:
            break
    return links


def class_totals(frame: pl.DataFrame) -> list[ClassTotal]:
    """One total per class in the order of LineClass, classes without lines included."""
    wide = pl.col("quantity", "amount", "exact").cast(pl.Int128).sum()
    found = {row[0]: row[1:] for row in frame.group_by("line_class").agg(pl.len(), wide).iter_rows()}
    return [ClassTotal(line_class, *map(int, found.get(line_class.value, (0, 0, 0, 0)))) for line_class in LineClass]


def control_totals(totals: list[ClassTotal]) -> ControlTotals:
    """What the books are compared with. Revenue includes services; vouchers sold are a liability, not revenue."""
    by_class = {total.line_class: total for total in totals}
    revenue = [by_class[line_class] for line_class, effect in EFFECTS.items() if effect.revenue]
    gross = sum(total.amount for total in revenue if EFFECTS[total.line_class].kind == "sale")
    returns = sum(total.amount for total in revenue if EFFECTS[total.line_class].kind == "credit")
    returned = by_class[LineClass.SALE_RETURN_LINKED].quantity + by_class[LineClass.RETURN_UNLINKED].quantity
    return ControlTotals(
        lines=sum(total.lines for total in totals),
        source_amount=sum(total.amount for total in totals),
        rounding_difference_exact=sum(total.amount * 100 - total.exact for total in totals),
        gross_revenue=gross,
        returns=returns,
        net_revenue=gross + returns,
        units_sold=by_class[LineClass.SALE].quantity + by_class[LineClass.ZERO_PRICE_SALE].quantity,
        units_returned=-returned,
        units_written_off=-by_class[LineClass.STOCK_WRITE_OFF].quantity,
        units_found=by_class[LineClass.STOCK_FOUND].quantity,
    )
