"""The second factor of one person: switched on with an app, and a recovery code when the telephone is lost."""

import base64
import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from heliu.access.rules.totp import STEP_SECONDS, code_at
from tests.e2e.entry import PASSWORD
from tests.e2e.people import colleague

CAREFUL = "careful"


def test_whoever_lost_the_telephone_comes_in_with_a_recovery_code(
    traded: str, page: Page, sign_in: Callable[..., None], assert_accessible: Callable[[], None]
) -> None:
    sign_in(traded, colleague(traded, CAREFUL, "周会计", role="accountant", sees_cost=True))
    page.goto(f"{traded}/access/second-factor")
    expect(page.get_by_text("两步验证未开启")).to_be_visible()
    page.get_by_role("button", name="开启两步验证").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("img", name="两步验证二维码")).to_be_visible()
    assert_accessible()
    secret = base64.b32decode(dialog.locator("code").inner_text().strip())
    dialog.get_by_label("6 位数字").fill(code_at(secret, int(time.time()) // STEP_SECONDS))
    page.keyboard.press("Enter")
    expect(page.get_by_text("还有 10 个恢复码可用")).to_be_visible()
    expect(dialog).to_have_count(0)
    code = page.locator(".recovery-codes code").first.inner_text()
    assert_accessible()

    # Signed in anew: the password alone is not enough, the code stands in for the app.
    page.context.clear_cookies()
    page.goto(f"{traded}/login")
    page.get_by_label("用户名").fill(CAREFUL)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    asked = page.get_by_label("动态验证码")
    expect(asked).to_be_focused()
    asked.fill(code)
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="工作台")).to_be_visible()
    page.goto(f"{traded}/access/second-factor")
    expect(page.get_by_text("还有 9 个恢复码可用")).to_be_visible()
