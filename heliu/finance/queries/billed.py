"""What posted invoices bill of delivered lines and of order lines."""

from collections.abc import Collection

from heliu.core import gateway
from heliu.core.scope import Scope
from heliu.finance.kinds import InvoiceKind
from heliu.finance.rules.billing import BilledPart


def billed_parts(
    scope: Scope, kind: InvoiceKind, *, order_line_ids: Collection[int], source_line_ids: Collection[int] = ()
) -> list[BilledPart]:
    """Of these order lines, and of these delivered lines that are of no order. Credit of returned goods is left out."""
    lines, headers = kind.lines._meta.db_table, kind.model._meta.db_table
    columns = f"l.order_line_id, l.{kind.source_column}"
    found: list[BilledPart] = []
    wanted = [("l.order_line_id", order_line_ids), (f"l.{kind.source_column}", source_line_ids)]
    with gateway.cursor() as cur:
        for column, ids in wanted:
            if not ids:
                continue
            sql = (
                f"SELECT {columns}, SUM(l.quantity), SUM(l.net), SUM(l.tax), COUNT(*) FROM {lines} l "  # noqa: S608
                f"JOIN {headers} d ON d.id = l.document_id WHERE l.company_id = %s AND {gateway.in_list(column)} "
                f"AND NOT ({column} = 0) AND d.state = 'posted' AND d.reverses_id IS NULL GROUP BY {columns}"
            )
            rows = gateway.fetch(cur, sql, (scope.company_id, gateway.list_param(ids)))
            found += [BilledPart(row[0], row[1], *map(int, row[2:])) for row in rows]
    return [part for part in found if part.quantity > 0]
