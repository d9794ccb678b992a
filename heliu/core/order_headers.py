"""Headers of orders, locked before goods move and told of the progress afterwards, the same way for both desks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from heliu.core import audit, gateway
from heliu.core.lifecycle import DocumentState
from heliu.core.order_progress import LineState, delivery_of, derived_state, invoicing_of
from heliu.core.scope import Scope

_DERIVED = frozenset({DocumentState.APPROVED, DocumentState.IN_PROGRESS, DocumentState.COMPLETED})
"""States that follow from what was delivered; an order moves between these by itself and to no others."""

_Moved = tuple[int, str, str, str]
"""id, number, state before, state after"""


@dataclass(frozen=True, slots=True)
class OrderHeader:
    number: str
    party_id: int
    state: str
    delivery: str
    invoicing: str
    is_approved: bool


def locked_headers(
    cur: Any, scope: Scope, order: type[models.Model], order_ids: Iterable[int]
) -> dict[int, OrderHeader]:
    """The company's orders among these, locked in the order of their ids.

    Before their progress is counted: what others post for the same order at the same moment is then counted too.
    """
    rows = gateway.fetch(
        cur,
        f"SELECT id, number, party_id, state, delivery, invoicing, approved_hash FROM {order._meta.db_table} "  # noqa: S608
        f"WHERE +company_id = %s AND {gateway.in_list('id')} ORDER BY id"
        + (" FOR NO KEY UPDATE" if gateway.is_postgresql() else ""),
        (scope.company_id, gateway.list_param(order_ids)),
    )
    return {row[0]: OrderHeader(*row[1:6], is_approved=bool(row[6])) for row in rows}


def lock_orders(
    scope: Scope, order: type[models.Model], line: type[models.Model], *, ids: Iterable[int], line_ids: Iterable[int]
) -> None:
    """Locks these orders and those of these order lines, in the order of their ids; strangers' are left out."""
    wanted = set(ids)
    of_lines = list(line_ids)
    with gateway.cursor() as cur:
        if of_lines:
            sql = (
                f"SELECT DISTINCT order_id FROM {line._meta.db_table} "  # noqa: S608
                f"WHERE +company_id = %s AND {gateway.in_list('id')}"
            )
            wanted.update(row[0] for row in gateway.fetch(cur, sql, (scope.company_id, gateway.list_param(of_lines))))
        if wanted:
            locked_headers(cur, scope, order, wanted)


def cancelled_among(headers: Mapping[int, OrderHeader]) -> OrderHeader | None:
    """The first that is cancelled: nothing more is billed of it."""
    return next((header for header in headers.values() if header.state == DocumentState.CANCELLED), None)


def store_progress(
    cur: Any,
    scope: Scope,
    order: type[models.Model],
    headers: Mapping[int, OrderHeader],
    lines: Mapping[int, Sequence[LineState]],
    *,
    noun: str,
) -> None:
    """Delivery, invoicing and, between approved and completed, the state of locked orders; `lines`: order → its lines.

    Orders that say it already are left alone. What moves an order to another state is audited.
    """
    changed: list[tuple[str, str, str, int]] = []
    moved: list[_Moved] = []
    for order_id, header in headers.items():
        reached = delivery_of(lines[order_id])
        after = derived_state(reached).value if header.state in _DERIVED else header.state
        invoiced = invoicing_of(lines[order_id], is_closed=after == DocumentState.CLOSED)
        new = (reached.value, invoiced.value, after)
        if new != (header.delivery, header.invoicing, header.state):
            changed.append((*new, order_id))
        if after != header.state:
            moved.append((order_id, header.number, header.state, after))
    table = order._meta.db_table
    sql = f"UPDATE {table} SET delivery = %s, invoicing = %s, state = %s, version = version + 1 WHERE id = %s"  # noqa: S608
    if changed:
        cur.executemany(gateway.placeholder_sql(sql), changed)
    _audit(scope, noun, moved)


def _audit(scope: Scope, noun: str, moved: Sequence[_Moved]) -> None:
    if len(moved) == 1:
        order_id, number, before, after = moved[0]
        audit.record(
            scope, "progress", noun=noun, object_id=order_id, label=number,
            before={"state": before}, after={"state": after},
        )  # fmt: skip
    elif moved:
        audit.record_many(scope, "progress", noun=noun, objects=((one[0], one[1]) for one in moved))
