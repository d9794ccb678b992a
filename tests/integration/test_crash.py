"""The server dies without a last word while people post: what was acknowledged is there, nothing is there by half."""

import contextlib
import datetime as dt
import os
import random
import threading
import time
import urllib.error
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from tests.support import server as servers
from tests.support.databases import PostgresqlDatabase
from tests.support.harness import ENGINE
from tools import postgres

ROUNDS = int(os.environ.get("HELIU_CRASH_ROUNDS", "3"))
POSTERS = 4
QUANTITY = Decimal(10)
OWNER = {"username": "owner", "password": "Plum-blossom-1947"}


@pytest.fixture
def database_url() -> Iterator[str | None]:
    """A database of its own on the server of this run; None on SQLite, where the file in the home is meant."""
    if ENGINE == "sqlite":
        yield None
        return
    admin = os.environ[postgres.URL_VARIABLE]
    name = f"heliu_crash_{os.getpid()}"
    PostgresqlDatabase().create_copy(name)
    with psycopg.connect(admin, autocommit=True) as server:
        try:
            yield f"{admin.rpartition('/')[0]}/{name}"
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


class Poster(threading.Thread):
    """Somebody who posts one receipt after the other and notes what the server acknowledged."""

    def __init__(self, url: str, receipt: dict[str, object]) -> None:
        super().__init__()
        self.client = servers.Client(url)
        self.receipt = receipt
        self.acknowledged: list[str] = []

    def run(self) -> None:
        with contextlib.suppress(OSError, urllib.error.URLError, ValueError, KeyError, TypeError):
            self.client.sign_in(**OWNER)
            while True:
                draft = self.client.post("warehouse/other-receipts", self.receipt)
                posted = self.client.post(f"warehouse/other-receipts/{draft.body['id']}/post", {})
                if posted.status == 200:
                    self.acknowledged.append(draft.body["id"])


def _open_shop(server: servers.Server) -> dict[str, object]:
    """A company with one item; returns the receipt that everybody will post."""
    owner = servers.Client(server.url)
    assert owner.set_up(server, **OWNER, company="合流商贸").status == 200
    unit = owner.get("catalog/units").body["items"][0]["id"]
    item = owner.post("catalog/items", {"name": "龙井茶", "code": "T1", "base_unit_id": unit}).body["id"]
    warehouse = owner.get("warehouse/warehouses").body["items"][0]["id"]
    return {
        "business_date": dt.date.today().isoformat(),  # noqa: DTZ011
        "warehouse_id": warehouse,
        "reason": "OTHER_RECEIPT",
        "lines": [{"item_id": item, "quantity": str(QUANTITY), "price": "2.5"}],
    }


def _post_until_death(server: servers.Server, receipt: dict[str, object]) -> set[str]:
    posters = [Poster(server.url, receipt) for _ in range(POSTERS)]
    for poster in posters:
        poster.start()
    while not any(poster.acknowledged for poster in posters):
        time.sleep(0.02)
    time.sleep(random.uniform(0.2, 0.8))
    server.kill()
    for poster in posters:
        poster.join()
    return {receipt_id for poster in posters for receipt_id in poster.acknowledged}


def _posted(client: servers.Client) -> set[str]:
    found: set[str] = set()
    cursor = ""
    while True:
        page = client.get(f"warehouse/other-receipts?limit=200{cursor}").body
        found |= {row["id"] for row in page["items"] if row["state"] == "posted"}
        if page["next_cursor"] is None:
            return found
        cursor = f"&cursor={page['next_cursor']}"


def test_a_killed_server_loses_no_acknowledged_receipt_and_keeps_none_by_half(
    tmp_path: Path, database_url: str | None
) -> None:
    server = servers.start(tmp_path, database_url=database_url)
    try:
        receipt = _open_shop(server)
        acknowledged: set[str] = set()
        for _ in range(ROUNDS):
            acknowledged |= _post_until_death(server, receipt)
            server = servers.start(tmp_path, database_url=database_url)

        client = servers.Client(server.url)
        client.sign_in(**OWNER)
        posted = _posted(client)
        (stock,) = client.get("warehouse/stock").body["items"]

        assert len(acknowledged) >= ROUNDS
        assert acknowledged - posted == set()
        assert Decimal(stock["on_hand"]) == QUANTITY * len(posted)
        assert Decimal(stock["value"]) == QUANTITY * len(posted) * Decimal("2.5")
        verdict = server.verify()
        assert verdict["ok"] is True, verdict
    finally:
        server.kill()
