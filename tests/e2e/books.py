"""What the pages of the two books say: stock on hand, item ledger, trial balance, verification."""

import re
from collections.abc import Mapping, Sequence

from playwright.sync_api import Locator, Page, expect


def visit(page: Page, path: str) -> None:
    """Opens a page of the installation that the browser is in."""
    origin = "/".join(page.url.split("/")[:3])
    page.goto(origin + path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def row(page: Page, name: str) -> Locator:
    """The row of a table that begins with that cell."""
    first = page.locator("td:first-child").filter(has_text=re.compile(f"^{re.escape(name)}$"))
    return page.locator("tbody tr").filter(has=first)


def expect_stock(page: Page, holdings: Mapping[str, tuple[str, str]]) -> None:
    """Exactly these items, each with quantity on hand, nothing promised to others, and value."""
    visit(page, "/warehouse/stock")
    expect(page.locator("tbody tr")).to_have_count(len(holdings))
    for code, (quantity, value) in holdings.items():
        cells = row(page, code).get_by_role("cell")
        expect(cells.nth(5)).to_have_text(quantity)
        expect(cells.last).to_have_text(value)


def expect_item_ledger(page: Page, rows: Sequence[tuple[str, str, str, str]]) -> None:
    """In, out (one of them empty), running quantity and running value of the item shown, oldest first."""
    expect(page.locator("tbody tr")).to_have_count(len(rows))
    for number, (taken_in, given_out, quantity, value) in enumerate(rows):
        cells = page.locator("tbody tr").nth(number).get_by_role("cell")
        expect(cells.nth(2)).to_have_text(taken_in)
        expect(cells.nth(4)).to_have_text(given_out)
        expect(cells.nth(6)).to_have_text(quantity)
        expect(cells.last).to_have_text(value)


def expect_trial_balance(page: Page, balances: Mapping[str, tuple[str, str]]) -> None:
    """Closing debit and credit of accounts; an account without a balance may be left out."""
    visit(page, "/ledger/trial-balance")
    for account, (debit, credit) in balances.items():
        cells = row(page, account).get_by_role("cell")
        expect(cells.nth(-2)).to_have_text(debit)
        expect(cells.last).to_have_text(credit)


def expect_proof(page: Page) -> None:
    """The books are checked anew, and agree."""
    visit(page, "/verification")
    page.get_by_role("button", name="立即核对").click()
    expect(page.get_by_text("账实相符", exact=True)).to_be_visible()
