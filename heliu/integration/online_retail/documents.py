"""Classified lines grouped to documents, ready to be posted.

One document per invoice number, customer, business day and kind, at the time of its first line. An invoice number that
falls apart (two customers, two days, sale and expense together) keeps its number for the part that comes first; further
parts are numbered 536365/2, 536365/3. Minutes do not split: some invoices were keyed over a full minute.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from heliu.integration.online_retail.classes import EFFECTS, DocumentKind, LineClass
from heliu.integration.online_retail.rules import ClassifiedHistory, ReturnLink


@dataclass(frozen=True, slots=True)
class HistoricLine:
    """One source line. Quantity in pieces and amount (1e-4) signed as in the source; price 1e-6; links of a return."""

    line: int
    code: str
    description: str | None
    line_class: LineClass
    quantity: int
    price: int
    amount: int
    links: tuple[ReturnLink, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoricInvoice:
    """One document: `number` is unique in the file, `invoice` the number in the source, customer None is a walk-in."""

    number: str
    invoice: str
    kind: DocumentKind
    at: datetime
    customer: str | None
    country: str
    lines: tuple[HistoricLine, ...]

    @property
    def amount(self) -> int:
        return sum(line.amount for line in self.lines)


@dataclass(frozen=True, slots=True)
class HistoricDocuments:
    """`headers`: document, number, invoice, kind, at, customer, country, lines, quantity, amount, in order of time.

    `lines`: the posted rows with `document` and `kind`, in order of document and line. Reported rows are in neither.
    """

    headers: pl.DataFrame
    lines: pl.DataFrame


GROUP = ["invoice", "customer", "day", "kind"]


def group_documents(classified: ClassifiedHistory) -> HistoricDocuments:
    """Every posted line belongs to exactly one document; the documents are in order of time, then of first line."""
    kinds = {line_class.value: effect.kind.value for line_class, effect in EFFECTS.items()}
    posted = classified.frame.filter(pl.col("line_class") != LineClass.REPORTED.value).with_columns(
        day=pl.col("at").dt.date(),
        kind=pl.col("line_class").cast(pl.String).replace_strict(kinds, return_dtype=pl.String),
    )
    headers = (
        posted.group_by(GROUP)
        .agg(
            pl.col("at").min(),
            pl.col("country").first(),
            pl.col("line").min().alias("first_line"),
            pl.len().alias("lines"),
            pl.col("quantity").sum(),
            pl.col("amount").sum(),
        )
        .sort("at", "first_line")
        .with_row_index("document")
    )
    part = pl.col("document").rank("ordinal").over("invoice")
    number = pl.when(part == 1).then(pl.col("invoice")).otherwise(pl.format("{}/{}", "invoice", part))
    headers = headers.with_columns(number=number)
    lines = posted.join(headers.select(*GROUP, "document"), on=GROUP, how="left", nulls_equal=True)
    order = ["document", "number", "invoice", "kind", "day", "at", "customer", "country", "lines", "quantity", "amount"]
    return HistoricDocuments(headers=headers.select(order), lines=lines.drop("day").sort("document", "line"))


def historic_invoices(documents: HistoricDocuments, links: tuple[ReturnLink, ...]) -> Iterator[HistoricInvoice]:
    """The documents as values, in order of time; one pass, constant memory beyond the frames."""
    by_return: dict[int, list[ReturnLink]] = defaultdict(list)
    for link in links:
        by_return[link.return_line].append(link)
    rows = documents.lines.select(
        "line", "code", "description", "line_class", "quantity", "price", "amount"
    ).iter_rows()
    classes = {line_class.value: line_class for line_class in LineClass}
    header_columns = documents.headers.select("number", "invoice", "kind", "at", "customer", "country", "lines")
    for number, invoice, kind, at, customer, country, line_count in header_columns.iter_rows():
        lines = []
        for _ in range(line_count):
            line, code, description, line_class, quantity, price, amount = next(rows)
            linked = tuple(by_return.get(line, ()))
            lines.append(HistoricLine(line, code, description, classes[line_class], quantity, price, amount, linked))
        yield HistoricInvoice(number, invoice, DocumentKind(kind), at, customer, country, tuple(lines))
