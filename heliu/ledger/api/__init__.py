"""Routes of the money book: /api/v1/ledger/…; reading, accounts, periods and seals. Posting belongs to documents."""

from heliu.core.http import Router
from heliu.ledger.api import accounts, books, periods, vouchers

router = Router(tags=["ledger"])
for part in (accounts, periods, vouchers, books):
    router.add_router("", part.router)
