from __future__ import annotations

import datetime
import json

import pytest
import standardwebhooks

from rwandapay import RwandaPayError, webhooks

SECRET = "whsec_" + "c2VjcmV0LW9mLXRoaXJ0eS10d28tYnl0ZXMtaGVyZSEhIQ=="
BODY = json.dumps({"event": "payment.successful", "data": {"reference": "PAY-20241215-ABC123"}}).encode()


def test_what_is_signed_verifies_as_every_framework_gives_it() -> None:
    headers = webhooks.sign(BODY, SECRET, id="evt_1")
    environ = {"HTTP_" + name.upper().replace("-", "_"): value for name, value in headers.items()}
    for given in (headers, {n.title(): v for n, v in headers.items()}, list(headers.items()), environ,
                  {name: [value] for name, value in headers.items()}):
        assert webhooks.verify(BODY, given, SECRET)["event"] == "payment.successful"
    assert webhooks.verify(BODY.decode(), headers, ["whsec_" + "b3RoZXItc2VjcmV0LW9mLXRoaXJ0eS10d28tYnl0ZXMhISE=", SECRET])


def test_anything_else_is_refused() -> None:
    headers = webhooks.sign(BODY, SECRET, id="evt_1")
    with pytest.raises(RwandaPayError) as caught:
        webhooks.verify(BODY + b" ", headers, SECRET)
    assert caught.value.code == "webhook_signature_mismatch"
    assert SECRET not in str(caught.value)
    with pytest.raises(RwandaPayError):
        webhooks.verify(BODY, {}, SECRET)
    with pytest.raises(RwandaPayError):
        webhooks.verify(BODY, webhooks.sign(BODY, SECRET, id="evt_1", timestamp=1_700_000_000), SECRET)
    with pytest.raises(TypeError, match="raw body"):
        webhooks.verify(json.loads(BODY), headers, SECRET)


def test_both_directions_with_the_standard_package() -> None:
    theirs = standardwebhooks.Webhook(SECRET)
    assert theirs.verify(BODY, webhooks.sign(BODY, SECRET, id="evt_1"))
    now = datetime.datetime.now(tz=datetime.timezone.utc)
    signature = theirs.sign("evt_2", now, BODY.decode())
    headers = {
        "webhook-id": "evt_2",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signature,
    }
    assert webhooks.verify(BODY, headers, SECRET)
