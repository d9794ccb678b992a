"""Routes of the parties room under /api/v1/parties."""

from heliu.core.http import Router
from heliu.parties.api import groups
from heliu.parties.api.roles import role_router

router = Router(tags=["parties"])
for part in (role_router("customer"), role_router("supplier"), groups.router):
    router.add_router("", part)
