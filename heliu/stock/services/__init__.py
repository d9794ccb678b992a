"""What can be done to places, valuation books and promises. Goods themselves move through posting alone."""

from heliu.stock.services.lots import NewLot, ensure_lots
from heliu.stock.services.places import (
    create_warehouse,
    install_places,
    install_valuation_book,
    on_warehouses_given,
    update_warehouse,
)
from heliu.stock.services.reservations import ReservationRequest, release_reservations, reserve

__all__ = [
    "NewLot",
    "ReservationRequest",
    "create_warehouse",
    "ensure_lots",
    "install_places",
    "install_valuation_book",
    "on_warehouses_given",
    "release_reservations",
    "reserve",
    "update_warehouse",
]
