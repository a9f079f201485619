from tests.browser.test_accounts import *  # noqa


def test_shots(page, world):
    sign_in(page)
    for width, scheme in ((1440, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 1000})
        page.emulate_media(color_scheme=scheme)
        for n in (
            "/subscribe/",
            "/subscription/",
            "/orders/7KQ4-M2XD/",
            "/profile/",
            "/profile/delete/",
            "/groups/seminar/people/",
            "/groups/seminar/",
            "/account/sessions/",
        ):
            page.goto(n)
            page.screenshot(path=f"/tmp/prace/{width}{n.replace('/', '_')}.png", full_page=True)
    page.context.clear_cookies()
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="light")
    page.goto("/join/")
    page.locator("header").get_by_role("link", name="Sign in").click()
    page.get_by_role("dialog").wait_for()
    page.wait_for_timeout(800)
    page.screenshot(path="/tmp/prace/dialog.png")
