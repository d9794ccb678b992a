"""A person at the keyboard of a document page. Every key is counted; nothing is waited for but what can be seen."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

_TABS_MAX = 60
_FOCUSED = "(document.activeElement && (document.activeElement.getAttribute('aria-label') || '')) || ''"


@dataclass(slots=True)
class Desk:
    page: Page
    keys: int = 0

    def press(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)
            self.keys += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += len(text)

    def open(self, path: str) -> None:
        self.page.goto(path)
        expect(self.heading).to_be_visible()

    @property
    def heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    @property
    def number(self) -> str:
        """The number of the document on the page."""
        return self.page.locator(".document-number").inner_text()

    @property
    def grid(self) -> Locator:
        return self.page.get_by_role("grid")

    def line(self, number: int) -> Locator:
        return self.grid.get_by_role("row").nth(number)

    def cell(self, column: str, row: int) -> Locator:
        """The input of a cell, which is there while the cell is being edited."""
        return self.grid.get_by_label(f"{column}，第 {row} 行", exact=True)

    def choose(self, label: str, text: str, name: str) -> None:
        """Types into the select that has the focus and takes what it finds."""
        field = self.page.get_by_label(label, exact=True)
        expect(field).to_be_focused()
        with self.page.expect_response(re.compile(rf"/suggest\?.*\bq={text}\b")):
            self.type(text)
        expect(self.page.locator(".ant-select-item-option-active")).to_contain_text(name)
        self.press("Enter")
        expect(self.page.locator(".ant-select").filter(has=field)).to_contain_text(name)
        expect(field).to_have_attribute("aria-expanded", "false")

    def tab_to(self, label: str) -> None:
        """Goes on with Tab until the control of that name has the focus."""
        for _ in range(_TABS_MAX):
            if self.page.evaluate(_FOCUSED) == label:
                return
            self.press("Tab")
        raise AssertionError(f"Tab never came to {label}")

    def enter_line(self, row: int, code: str, quantity: str, price: str = "") -> None:
        """Item by its code, quantity, and the price where the proposed one is not the agreed one."""
        expect(self.cell("商品", row)).to_be_focused()
        self.type(code)
        self.press("Enter")
        expect(self.cell("数量", row)).to_be_focused()
        self.type(quantity)
        self.press("Enter")
        expect(self.cell("单价", row)).to_be_focused()
        if price:
            self.type(price)
        self.press("Enter")

    def expect_state(self, *states: str) -> None:
        """The state and the progress of goods, invoices and money, as the head of the page shows them."""
        for state in states:
            expect(self.page.locator(".document-status").get_by_text(state, exact=True)).to_be_visible()

    def forward(self, state: str) -> None:
        """Ctrl+Enter takes the way forward; the head shows where the document then is."""
        self.press("Control+Enter")
        self.expect_state(state)

    def make(self, title: str) -> None:
        """Ctrl+Enter on a document whose way forward is another document: its draft opens."""
        self.press("Control+Enter")
        expect(self.heading).to_contain_text(title)
        self.expect_state("草稿")

    def post(self) -> str:
        """Ctrl+Enter shows both books as they will be, Enter writes them; returns the number."""
        self.press("Control+Enter")
        self.confirm()
        self.expect_state("已过账")
        return self.number

    def confirm(self) -> None:
        dialog = self.page.get_by_role("dialog")
        expect(dialog.get_by_role("heading", name="货物流转")).to_be_visible()
        expect(dialog.get_by_role("button", name="过账")).to_be_focused()
        self.press("Enter")
