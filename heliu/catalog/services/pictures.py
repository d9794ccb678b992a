"""Pictures of items: kept in the database, typed by their content."""

import hashlib

from heliu.catalog import rules
from heliu.catalog.models import Item, ItemPicture
from heliu.core import audit
from heliu.core.errors import NotFound
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction


@business_transaction
def set_picture(scope: Scope, item_id: int, content: bytes) -> str:
    """Replace the item's picture; returns its SHA-256. Raises PictureRefused, NotFound."""
    scope.require("catalog.item.update")
    media_type = rules.picture_type(content)
    code = _code(scope, item_id)
    digest = hashlib.sha256(content).hexdigest()
    ItemPicture.objects.update_or_create(
        company_id=scope.company_id,
        item_id=item_id,
        defaults={"content_type": media_type, "sha256": digest, "content": content},
    )
    audit.record(
        scope, "catalog.item.picture", noun="item", object_id=item_id, label=code,
        after={"sha256": digest, "bytes": len(content)},
    )  # fmt: skip
    return digest


@business_transaction
def remove_picture(scope: Scope, item_id: int) -> None:
    scope.require("catalog.item.update")
    code = _code(scope, item_id)
    removed, _ = ItemPicture.objects.filter(company_id=scope.company_id, item_id=item_id).delete()
    if removed:
        audit.record(scope, "catalog.item.picture_removed", noun="item", object_id=item_id, label=code)


def _code(scope: Scope, item_id: int) -> str:
    code = Item.objects.filter(company_id=scope.company_id, id=item_id).values_list("code", flat=True).first()
    if code is None:
        raise NotFound(noun="Item", id=str(item_id))
    return code
