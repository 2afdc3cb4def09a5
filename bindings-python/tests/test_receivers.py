"""The receivers of the examples, each in its own framework, with a signed delivery, a forged one and a WSGI environ."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from rwandapay import RwandaPayError, webhooks

SECRET = "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="
BODY = b'{"event":"payment.successful","id":"evt_1","data":{"reference":"PAY-20241215-ABC123"}}'
PATH = "/webhooks/rwandapay"

Post = Callable[[bytes, dict[str, str]], int]


def example(name: str) -> ModuleType:
    path = Path(__file__).parent.parent / "examples" / "receivers" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def flask() -> Post:
    client = example("flask_receiver").app.test_client()
    return lambda body, headers: client.post(PATH, data=body, headers=headers).status_code


def fastapi() -> Post:
    from fastapi.testclient import TestClient

    client = TestClient(example("fastapi_receiver").app)
    return lambda body, headers: client.post(PATH, content=body, headers=headers).status_code


def django() -> Post:
    from django.conf import settings

    settings.configure(ROOT_URLCONF="django_receiver", ALLOWED_HOSTS=["*"], SECRET_KEY="only for this test")
    import django

    django.setup()
    example("django_receiver")
    from django.test import Client

    def post(body: bytes, headers: dict[str, str]) -> int:
        environ = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
        return Client().post(PATH, data=body, content_type="application/json", **environ).status_code

    return post


@pytest.mark.parametrize("framework", [flask, fastapi, django])
def test_a_receiver_takes_what_is_signed_and_refuses_the_rest(
    framework: Callable[[], Post], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RWANDAPAY_WEBHOOK_SECRET", SECRET)
    post = framework()
    headers = webhooks.sign(BODY, SECRET, id="evt_1")
    assert post(BODY, headers) == 200
    assert post(BODY.replace(b"successful", b"reversed!!"), headers) == 400
    assert post(BODY, {}) == 400
    assert post(BODY, webhooks.sign(BODY, SECRET, id="evt_1", timestamp=1_700_000_000)) == 400


def test_a_wsgi_environ_is_taken_as_headers() -> None:
    signed = webhooks.sign(BODY, SECRET, id="evt_1")
    environ: dict[str, object] = {"REQUEST_METHOD": "POST", "wsgi.input": object()}
    environ.update({f"HTTP_{name.upper().replace('-', '_')}": value for name, value in signed.items()})
    assert webhooks.verify(BODY, environ, SECRET)["id"] == "evt_1"


def test_what_does_not_verify_is_explained() -> None:
    signed = webhooks.sign(BODY, SECRET, id="evt_1")
    with pytest.raises(RwandaPayError):
        webhooks.verify(BODY + b"\n", signed, SECRET)
    assert webhooks.explain(BODY + b"\n", signed, SECRET) != webhooks.explain(BODY, signed, SECRET)
