"""Every API route declares its permission, and every permission it declares exists (docs/adr/0008: deny by default)."""

import importlib
import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass

from ninja import NinjaAPI
from ninja import Router as BareRouter
from ninja.utils import normalize_path

from heliu.core.http import LOGGED_IN, PUBLIC, Router
from heliu.core.permissions import Permission
from tests.architecture.source import Fault, floors, report

# What answers without a login. A new entry needs a reason in a review.
OPEN_ROUTES = {"GET /health", "GET /access/session", "POST /access/session", "POST /access/setup"}


@dataclass(frozen=True, slots=True)
class Route:
    """One method of one path."""

    name: str
    permission: str | None


def routes(api: NinjaAPI) -> Iterator[Route]:
    """All of them: also those of routers inside routers, and those that the OpenAPI document hides."""
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            for operation in view.operations:
                permission = getattr(operation.view_func, "permission", None)
                for method in operation.methods:
                    yield Route(f"{method} {normalize_path('/'.join(['', router.prefix, path]))}", permission)


def declared_permissions() -> list[Permission]:
    found = []
    for room in floors():
        if importlib.util.find_spec(f"heliu.{room}") and importlib.util.find_spec(f"heliu.{room}.permissions"):
            found += getattr(importlib.import_module(f"heliu.{room}.permissions"), "PERMISSIONS", ())
    return found


def route_faults(found: list[Route], *, known: set[str]) -> list[Fault]:
    faults = []
    for route in found:
        if route.permission is None:
            faults.append(Fault(route.name, "declares no permission"))
        elif route.permission == PUBLIC and route.name not in OPEN_ROUTES:
            faults.append(Fault(route.name, "is public and not on the list of open routes"))
        elif route.permission not in {PUBLIC, LOGGED_IN} and route.permission not in known:
            faults.append(Fault(route.name, f"{route.permission} is in no permissions.py"))
    return faults


def permission_faults(found: list[Permission]) -> list[Fault]:
    codes = [permission.code for permission in found]
    faults = [Fault(code, "is declared twice") for code in sorted({c for c in codes if codes.count(c) > 1})]
    for permission in found:
        if permission.code.count(".") != 2 or permission.code.split(".")[0] not in floors():
            faults.append(Fault(permission.code, "must read <room>.<noun>.<verb>"))
        if not permission.label_zh.strip() or not permission.label_en.strip():
            faults.append(Fault(permission.code, "needs a Chinese and an English label"))
    return faults


def test_every_route_declares_a_permission_that_exists() -> None:
    from heliu.config.api import api

    found = list(routes(api))
    assert len(found) > 150
    faults = route_faults(found, known={permission.code for permission in declared_permissions()})
    assert not faults, report(faults)


def test_permissions_are_named_by_room_noun_and_verb_in_both_languages() -> None:
    faults = permission_faults(declared_permissions())
    assert not faults, report(faults)


def _api(router: BareRouter) -> NinjaAPI:
    api = NinjaAPI(urls_namespace="seeded")
    api.add_router("/sales", router)
    return api


def test_a_route_without_permission_is_caught() -> None:
    router = BareRouter()

    @router.get("/orders")
    def orders(request: object) -> list[int]:
        return []

    (fault,) = route_faults(list(routes(_api(router))), known=set())
    assert str(fault) == "GET /sales/orders: declares no permission"


def test_a_route_in_a_router_inside_a_router_is_seen() -> None:
    inner, outer = BareRouter(), BareRouter()

    @inner.post("/{order_id}/approve")
    def approve(request: object, order_id: int) -> None: ...

    outer.add_router("/orders", inner)
    (fault,) = route_faults(list(routes(_api(outer))), known=set())
    assert str(fault) == "POST /sales/orders/{order_id}/approve: declares no permission"


def test_a_route_that_is_open_without_being_on_the_list_is_caught() -> None:
    router = Router()

    @router.get("/orders", permission=PUBLIC)
    def orders(request: object) -> list[int]:
        return []

    (fault,) = route_faults(list(routes(_api(router))), known=set())
    assert fault.what == "is public and not on the list of open routes"


def test_a_route_with_an_unknown_permission_is_caught() -> None:
    router = Router()

    @router.get("/orders", permission="sales.order.raed")
    def orders(request: object) -> list[int]:
        return []

    (fault,) = route_faults(list(routes(_api(router))), known={"sales.order.read"})
    assert fault.what == "sales.order.raed is in no permissions.py"


def test_a_badly_named_permission_is_caught() -> None:
    bad = [Permission("orders.read", "读", "Read"), Permission("sales.order.read", "", "Read")]
    assert len(permission_faults(bad)) == 2
