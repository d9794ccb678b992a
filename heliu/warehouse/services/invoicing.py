"""What finance invoiced of receipts, shipments and returns; told by events, never by finance itself."""

from collections.abc import Mapping

from heliu.core import gateway
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.warehouse import rules
from heliu.warehouse.rules import LineProgress
from heliu.warehouse.services import writing


@business_transaction
def record_invoiced(scope: Scope, quantities: Mapping[int, int]) -> None:
    """goods line id → base quantity invoiced now (1e-6; negative when an invoice is reversed).

    Lines of other companies or unknown ids are ignored by the key of the update; headers are refreshed.
    """
    if not quantities:
        return
    headers = _headers_of(scope, quantities)
    writing.add_invoiced({line_id: quantities[line_id] for line_id in headers})
    refresh_invoicing(scope, set(headers.values()))


def refresh_invoicing(scope: Scope, document_ids: set[int]) -> None:
    """Idempotent: header state from the lines."""
    sql = (
        "SELECT document_id, quantity, invoiced_quantity FROM warehouse_goodsline "  # noqa: S608
        f"WHERE company_id = %s AND {gateway.in_list('document_id')}"
    )
    lines: dict[int, list[LineProgress]] = {}
    with gateway.cursor() as cur:
        for document_id, quantity, invoiced in gateway.fetch(
            cur, sql, (scope.company_id, gateway.list_param(sorted(document_ids)))
        ):
            lines.setdefault(document_id, []).append(LineProgress(quantity, invoiced))
        rows = [(rules.progress_over(found).value, document_id) for document_id, found in sorted(lines.items())]
        update = "UPDATE warehouse_goodsdocument SET invoicing = %s WHERE id = %s"
        if rows:
            cur.executemany(gateway.placeholder_sql(update), rows)


def _headers_of(scope: Scope, line_ids: Mapping[int, int]) -> dict[int, int]:
    """line id → header id, of this company."""
    sql = (
        "SELECT id, document_id FROM warehouse_goodsline "  # noqa: S608
        f"WHERE +company_id = %s AND {gateway.in_list('id')}"
    )
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, sql, (scope.company_id, gateway.list_param(line_ids)))
    return {row[0]: row[1] for row in rows}
