"""Routes of the catalog under /api/v1/catalog."""

from heliu.catalog.api import files, items, masters
from heliu.core.http import Router

router = Router(tags=["catalog"])
for part in (files, items, masters):  # fixed words such as /items/export come before /items/{item_id}
    router.add_router("", part.router)
