"""Who comes in, and how a browser gets past the login."""

from typing import Any

from tests.support import server as servers

OWNER = "owner"
PASSWORD = "Plum-blossom-1947"


def cookies_of(url: str, username: str = OWNER) -> list[Any]:
    """What the browser of somebody holds who has signed in."""
    client = servers.Client(url)
    assert client.sign_in(username=username, password=PASSWORD).status == 200
    return [{"name": cookie.name, "value": cookie.value or "", "url": url} for cookie in client.cookies]
