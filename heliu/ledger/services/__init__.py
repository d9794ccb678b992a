"""What can be done to the money book besides posting: install, accounts, periods, seals."""

from heliu.ledger.services.installation import install_ledger, open_year

__all__ = ["install_ledger", "open_year"]
