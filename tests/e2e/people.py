"""Colleagues of the owner, made by the owner."""

from tests.e2e.entry import OWNER, PASSWORD
from tests.support.server import Client

_FIRST_PASSWORD = "Quince-orchard-2031"


def colleague(url: str, username: str, name: str, *, role: str, sees_cost: bool) -> str:
    """A user of that role who has already chosen a password of their own; returns the user name."""
    owner = Client(url)
    assert owner.sign_in(username=OWNER, password=PASSWORD).status == 200
    roles = owner.get("access/roles").body["items"]
    role_id = next(known["id"] for known in roles if known["code"] == role)
    person = {"username": username, "display_name": name, "password": _FIRST_PASSWORD, "role_ids": [role_id]}
    made = owner.post("access/users", {**person, "sees_cost": sees_cost})
    assert made.status in {200, 201}, made.body
    own = Client(url)
    assert own.sign_in(username=username, password=_FIRST_PASSWORD).status == 200
    chosen = own.put("access/password", {"old_password": _FIRST_PASSWORD, "new_password": PASSWORD})
    assert chosen.status in {200, 204}, chosen.body
    return username
