"""Addresses: /api/v1 is the API, everything else is the SPA (its own router decides)."""

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path

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


handler404 = not_found
handler500 = failed

urlpatterns = [
    path("api/v1/", api.urls),
    re_path(r"^api(?:/.*)?$", no_api),
    re_path(r"^.*$", page),
]
