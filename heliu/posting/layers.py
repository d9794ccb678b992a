"""FIFO layers between database and bucket: what is left of receipts, and what each move took of them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from heliu.core import gateway
from heliu.core.gateway import date_text
from heliu.posting.state import BookState, BucketKey
from heliu.stock.costing import Bucket, Layer, LayerUse
from heliu.stock.models import CostLayer, CostLayerUse

if TYPE_CHECKING:
    from heliu.posting.planning.run import Plan

LAYER_COLUMNS = ("id", "company_id", "book_id", "item_id", "move_id", "business_date", "quantity", "amount")
_LAYER_KEYS = ("company_id", "move_id", "book_id")
USE_COLUMNS = (
    "id",
    "company_id",
    "book_id",
    "item_id",
    "move_id",
    "layer_move_id",
    "layer_date",
    "quantity",
    "amount",
)


def load_layers(cur: Any, company: int, state: BookState) -> None:
    """What is left of receipts, into the FIFO buckets that were loaded, oldest first."""
    items = {item for (_, item), bucket in state.buckets.items() if bucket.fifo}
    if not items:
        return
    rows = gateway.fetch(
        cur,
        "SELECT book_id, item_id, move_id, business_date, quantity, amount FROM stock_costlayer "
        f"WHERE company_id = %s AND {gateway.in_list('book_id')} AND {gateway.in_list('item_id')} AND quantity > 0 "
        "ORDER BY book_id, item_id, business_date, move_id",
        (company, gateway.list_param({book for book, _ in state.buckets}), gateway.list_param(items)),
    )
    for book, item, move, date, quantity, amount in rows:
        bucket = state.buckets.get((book, item))
        if bucket is not None and bucket.fifo:
            bucket.layers.append(Layer(move, gateway.as_date(date), quantity, amount))


def load_uses(cur: Any, company: int, state: BookState, moves: Collection[int]) -> None:
    """What these moves took of FIFO layers; what is known already stays as it was changed."""
    if not moves or not any(bucket.fifo for bucket in state.buckets.values()):
        return
    found: dict[tuple[BucketKey, int], list[LayerUse]] = defaultdict(list)
    for book, item, move, *use in gateway.fetch(
        cur,
        "SELECT book_id, item_id, move_id, layer_move_id, layer_date, quantity, amount FROM stock_costlayeruse "
        f"WHERE company_id = %s AND {gateway.in_list('move_id')} ORDER BY id",
        (company, gateway.list_param(moves)),
    ):
        found[((book, item), move)].append(LayerUse(use[0], gateway.as_date(use[1]), use[2], use[3]))
    for (key, move), uses in found.items():
        bucket = state.buckets.get(key)
        if bucket is not None and move not in bucket.changed_uses:
            bucket.uses[move] = uses
            bucket.stored_uses.add(move)


def write_layers(cur: Any, plan: "Plan", buckets: Sequence[tuple[BucketKey, Bucket]]) -> None:
    """Layers and uses of the buckets as they are now."""
    company = plan.config.company_id
    new_layers: list[tuple[Any, ...]] = []
    old_layers: list[tuple[Any, ...]] = []
    rebuilt_layers: list[tuple[int, int, int, Layer]] = []
    for (book, item), bucket in buckets:
        stored = plan.changes.replaced_layers.get((book, item))
        if stored is not None:
            kept = {layer.move_id for layer in bucket.layers}
            old_layers += [(0, 0, company, move, book) for move in sorted(stored - kept)]
        for layer in bucket.layers if bucket.fifo else ():
            if stored is not None:
                rebuilt_layers.append((company, book, item, layer))
            elif layer.is_new:
                new_layers.append(_layer_row(plan, book, item, layer))
            elif layer.is_changed:
                old_layers.append((layer.quantity, layer.amount, company, layer.move_id, book))
    gateway.insert(cur, CostLayer, LAYER_COLUMNS, new_layers)
    gateway.update(cur, CostLayer, keys=_LAYER_KEYS, sets=("quantity", "amount"), rows=old_layers)
    _write_rebuilt_layers(cur, plan, rebuilt_layers)
    _write_uses(cur, plan, buckets)


def _layer_row(plan: "Plan", book: int, item: int, layer: Layer) -> tuple[Any, ...]:
    day = date_text(layer.business_date)
    return plan.next_id(), plan.config.company_id, book, item, layer.move_id, day, layer.quantity, layer.amount


def _write_rebuilt_layers(cur: Any, plan: "Plan", rebuilt: list[tuple[int, int, int, Layer]]) -> None:
    """Layers of a replayed bucket: spent ones may have come back, so each is set whether it is stored or not."""
    if not rebuilt:
        return
    moves = [layer.move_id for *_, layer in rebuilt]
    company = plan.config.company_id
    stored = {
        (row[0], row[1])
        for row in gateway.fetch(
            cur,
            f"SELECT book_id, move_id FROM stock_costlayer WHERE company_id = %s AND {gateway.in_list('move_id')}",
            (company, gateway.list_param(moves)),
        )
    }
    gateway.update(
        cur,
        CostLayer,
        keys=_LAYER_KEYS,
        sets=("quantity", "amount"),
        rows=[
            (x.quantity, x.amount, company, x.move_id, book) for _, book, _, x in rebuilt if (book, x.move_id) in stored
        ],
    )
    gateway.insert(
        cur,
        CostLayer,
        LAYER_COLUMNS,
        [_layer_row(plan, book, item, x) for _, book, item, x in rebuilt if (book, x.move_id) not in stored],
    )


def _write_uses(cur: Any, plan: "Plan", buckets: Sequence[tuple[BucketKey, Bucket]]) -> None:
    company = plan.config.company_id
    for book, moves in _rewritten(buckets).items():
        gateway.execute(
            cur,
            f"DELETE FROM stock_costlayeruse WHERE company_id = %s AND book_id = %s AND {gateway.in_list('move_id')}",
            (company, book, gateway.list_param(moves)),
        )
    rows: list[tuple[Any, ...]] = [
        (plan.next_id(), company, book, item, move, x.layer_move_id, date_text(x.layer_date), x.quantity, x.amount)
        for (book, item), bucket in buckets
        for move in sorted(bucket.changed_uses)
        for x in bucket.uses.get(move, ())
    ]
    gateway.insert(cur, CostLayerUse, USE_COLUMNS, rows)


def _rewritten(buckets: Sequence[tuple[BucketKey, Bucket]]) -> dict[int, list[int]]:
    """book → moves whose stored uses are replaced."""
    moves: dict[int, list[int]] = defaultdict(list)
    for (book, _), bucket in buckets:
        moves[book] += sorted(bucket.changed_uses & bucket.stored_uses)
    return {book: changed for book, changed in moves.items() if changed}
