"""Take the picture of the page that the README shows: ``python -m tests.browser.picture``, with a service running."""

import os
import shutil
import sys

from playwright.sync_api import sync_playwright

from tests.conftest import PROJECT

SIZE = {"width": 1120, "height": 760}


def main(address: str = "http://localhost:8000") -> None:
    with sync_playwright() as playwright:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        page = browser.new_page(viewport=SIZE, color_scheme="light")
        page.goto(address)
        page.locator("#intake").get_by_label("Private").check()
        page.get_by_role("button", name="Try an example").click()
        page.locator("#panels li").first.wait_for()
        page.mouse.move(0, 0)
        page.evaluate("document.activeElement.blur()")
        page.wait_for_timeout(500)  # for the colours of the strip to have come up
        page.screenshot(path=PROJECT / "docs/page.png")
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
