"""A real Chromium that asks the network for nothing, driven through chromedriver's own protocol."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import pytest

_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
_DIRECT = build_opener(ProxyHandler({}))


class Browser:
    """One session; every call is one request of the WebDriver protocol."""

    def __init__(self, address: str, profile: Path, downloads: Path) -> None:
        self._address = address
        made = self._ask(
            "POST",
            "/session",
            {
                "capabilities": {
                    "alwaysMatch": {
                        "goog:chromeOptions": {
                            "binary": shutil.which("chromium"),
                            "args": [*_FLAGS, f"--user-data-dir={profile}"],
                            "prefs": {"download.default_directory": str(downloads)},
                        },
                        # A loaded machine takes its time over a page with a thousand rows.
                        "timeouts": {"script": 100_000},
                        "goog:loggingPrefs": {"performance": "ALL", "browser": "ALL"},
                    }
                }
            },
        )
        self._session = f"/session/{made['sessionId']}"

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:  # noqa: ANN401  # JSON
        data = None if method == "GET" else json.dumps(body or {}).encode("utf-8")
        request = Request(self._address + path, data, method=method)  # noqa: S310  # our own driver
        try:
            with _DIRECT.open(request, timeout=120) as answer:
                return json.loads(answer.read())["value"]
        except HTTPError as error:
            with error:
                raise AssertionError(json.loads(error.read())["value"]["message"]) from error

    def close(self) -> None:
        self._ask("DELETE", self._session)

    def open(self, page: Path) -> None:
        self.visit(page.resolve().as_uri())

    def visit(self, address: str) -> None:
        self._ask("POST", f"{self._session}/url", {"url": address})

    def run_until_told(self, script: str, *arguments: object) -> Any:  # noqa: ANN401  # JSON
        """Run a script and give what it hands to its last argument, a function, some time."""
        body = {"script": script, "args": list(arguments)}
        return self._ask("POST", f"{self._session}/execute/async", body)

    def run(self, script: str, *arguments: object) -> Any:  # noqa: ANN401  # JSON
        """Run a script in the page and give what it returns."""
        body = {"script": script, "args": list(arguments)}
        return self._ask("POST", f"{self._session}/execute/sync", body)

    def devtools(self, command: str, **parameters: object) -> Any:  # noqa: ANN401  # JSON
        body = {"cmd": command, "params": parameters}
        return self._ask("POST", f"{self._session}/goog/cdp/execute", body)

    def _find(self, selector: str) -> str:
        body = {"using": "css selector", "value": selector}
        found = self._ask("POST", f"{self._session}/element", body)
        return f"{self._session}/element/{found[_ELEMENT]}"

    def click(self, selector: str) -> None:
        self._ask("POST", f"{self._find(selector)}/click")

    def type(self, selector: str, text: str) -> None:
        """Type into a control, in the place of what it held."""
        place = self._find(selector)
        self._ask("POST", f"{place}/clear")
        self._ask("POST", f"{place}/value", {"text": text})

    def press(self, keys: str) -> None:
        """Press keys wherever the focus is."""
        self._keys((way, key) for key in keys for way in ("keyDown", "keyUp"))

    def paste(self) -> None:
        """Press Ctrl+V wherever the focus is."""
        control = "\ue009"
        self._keys((("keyDown", control), ("keyDown", "v"), ("keyUp", "v"), ("keyUp", control)))

    def _keys(self, moves: Iterable[tuple[str, str]]) -> None:
        pressed = [{"type": way, "value": key} for way, key in moves]
        actions = [{"type": "key", "id": "keyboard", "actions": pressed}]
        self._ask("POST", f"{self._session}/actions", {"actions": actions})

    def text(self, selector: str) -> str:
        """Give what a reader sees of an element."""
        shown: str = self._ask("GET", f"{self._find(selector)}/text")
        return shown

    def attribute(self, selector: str, name: str) -> str | None:
        value: str | None = self._ask("GET", f"{self._find(selector)}/attribute/{name}")
        return value

    def picture(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self._ask("GET", f"{self._session}/screenshot")))

    def width(self, width: int, height: int = 900) -> None:
        self.devtools(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )

    def scheme(self, name: str) -> None:
        features = [{"name": "prefers-color-scheme", "value": name}]
        self.devtools("Emulation.setEmulatedMedia", features=features)

    def asked_for(self) -> list[str]:
        """Give the addresses that were asked for since the last call."""
        return [
            event["params"]["request"]["url"]
            for event in self._events()
            if event["method"] == "Network.requestWillBeSent"
        ]

    def wait(self, script: str, *arguments: object) -> Any:  # noqa: ANN401  # JSON
        """Run a script until it returns anything but null, false or 0, and give that."""
        for _ in range(200):
            if (found := self.run(script, *arguments)) not in (None, False):
                return found
            time.sleep(0.05)
        raise AssertionError(f"still not true: {script}")

    def transferred(self) -> dict[str, int]:
        """Give the bytes that came over the network since the last call, by address."""
        addresses: dict[str, str] = {}
        sizes: dict[str, int] = {}
        for event in self._events():
            said = event["params"]
            if event["method"] == "Network.requestWillBeSent":
                addresses[said["requestId"]] = said["request"]["url"]
            # What began before the last call is not told of here.
            elif event["method"] == "Network.loadingFinished" and said["requestId"] in addresses:
                sizes[addresses[said["requestId"]]] = int(said["encodedDataLength"])
        return sizes

    def _events(self) -> list[dict[str, Any]]:
        """Give what the browser's network has told since the last call."""
        lines = self._ask("POST", f"{self._session}/se/log", {"type": "performance"})
        return [json.loads(line["message"])["message"] for line in lines]

    def complaints(self) -> list[str]:
        """Give the console's errors since the last call."""
        lines = self._ask("POST", f"{self._session}/se/log", {"type": "browser"})
        return [line["message"] for line in lines if line["level"] == "SEVERE"]


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """Start a browser with an empty profile; skip the test where there is none."""
    driver = shutil.which("chromedriver")
    if driver is None or shutil.which("chromium") is None:
        pytest.skip("这台机器没有 chromium 和 chromedriver，浏览器里的测试不做")
    log = folder / "chromedriver.log"
    with log.open("wb") as output:
        process = subprocess.Popen([driver, "--port=0"], stdout=output, stderr=output)
        try:
            session = Browser(_address(log), folder / "profile", folder / "downloads")
            try:
                yield session
            finally:
                session.close()
        finally:
            process.terminate()
            process.wait(timeout=20)


def _address(log: Path) -> str:
    """Wait for the driver to say which port it took."""
    for _ in range(200):
        for line in log.read_text(encoding="utf-8").splitlines():
            if "started successfully on port" in line:
                return f"http://127.0.0.1:{line.rstrip('.').rpartition(' ')[2]}"
        time.sleep(0.05)
    raise AssertionError(log.read_text(encoding="utf-8"))
