"""Takes the screenshots of `docs/portal`: `python -m bench.portal_pictures [FOLDER]`.

A portal over the small archive of the tests, seen in Chromium on a phone and on a desk; as PNGs with palettes, at most
150 kB each.
"""

import io
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path

import uvicorn
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from portal.app import create_app
from tests.portal.archive import Archive
from tests.portal.cast import Cast, cast
from tests.portal.conftest import window_of

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


def views(players: Cast) -> dict[str, tuple[str, bool]]:
    """Name of a picture → address, and whether on a phone."""
    leaflet, asked = players.leaflet, players.questions
    return {
        "trang-chu": ("/", False),
        "trang-chu-dien-thoai": ("/", True),
        "tim-kiem": ("/tim-kiem?q=dat%20dai", False),
        "tim-kiem-dien-thoai": ("/tim-kiem?q=dat%20dai", True),
        "tai-lieu": (f"/tai-lieu/{leaflet}?q=h%C3%B2a%20gi%E1%BA%A3i", False),
        "tai-lieu-dien-thoai": (f"/tai-lieu/{asked}?q=ket%20hon", True),
        "het-hieu-luc": (f"/tai-lieu/{players.expired}", False),
        "hoi-dap": (f"/hoi-dap/{asked}/4", False),
        "hoi-dap-tat-ca": ("/hoi-dap", False),
        "van-ban": ("/van-ban/luat-dat-dai-2013", False),
        "chu-de": ("/chu-de", False),
        "da-rut": (f"/tai-lieu/{players.replaced}", True),
    }


def main() -> None:
    """Takes them all."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs/portal")
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        archive = Archive(Path(place))
        players = cast(archive)
        archive.index()
        server = uvicorn.Server(uvicorn.Config(create_app(window_of(archive)), port=0, log_level="warning"))
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        base = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        with sync_playwright() as play:
            browser = play.chromium.launch(
                executable_path=shutil.which("chromium"),
                args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
            )
            for name, (path, phone) in views(players).items():
                page = browser.new_page(viewport=PHONE if phone else DESK)
                page.goto(base + path, wait_until="networkidle")
                keep(page, out / f"{name}.png")
                page.close()
            browser.close()
        server.should_exit = True
        thread.join()


def keep(page: Page, target: Path) -> None:
    """One picture, at most 150 kB."""
    with Image.open(io.BytesIO(page.screenshot())) as image:
        for colours in (256, 128, 64, 32):
            small = io.BytesIO()
            image.convert("RGB").quantize(colours, kmeans=3).save(small, "PNG", optimize=True)
            if small.tell() <= 150_000:
                break
        target.write_bytes(small.getvalue())
    print(target, small.tell())


if __name__ == "__main__":
    main()
