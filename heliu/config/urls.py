"""Addresses: /api/v1 is the API, everything else is the SPA (its own router decides)."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path, re_path
from django.urls.resolvers import RoutePattern

from heliu.config.api import NoSuchResource, NotAllowed, api, unexpected
from heliu.config.spa import page
from heliu.core.http import problem


def no_api(request: HttpRequest, rest: str = "") -> HttpResponse:
    return problem(NoSuchResource(), instance=request.path)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    return problem(NotAllowed(reason="the CSRF token is missing or wrong; reload the page."), instance=request.path)


def failed(request: HttpRequest) -> HttpResponse:
    return unexpected(request, RuntimeError("failed outside the API"))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(NoSuchResource(), instance=request.path)


def by_first_part(patterns: Sequence[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """The same routes, those of `sales/` below `sales/` and so on: Django tries them one after the other."""
    found: list[URLPattern | URLResolver] = []
    groups: dict[str, list[URLPattern]] = {}
    for pattern in patterns:
        first, slash, rest = str(pattern.pattern).partition("/")
        if not slash or "<" in first or isinstance(pattern, URLResolver):
            found.append(pattern)
            continue
        if first not in groups:
            groups[first] = []
            found.append(URLResolver(RoutePattern(f"{first}/"), groups[first]))
        route = RoutePattern(rest, name=pattern.name, is_endpoint=True)
        groups[first].append(URLPattern(route, pattern.callback, pattern.default_args, pattern.name))
    return found


_routes, _app_name, _namespace = api.urls

handler404 = not_found
handler500 = failed

urlpatterns = [
    path("api/v1/", (by_first_part(_routes), _app_name, _namespace)),
    re_path(r"^api(?:/.*)?$", no_api),
    re_path(r"^.*$", page),
]
