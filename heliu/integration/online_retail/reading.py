"""Typed rows of a sales history: `read_sales_history(path)` gives all rows or raises ImportRefused and no row at all.

Grain: one row per source line. Units: quantity in whole pieces, price 1e-6, amount 1e-4 (rounded half up to the penny,
once, at the line), exact 1e-6 (quantity × price unrounded). Codes are in upper case. A missing customer is a walk-in.
"""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from heliu.core.rounding import line_amount
from heliu.core.scales import QUANTITY_SCALE
from heliu.integration.errors import FAULTS_SHOWN_MAX, ImportRefused, LineFault
from heliu.integration.online_retail.source import SourceText, read_source

QUANTITY_MAX = 1_000_000
PRICE_MAX = 1_000_000
AMOUNT_MAX = 100_000_000_000
YEAR_FIRST = 1990
YEAR_LAST = 2099
GBP_DECIMALS = 2
EXACT_TO_AMOUNT = 100
PENNY = 10_000
NO_CUSTOMER = ("", "nan", "NaN", "NULL", "null")
# Month first is the form in which the set is published; day first is taken only when month first does not fit.
DATE_FORMATS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%m/%d/%Y %H:%M",
    "%d/%m/%Y %H:%M",
    "%m/%d/%y %H:%M",
    "%d/%m/%y %H:%M",
    "%m/%d/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M:%S",
    "%m-%d-%Y %H:%M",
    "%d-%m-%Y %H:%M",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%d",
)


@dataclass(frozen=True, slots=True)
class SalesHistory:
    """`frame`: line, invoice, code, description, quantity, at, price, exact, amount, customer, country.

    `not_shipped`: lines of orders that never became a sale; they are reported, not posted.
    """

    file: str
    sha256: str
    encoding: str
    date_format: str
    frame: pl.DataFrame
    not_shipped: frozenset[int] = frozenset()

    @property
    def lines_read(self) -> int:
        return self.frame.height


def read_sales_history(path: Path) -> SalesHistory:
    """All rows of the file, typed and in file order; raises ImportRefused with line numbers."""
    source = read_source(path)
    text = source.frame.with_columns(pl.exclude("line").str.strip_chars().fill_null(""))
    date_format, at = _dates(text["at"])
    typed = text.with_columns(
        at.alias("at_typed"),
        pl.when(pl.col("quantity").str.contains(r"^[+-]?\d{1,9}(\.0+)?$"))
        .then(pl.col("quantity").str.extract(r"^\+?(-?\d+)").cast(pl.Int64, strict=False))
        .alias("quantity_typed"),
        _scaled_price().alias("price_typed"),
    )
    _refuse_faults(source, typed)
    return SalesHistory(
        file=source.file,
        sha256=source.sha256,
        encoding=source.encoding,
        date_format=date_format,
        frame=with_amounts(_tidied(typed)),
    )


def _dates(texts: pl.Series) -> tuple[str, pl.Series]:
    """The one format that reads every date of the file; else the one that reads most (the rest are faults)."""
    best_format, best, failures_min = DATE_FORMATS[0], pl.Series([], dtype=pl.Datetime("us")), len(texts) + 1
    for date_format in DATE_FORMATS:
        parsed = texts.str.to_datetime(date_format, time_unit="us", strict=False)
        in_range = parsed.dt.year().is_between(YEAR_FIRST, YEAR_LAST)
        parsed = parsed.zip_with(in_range.fill_null(value=False), pl.Series([None], dtype=pl.Datetime("us")))
        failures = parsed.null_count()
        if failures < failures_min:
            best_format, best, failures_min = date_format, parsed, failures
        if failures == 0:
            break
    return best_format, best


