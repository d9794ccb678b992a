"""Takes the fence between companies down after each request, so that a pooled connection carries none to the next."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from heliu.core import fence


class CompanyFence:
    """Authentication puts the fence up as soon as the company of the request is known."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        finally:
            if getattr(request, "scope", None) is not None:
                fence.leave()
