"""Who is asking: the ninja authentication of every route that is not public."""

from typing import Any

from django.http import HttpRequest
from ninja.security.base import AuthBase


class SessionOrToken(AuthBase):
    """Session cookie (with CSRF check) or `Authorization: Bearer`; sets request.scope."""

    openapi_type = "apiKey"
    openapi_in = "cookie"
    openapi_name = "heliu_session"

    def __call__(self, request: HttpRequest) -> Any | None:
        return None