def _scaled_price() -> pl.Expr:
    """ "2.55" → 2_550_000 without leaving whole numbers; at most six decimals, a comma is refused."""
    price = pl.col("price")
    whole = price.str.extract(r"^-?(\d+)").cast(pl.Int64, strict=False)
    decimals = price.str.extract(r"\.(\d{1,6})0*$").fill_null("").str.pad_end(6, "0").cast(pl.Int64, strict=False)
    sign = pl.when(price.str.starts_with("-")).then(-1).otherwise(1)
    return pl.when(price.str.contains(r"^-?\d{1,9}(\.\d{1,6}0*)?$")).then(sign * (whole * 1_000_000 + decimals))


def _refuse_faults(source: SourceText, typed: pl.DataFrame) -> None:
    checks = [
        ("invoice", ~pl.col("invoice").str.contains(r"^[A-Za-z0-9][A-Za-z0-9_-]{0,19}$"), "is no invoice number"),
        ("code", ~pl.col("code").str.len_chars().is_between(1, 30), "is no stock code"),
        ("quantity", pl.col("quantity_typed").is_null(), "is not a whole number"),
        ("quantity", pl.col("quantity_typed").abs() > QUANTITY_MAX, f"is beyond {QUANTITY_MAX}"),
        ("at", pl.col("at_typed").is_null(), "is no date and time in the form of this file"),
        ("price", pl.col("price_typed").is_null(), "is not a number with at most six decimals"),
        ("price", pl.col("price_typed").abs() > PRICE_MAX * 1_000_000, f"is beyond {PRICE_MAX}"),
        (
            "price",
            pl.col("quantity_typed").abs() * (pl.col("price_typed").abs() // 1_000_000) > AMOUNT_MAX,
            f"makes an amount beyond {AMOUNT_MAX}",
        ),
        ("customer", ~pl.col("customer").str.contains(r"^[A-Za-z0-9_.-]{0,20}$"), "is no customer number"),
        ("country", ~pl.col("country").str.len_chars().is_between(1, 60), "is no country"),
    ]
    faults: list[LineFault] = []
    fault_count = 0
    for column, fault, reason in checks:
        bad = typed.filter(fault.fill_null(value=False)).select("line", column)
        fault_count += bad.height
        faults += [
            LineFault(line=line, column=column, value=value[:60], reason=reason)
            for line, value in bad.head(FAULTS_SHOWN_MAX).iter_rows()
        ]
    if fault_count:
        faults.sort(key=lambda fault: (fault.line, fault.column))
        reason = f"{fault_count} values cannot be read; first: {faults[0]}"
        raise ImportRefused(file=source.file, reason=reason, faults=faults, fault_count=fault_count)


def _tidied(typed: pl.DataFrame) -> pl.DataFrame:
    description = pl.col("description").str.replace_all(r"\s+", " ")
    customer = pl.col("customer").str.replace(r"\.0$", "")
    return typed.select(
        "line",
        pl.col("invoice").str.to_uppercase(),
        pl.col("code").str.to_uppercase(),
        pl.when(description != "").then(description).alias("description"),
        pl.col("quantity_typed").alias("quantity"),
        pl.col("at_typed").alias("at"),
        pl.col("price_typed").alias("price"),
        pl.when(~customer.is_in(NO_CUSTOMER)).then(customer).alias("customer"),
        "country",
    )


def with_amounts(frame: pl.DataFrame) -> pl.DataFrame:
    """Adds exact and amount. Only the few lines that are no whole pennies go through the one rounding module."""
    frame = frame.with_columns(exact=pl.col("quantity") * pl.col("price"))
    uneven = frame.filter(pl.col("exact") % PENNY != 0)
    rounded = pl.DataFrame(
        {
            "line": uneven["line"],
            "rounded": pl.Series(
                [
                    line_amount(quantity * QUANTITY_SCALE, price, GBP_DECIMALS)
                    for quantity, price in zip(uneven["quantity"], uneven["price"], strict=True)
                ],
                dtype=pl.Int64,
            ),
        }
    )
    joined = frame.join(rounded, on="line", how="left", maintain_order="left")
    return joined.with_columns(amount=pl.coalesce("rounded", pl.col("exact") // EXACT_TO_AMOUNT)).drop("rounded")
