"""Every page of the menu, as the menu itself names them: it opens, it fits, everybody can read it, in both languages.

The pages are walked once by a fixture; behind each list come the form of a new record and the first record.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.e2e.entry import cookies_of
from tests.e2e.watch import complaints_of, faults_of
from tests.support.server import Client

DESK, TABLET, PHONE = 1440, 1024, 390
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_KEY = re.compile(r"\b[a-z]+:[a-z]\w*(?:\.\w+)+")
# Neither the page nor a list or the lines in it reach over their edge.
_FITS = """() => [document.documentElement, ...document.querySelectorAll('.data-table, .line-grid')]
    .every((frame) => frame.scrollWidth <= frame.clientWidth + 1)"""
_PATIENCE_MS = 3_000
# What the product says, apart from what users have named.
_WORDS = "nav, h2, th, label, main button, [role=columnheader], [role=tab], dt"
# Goes where a link would lead, without loading the program anew; the heading of the page that is left is marked.
_GO = """(path) => {
    if (path.split('?')[0] !== location.pathname) document.querySelector('main h1')?.setAttribute('data-seen', '');
    history.pushState({}, '', path);
    dispatchEvent(new PopStateEvent('popstate'));
}"""
_MARK = "(heading) => heading.setAttribute('data-seen', '')"
_UNMARK = "(heading) => heading.removeAttribute('data-seen')"
_FRESH = "main h1:not([data-seen])"
_WAITING = "main .ant-skeleton, main .ant-spin-spinning, main [aria-busy=true]"
_DIALOG = ".ant-modal, .ant-drawer-open"
_WAYS_ON = ("main .page-head-actions button:has(.anticon-plus)", "main tbody tr.is-link")


@dataclass(slots=True)
class Walk:
    """What was found on the way, by address."""

    pages: list[str] = field(default_factory=list)
    unreadable: dict[str, list[str]] = field(default_factory=dict)
    too_wide: list[tuple[str, int]] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


def menu_of(page: Page) -> list[str]:
    """Unfolds the menu; returns the addresses of its pages."""
    expect(page.get_by_role("menuitem").first).to_be_visible()
    closed = page.locator("nav .ant-menu-submenu-title[aria-expanded=false]")
    while closed.count():
        before = closed.count()
        closed.first.click()
        expect(closed).to_have_count(before - 1)
    entries = page.locator("nav .ant-menu-item[data-menu-id]")
    ids = [entry.get_attribute("data-menu-id") or "" for entry in entries.all()]
    return [id_[id_.index("/") :] for id_ in ids]


def address(page: Page) -> str:
    return str(page.evaluate("() => location.pathname + location.search"))


def settle(page: Page) -> None:
    """Waits until the page has said what it has to say."""
    expect(page.locator(_FRESH)).to_be_visible()
    expect(page.locator(_WAITING)).to_have_count(0)
    expect(page.locator("main .ant-result")).to_have_count(0)


def visit(page: Page, path: str) -> None:
    if address(page) != path:
        page.evaluate(_GO, path)
    settle(page)


def fits(page: Page) -> bool:
    """Nothing reaches over the edge of the window, once the page has found its new shape."""
    try:
        page.wait_for_function(_FITS, timeout=_PATIENCE_MS)
    except PlaywrightTimeout:
        return False
    return True


def inspect(walk: Walk, page: Page, path: str) -> None:
    """Reads the page, without the frame that all pages share, in both colours and at three widths."""
    part = _DIALOG if page.locator(_DIALOG).count() else "main"
    walk.pages.append(path)
    for colours in ("dark", "light"):
        page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
        expect(page.locator(f"html[data-theme={colours}]")).to_be_attached()
        # The dark page has the same elements as the light one; only what they look like differs.
        found = faults_of(page, part=part, only_colours=colours == "dark")
        if found:
            walk.unreadable[f"{path} {colours}"] = found
    for width in (PHONE, TABLET, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        if not fits(page):
            walk.too_wide.append((path, width))


def inspect_behind(walk: Walk, page: Page, path: str) -> None:
    """The form of a new record and the first record of a list, be they pages or dialogs."""
    for way in _WAYS_ON:
        visit(page, path)
        if page.locator(way).count() == 0:
            continue
        page.locator("main h1").evaluate(_MARK)
        page.locator(way).first.press("Enter")
        expect(page.locator(_FRESH).or_(page.locator(_DIALOG)).first).to_be_visible()
        if page.locator(_DIALOG).count():
            inspect(walk, page, f"{path} (dialog)")
            page.keyboard.press("Escape")
            expect(page.locator(_DIALOG)).to_have_count(0)
            page.locator("main h1").evaluate(_UNMARK)
        else:
            settle(page)
            if address(page) not in walk.pages:
                inspect(walk, page, address(page))


@pytest.fixture(scope="module")
def walk(traded: str, browser: Browser) -> Iterator[Walk]:
    """A way through all pages of a company that has traded, with what was noticed on it."""
    # Nothing moves: waiting until the colours have faded would take longer than judging them.
    context = browser.new_context(locale="zh-CN", viewport={"width": DESK, "height": 900}, reduced_motion="reduce")
    context.add_cookies(cookies_of(traded))
    page, walk = context.new_page(), Walk()
    walk.complaints = complaints_of(page)
    page.goto(traded)
    for path in menu_of(page):
        visit(page, path)
        inspect(walk, page, path)
        inspect_behind(walk, page, path)
    yield walk
    context.close()


def test_the_walk_has_seen_lists_forms_and_records(walk: Walk) -> None:
    assert {"/", "/sales/orders", "/sales/orders/new", "/warehouse/stock", "/verification"} <= set(walk.pages)
    assert any(re.fullmatch(r"/ledger/vouchers/\d+", path) for path in walk.pages)


def test_no_page_fails_breaks_the_content_policy_or_asks_elsewhere(walk: Walk) -> None:
    assert walk.complaints == []


def test_every_page_can_be_read_by_everybody_in_light_and_dark(walk: Walk) -> None:
    assert walk.unreadable == {}


def test_no_page_and_no_list_scrolls_sideways_on_desk_tablet_or_phone(walk: Walk) -> None:
    assert walk.too_wide == []


@pytest.fixture
def in_english(traded: str, page: Page, sign_in: Callable[..., None], client: Client) -> Iterator[Page]:
    """The owner has switched the language; afterwards the account has its own again."""
    sign_in(traded)
    page.goto(traded)
    page.get_by_role("button", name="语言").click()
    page.get_by_role("menuitem", name="English").click()
    expect(page.get_by_role("button", name="Language")).to_be_visible()
    yield page
    restored = client.put("access/profile", {"display_name": "", "language": "zh-hans"})
    assert restored.status == 200, restored.body


def test_english_leaves_no_chinese_word_and_no_missing_text(walk: Walk, in_english: Page) -> None:
    untranslated = {}
    for path in (path for path in walk.pages if " " not in path):
        visit(in_english, path)
        words = in_english.locator(_WORDS).all_inner_texts()
        wrong = [word for word in words if _CHINESE.search(word) or _KEY.search(word)]
        if wrong:
            untranslated[path] = wrong

    assert untranslated == {}
