"""Take the pictures of this folder: `make screenshots`.

Each picture is one link, opened in a real browser. Two of them imitate a look: blurred as from the
back of a hall (a gate that is shut must still differ from one that is open), and as seen without
some of the colours.
"""

import base64
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
LAPTOP, DESK, PHONE = (1366, 768), (1440, 900), (390, 844)
TALL, HALL = (1366, 1300), (1920, 1080)

# name: (query, size, dark)
PICTURES = {
    "inside_light_en": ("lang=en&t=3", LAPTOP, False),
    "inside_dark_zh": ("lang=zh&t=9", DESK, True),
    "fading_light_en": ("lang=en&t=9&hold=f:all:0.8", LAPTOP, False),
    "fading_dark_en": ("lang=en&t=9&hold=f:all:0.8", LAPTOP, True),
    "counter_light_zh": ("lang=zh&net=counter&t=7", LAPTOP, False),
    "quotes_dark_en": ("lang=en&net=quotes_en&t=10", LAPTOP, True),
    "random_light_en": ("lang=en&net=random&t=7", LAPTOP, False),
    "learnt_light_en": ("lang=en&net=learnt&t=9", LAPTOP, False),
    "gru_light_en": ("lang=en&net=random&cell=gru&t=7", LAPTOP, False),
    "beside_dark_zh": ("lang=zh&net=learnt&t=9&view=beside", TALL, True),
    "strips_light_en": ("lang=en&t=9&view=strips", TALL, False),
    "code_dark_en": ("lang=en&t=3&view=code", TALL, True),
    "lecture_light_en": ("lang=en&t=9&view=lecture&hold=f:all:0.7", HALL, False),
    "lecture_dark_zh": ("lang=zh&t=3&view=lecture", HALL, True),
    "phone_light_zh": ("lang=zh&t=9&u=0", PHONE, False),
    "phone_dark_en": ("lang=en&t=3&u=0", PHONE, True),
}
# The same on the page "Cause and effect".
EFFECTS = {
    "effect_light_en": ("lang=en&t=9&edits=clamp_f_all_0_end_0.8", LAPTOP, False),
    "effect_dark_zh": ("lang=zh&net=continual_reber&t=18&edits=clamp_f_all_0_end_1", DESK, True),
    "effect_counter_dark_en": ("lang=en&net=counter&t=9&edits=put_c_0_2_0", LAPTOP, True),
    "effect_weights_light_en": (
        "lang=en&net=parity&t=4&view=weights&edits=weight_ih_1_1_40",
        TALL,
        False,
    ),
    "effect_phone_light_zh": ("lang=zh&t=9&u=0&edits=clamp_f_all_0_end_0.8", PHONE, False),
    "effect_lecture_light_en": (
        "lang=en&t=9&view=lecture&edits=clamp_f_all_0_end_0.8",
        HALL,
        False,
    ),
}
# The page "Training film", with the patient of the clinic that is opened there.
FILMS = {
    "film_light_en": ("lang=en&net=task_adding", DESK, False, ""),
    "film_halfway_light_en": ("lang=en&net=task_adding&at=150", DESK, False, ""),
    "film_dark_zh": ("lang=zh&net=task_anbn", DESK, True, ""),
    "film_phone_light_zh": ("lang=zh&net=task_anbn", PHONE, False, ""),
    "film_clinic_light_en": ("lang=en", TALL, False, "Vanishing gradient"),
}
# name: (path, size, dark, what stands when the page does)
PAGES = {
    "home_light_en": ("?lang=en", LAPTOP, False, ".bt-stage[data-k='10']"),
    "home_phone_dark_zh": ("?lang=zh", PHONE, True, ".bt-stage[data-k='10']"),
    "networks_light_en": ("networks?lang=en", DESK, False, ".gl-column.is-on"),
    "networks_dark_zh": ("networks?lang=zh", DESK, True, ".gl-column.is-on"),
    "teachers_light_zh": ("teachers?lang=zh", DESK, False, ".gl-line"),
}
BLURRED = ("fading_light_en", "fading_dark_en")
DEFICIENCIES = ("deuteranopia", "protanopia", "achromatopsia")


@contextmanager
def server() -> Iterator[str]:
    """Run the app on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app" / "main.py")]
    options = ["--server.port", str(port), "--server.headless", "true"]
    process = subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                urllib.request.urlopen(f"{url}/readyz", timeout=1)
                break
            except OSError:
                if process.poll() is not None:
                    raise SystemExit("the server did not start") from None
        yield url
    finally:
        process.terminate()
        process.wait()


def opened(
    browser: Browser, url: str, query: str, size: tuple[int, int], dark: bool, path: str = "inside"
) -> Page:
    """Open a link and wait until its picture stands."""
    page = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    ).new_page()
    page.goto(f"{url}/{path}?v=1&{query}")
    page.wait_for_selector(".bt-over .points path", state="attached")
    page.wait_for_function("document.querySelector('.bt-stage').dataset.k === '10'")
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    if "view=strips" in query:
        page.wait_for_selector(".bt-details-body .heatmaplayer image", state="attached")
    page.wait_for_load_state("networkidle")  # a detail, the code of a link: fetched on demand
    page.evaluate("() => document.fonts.ready")
    return page


def film_picture(browser: Browser, url: str, name: str) -> None:
    """Take a picture of a film."""
    query, size, dark, patient = FILMS[name]
    page = opened(browser, url, query, size, dark, "film")
    if patient:
        page.get_by_role("button", name="Clinic").click()
        page.get_by_role("button", name=patient).click()
        page.wait_for_selector(".fm[data-many=true]")
        page.mouse.move(0, 0)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=HERE / f"{name}.png")


def page_picture(browser: Browser, url: str, name: str) -> None:
    """Take a picture of one of the pages around the belt, still."""
    path, (width, height), dark, stands = PAGES[name]
    page = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    ).new_page()
    page.goto(f"{url}/{path}")
    page.wait_for_selector(stands)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.evaluate("() => document.fonts.ready")
    page.screenshot(path=HERE / f"{name}.png")


def blurred(browser: Browser, name: str) -> None:
    """Blur a picture that was just taken."""
    picture = base64.b64encode((HERE / f"{name}.png").read_bytes()).decode()
    page = browser.new_page(viewport={"width": LAPTOP[0], "height": LAPTOP[1]})
    page.set_content(
        f"<body style='margin:0'><img style='filter:blur(5px);display:block' "
        f"src='data:image/png;base64,{picture}'>"
    )
    page.wait_for_function("document.images[0].complete")
    page.screenshot(path=HERE / f"look_blurred_{name}.png")


def seen_without(page: Page, deficiency: str) -> None:
    """Take a picture as a colour-blind eye sees it (Chromium's simulation)."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setEmulatedVisionDeficiency", {"type": deficiency})
    page.screenshot(path=HERE / f"look_{deficiency}.png")


def main() -> None:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    with server() as url, sync_playwright() as p:
        browser = p.chromium.launch(executable_path=found, args=FLAGS)
        for name, picture in PICTURES.items():
            opened(browser, url, *picture).screenshot(path=HERE / f"{name}.png")
        for name, picture in EFFECTS.items():
            opened(browser, url, *picture, "effect").screenshot(path=HERE / f"{name}.png")
        for name in FILMS:
            film_picture(browser, url, name)
        for name in PAGES:
            page_picture(browser, url, name)
        for name in BLURRED:
            blurred(browser, name)
        for deficiency in DEFICIENCIES:
            seen_without(opened(browser, url, *PICTURES["fading_light_en"]), deficiency)
        browser.close()


if __name__ == "__main__":
    main()
