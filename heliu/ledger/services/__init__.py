"""What can be done to the money book besides posting: install, accounts, periods, seals."""

from heliu.ledger.services.installation import choose_first_year, install_ledger, open_year

__all__ = ["choose_first_year", "install_ledger", "open_year"]
