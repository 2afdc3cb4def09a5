"""A running server, for the tests that need real HTTP: the program that RWANDAPAY_SERVER names."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    program = os.environ["RWANDAPAY_SERVER"]
    options = ["--listen", "127.0.0.1:0", "--data", ":memory:", "--rate-limit", "off", "--log-level", "off"]
    process = subprocess.Popen([program, *options], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        address = process.stdout.readline().split("://")[1].split("/v1")[0]
        yield f"http://{address}/v1"
    finally:
        process.kill()
        process.wait()
