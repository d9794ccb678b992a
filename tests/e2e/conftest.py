"""Browser tests: a real server, the system's Chromium, and pages that complain when anything went wrong in them.

Pictures go to `test-results/screens`; with HELIU_SCREENSHOTS=1 also to `docs/images`, where the README shows them.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.e2e.entry import OWNER, PASSWORD, cookies_of
from tests.e2e.watch import complaints_of, faults_of
from tests.support import server as servers
from tests.support.assortment import Assortment
from tools import chromium
from tools.paths import RESULTS, ROOT

SCREENS = RESULTS / "screens"
PUBLISHED = ROOT / "docs" / "images"
TAKES_PICTURES = os.environ.get("HELIU_SCREENSHOTS") == "1"
# The pictures need the demonstration's books, which take a minute to post.
collect_ignore = [] if TAKES_PICTURES else ["test_pictures.py"]
expect.set_options(timeout=20_000)
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = chromium.find_or_install()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def fresh_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """An installation in which nobody has signed in yet."""
    with servers.running(tmp_path_factory.mktemp("fresh")) as server:
        yield server


@pytest.fixture
def new_server(tmp_path: Path) -> Iterator[servers.Server]:
    """An installation for one story, whose figures are therefore all its own."""
    with servers.running(tmp_path) as server:
        yield server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """An installation with one owner and one company, shared by the tests of a run."""
    with servers.running(tmp_path_factory.mktemp("company")) as server:
        answer = servers.Client(server.url).set_up(server, username=OWNER, password=PASSWORD, company="合流示范商行")
        assert answer.status == 200, answer.body
        yield server


@pytest.fixture
def new_company(new_server: servers.Server) -> Assortment:
    """The owner of a company that has not traded yet."""
    client = servers.Client(new_server.url)
    answer = client.set_up(new_server, username=OWNER, password=PASSWORD, company="合流示范商行")
    assert answer.status == 200, answer.body
    return Assortment(client)


@pytest.fixture(scope="session")
def traded(server: servers.Server) -> str:
    """The address of the shared installation, whose company has bought, sold and settled under English names."""
    client = servers.Client(server.url)
    assert client.sign_in(username=OWNER, password=PASSWORD).status == 200
    Assortment(client).trade()
    return server.url


@pytest.fixture
def client(server: servers.Server) -> servers.Client:
    """The owner at the API, to arrange what a story begins with."""
    client = servers.Client(server.url)
    assert client.sign_in(username=OWNER, password=PASSWORD).status == 200
    return client


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900}, timezone_id="Asia/Shanghai")
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page that fails its test when a script failed in it, the policy was broken or it asked another origin."""
    page = context.new_page()
    complaints = complaints_of(page)
    yield page
    page.screenshot(path=_screen(re.sub(r"\W+", "-", request.node.name)))
    assert complaints == []


@pytest.fixture
def sign_in(context: BrowserContext) -> Callable[..., None]:
    """Takes the browser past the login of an installation: the owner's, or somebody else's."""

    def enter(url: str, username: str = OWNER) -> None:
        context.add_cookies(cookies_of(url, username))

    return enter


@pytest.fixture
def signed_in(page: Page, sign_in: Callable[..., None], server: servers.Server) -> Page:
    """The owner's browser, past the login."""
    sign_in(server.url)
    page.goto(server.url)
    return page


@pytest.fixture
def picture(page: Page) -> Callable[[str], None]:
    """Keeps a picture of the page as it is now."""

    def take(name: str) -> None:
        path = _screen(name)
        page.screenshot(path=path)
        if TAKES_PICTURES:
            PUBLISHED.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, PUBLISHED / path.name)

    return take


@pytest.fixture
def serious_faults(page: Page) -> Callable[[], list[str]]:
    """What axe calls serious or critical on the page as it is now."""

    return lambda: faults_of(page)


@pytest.fixture
def assert_accessible(serious_faults: Callable[[], list[str]]) -> Callable[[], None]:
    """Fails on what axe calls serious or critical."""

    def check() -> None:
        assert serious_faults() == []

    return check


def _screen(name: str) -> Path:
    SCREENS.mkdir(parents=True, exist_ok=True)
    return SCREENS / f"{name}.png"
