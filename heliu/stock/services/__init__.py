"""What can be done to places and valuation books. Goods themselves move through posting alone."""

from heliu.stock.services.places import create_warehouse, install_places, install_valuation_book

__all__ = ["create_warehouse", "install_places", "install_valuation_book"]
