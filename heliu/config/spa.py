"""The page that carries the SPA: one HTML file with a fresh nonce per answer, and the content security policy."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware

from heliu.config import not_built

NONCE_MARK = "__CSP_NONCE__"
_FILE_SUFFIXES = frozenset({
    ".js", ".css", ".map", ".json", ".svg", ".png", ".ico", ".jpg", ".webp", ".woff", ".woff2", ".wasm", ".txt",
    ".xml", ".php", ".webmanifest",
})  # fmt: skip


class Assets(WhiteNoiseMiddleware):
    """Serves the built files; index.html goes through `page`, which alone knows the nonce."""

    def add_file_to_dictionary(self, url: str, path: str, stat_cache: Any = None) -> None:
        if url not in ("/", "/index.html"):
            super().add_file_to_dictionary(url, path, stat_cache=stat_cache)


class ContentSecurityPolicy:
    """Gives each request a nonce and each answer the policy (no inline script, nothing from elsewhere)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.csp_nonce = secrets.token_urlsafe(18)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy(request.csp_nonce))  # type: ignore[attr-defined]
        response.headers.setdefault("Permissions-Policy", "camera=(self), microphone=(), geolocation=()")
        if request.path.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def policy(nonce: str) -> str:
    return (
        f"default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; "
        f"style-src 'self' 'nonce-{nonce}'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; "
        "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
        "form-action 'self'; frame-ancestors 'none'"
    )


def page(request: HttpRequest) -> HttpResponse:
    """index.html for every address that is not the API; a missing asset is a 404, not a page."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    if Path(request.path).suffix.lower() in _FILE_SUFFIXES:
        return HttpResponse("not found", status=404, content_type="text/plain")
    nonce: str = request.csp_nonce  # type: ignore[attr-defined]
    root: Path | None = settings.SPA_ROOT
    html = (root / "index.html").read_text(encoding="utf-8") if root else not_built.HTML
    response = HttpResponse(html.replace(NONCE_MARK, nonce))
    response.headers["Cache-Control"] = "no-store"
    return response
