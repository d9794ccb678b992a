"""Routes of access, one file per noun."""

from heliu.access.api import companies, jobs, people, roles, session, tokens, trail
from heliu.core.http import Router

router = Router(tags=["access"])
for part in (session, companies, people, roles, tokens, trail, jobs):
    router.add_router("", part.router)
