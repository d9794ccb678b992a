"""What can be done to the money book besides posting: install, accounts, periods, seals."""

from heliu.ledger.services.accounts import AccountDraft, create_account, delete_account, update_account
from heliu.ledger.services.installation import choose_first_year, install_ledger, open_year
from heliu.ledger.services.periods import check_list, close, open_again, reopen, soft_close
from heliu.ledger.services.sealing import seal_entries

__all__ = [
    "AccountDraft",
    "check_list",
    "choose_first_year",
    "close",
    "create_account",
    "delete_account",
    "install_ledger",
    "open_again",
    "open_year",
    "reopen",
    "seal_entries",
    "soft_close",
    "update_account",
]
