"""A stored goods document in the prepared form."""

from collections.abc import Collection

from heliu.catalog.entries import ResolvedEntry
from heliu.core import gateway
from heliu.core.documents import lock_document
from heliu.core.errors import NotFound, OutOfScope
from heliu.core.rounding import to_scaled
from heliu.core.scales import RATE_SCALE
from heliu.core.scope import Scope
from heliu.warehouse import lookups
from heliu.warehouse.drafts import NewGoodsDocument, PreparedDocument, PreparedLine
from heliu.warehouse.errors import WarehouseUnusable
from heliu.warehouse.models import GoodsDocument


def locked(scope: Scope, document_type: str, document_id: int, *, version: int | None = None) -> GoodsDocument:
    """The header, locked; NotFound when it is of another kind, OutOfScope when it is not the user's business."""
    header = lock_document(GoodsDocument, scope, document_id, version=version)
    check_reach(scope, header, document_type)
    return header


def check_reach(scope: Scope, header: GoodsDocument, document_type: str) -> None:
    if header.document_type != document_type:
        raise NotFound(noun=document_type, id=str(header.id))
    scope.require_warehouse(header.warehouse_id)
    if scope.own_documents and header.created_by_id != scope.user_id:
        raise OutOfScope(noun=document_type, id=str(header.id))


def require_usable(scope: Scope, warehouse_ids: Collection[int]) -> None:
    """Raises WarehouseUnusable for one that was retired since the draft was written."""
    usable = lookups.default_places(scope, warehouse_ids)
    for warehouse_id in warehouse_ids:
        if warehouse_id not in usable:
            raise WarehouseUnusable(loc=("warehouse_id",), id=str(warehouse_id))


def prepared(header: GoodsDocument) -> PreparedDocument:
    """Lines in order, quantities positive also for a red document."""
    return PreparedDocument(header.id, header.number, _terms(header), tuple(_lines(header)))


def _terms(header: GoodsDocument) -> NewGoodsDocument:
    return NewGoodsDocument(
        document_type=header.document_type,
        warehouse_id=header.warehouse_id,
        business_date=header.business_date,
        lines=(),
        party_id=header.party_id or 0,
        currency=header.currency,
        rate=to_scaled(header.rate, RATE_SCALE),
        memo=header.memo,
        reference=header.reference,
        reason=header.reason,
        order_kind=header.order_kind,
        order_id=header.order_id or 0,
        order_number=header.order_number,
        original_id=header.original_id or 0,
        invoiced=header.invoiced,
        simulated=header.simulated,
        document_id=header.id,
        number=header.number,
    )


_LINES = (
    "SELECT l.id, l.item_id, l.unit_id, l.entered_quantity, l.quantity, l.price, l.price_includes_tax, "
    "l.discount_rate, l.tax_code_id, l.net, l.tax, l.gross, i.kind, i.tracks_lots, l.location_id, l.lot_id, "
    "l.order_line_id, l.original_line_id, l.memo FROM warehouse_goodsline l JOIN catalog_item i ON i.id = l.item_id "
    "WHERE l.company_id = %s AND l.document_id = %s ORDER BY l.line_no"
)


def _lines(header: GoodsDocument) -> list[PreparedLine]:
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, _LINES, (header.company_id, header.id))
    found = []
    for row in rows:
        sign = -1 if row[4] < 0 else 1
        entry = ResolvedEntry(
            row[1], row[2], sign * row[3], sign * row[4], row[5], bool(row[6]), row[7], row[8], sign * row[9],
            sign * row[10], sign * row[11], row[12] == "goods", bool(row[13]),
        )  # fmt: skip
        found.append(PreparedLine(row[0], entry, row[14], row[15] or 0, row[16] or 0, row[17] or 0, row[18]))
    return found
