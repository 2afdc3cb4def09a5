from __future__ import annotations

import json
import os
import socket
import threading
import zlib

import pytest

from rwandapay import (
    HttpTransport,
    InvalidInputError,
    MaybeSent,
    NotFoundError,
    NotSent,
    RwandaPay,
    Sandbox,
    UnavailableError,
    UnknownOutcomeError,
    webhooks,
)

KEY = "sk_test_sandbox"


def count(client: RwandaPay, reference: str) -> int:
    return len(list(client.payments.list(merchant_reference=reference)))


def test_a_first_payment_over_http(server: str) -> None:
    with RwandaPay(KEY, base_url=server) as pay:
        payment = pay.payments.collect(amount=5000, phone="0788123456", reference="PY-1")
        assert (payment["status"], payment["fee"]) == ("pending", 175)
        assert pay.payments.wait("PY-1", deadline_ms=60_000)["status"] == "successful"
        assert pay.payments.refund("PY-1", amount=1000, reference="PY-R1")["status"] == "pending"
        assert pay.balance()["currency"] == "RWF"
        with pytest.raises(NotFoundError):
            pay.payments.get("PY-never")
        with pytest.raises(InvalidInputError) as caught:
            pay.payments.collect(amount=99, phone="0252123456")
        assert {detail["field"] for detail in caught.value.details} == {"amount", "phone"}
        assert caught.value.outcome == "none"


def test_lists_go_on_over_pages(server: str) -> None:
    with RwandaPay(KEY, base_url=server) as pay:
        made = {pay.payments.collect(amount=700, phone=f"07330002{n:02}")["reference"] for n in range(7)}
        listed = [payment["reference"] for payment in pay.payments.list(limit=2, provider="Airtel")]
        assert made <= set(listed)
        assert len(listed) == len(set(listed))


class Broken:
    """The real transport, which loses what it is told to lose."""

    def __init__(self, *faults: str) -> None:
        self.faults = list(faults)
        self.sent = 0
        self.inner = HttpTransport()

    def __call__(self, *request: object) -> object:
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "refuse":
            raise NotSent("refused")
        self.sent += 1
        answer = self.inner(*request)  # type: ignore[arg-type]
        if fault == "lose":
            raise MaybeSent("reset")
        return answer


@pytest.mark.parametrize("faults", [("refuse",), ("lose",), ("refuse", "lose", "lose"), ("lose", "refuse", "lose")])
def test_what_goes_wrong_on_the_way_makes_one_payment(server: str, faults: tuple[str, ...]) -> None:
    broken = Broken(*faults)
    reference = "PY-F-" + "-".join(faults)
    pay = RwandaPay(KEY, base_url=server, transport=broken, max_retries=5, sleep=lambda _: None)  # type: ignore[arg-type]
    # A number of its own: one phone has one prompt at a time.
    phone = f"07881235{zlib.crc32(reference.encode()) % 60 + 20}"
    payment = pay.payments.collect(amount=5000, phone=phone, reference=reference)
    assert payment["merchant_reference"] == reference
    assert count(RwandaPay(KEY, base_url=server), reference) == 1


def test_an_unknown_outcome_is_said_and_resumed(server: str) -> None:
    broken = Broken(*["lose"] * 1_000)
    pay = RwandaPay(KEY, base_url=server, transport=broken, deadline_ms=2_000)  # type: ignore[arg-type]
    with pytest.raises(UnknownOutcomeError) as caught:
        pay.payments.collect(amount=5000, phone="0788123460", reference="PY-U")
    assert caught.value.outcome == "unknown"
    assert caught.value.resume is not None
    assert KEY not in repr(caught.value) + str(caught.value)
    payment = RwandaPay(KEY, base_url=server).resume(caught.value.resume)
    assert payment["merchant_reference"] == "PY-U"
    assert count(RwandaPay(KEY, base_url=server), "PY-U") == 1


def test_no_connection_is_certainly_nothing_done() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    pay = RwandaPay(KEY, base_url=f"http://127.0.0.1:{port}/v1", max_retries=1, sleep=lambda _: None)
    with pytest.raises(UnavailableError) as caught:
        pay.payments.collect(amount=5000, phone="0788123456")
    assert caught.value.outcome == "none"


def test_a_redirect_gets_no_key_and_no_second_request() -> None:
    listener, elsewhere = socket.create_server(("127.0.0.1", 0)), socket.create_server(("127.0.0.1", 0))
    elsewhere.settimeout(0.2)
    target = f"http://127.0.0.1:{elsewhere.getsockname()[1]}/v1/balance"

    def answer() -> None:
        connection, _ = listener.accept()
        connection.recv(65_536)
        connection.sendall(f"HTTP/1.1 307 X\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode())
        connection.close()

    thread = threading.Thread(target=answer)
    thread.start()
    pay = RwandaPay(KEY, base_url=f"http://127.0.0.1:{listener.getsockname()[1]}/v1", max_retries=0)
    with pytest.raises(Exception) as caught:
        pay.balance()
    assert getattr(caught.value, "code", "") == "redirect_refused"
    with pytest.raises(TimeoutError):
        elsewhere.accept()
    thread.join()


def test_threads_share_a_client(server: str) -> None:
    pay = RwandaPay(KEY, base_url=server)
    found: list[str] = []

    def collect() -> None:
        found.append(pay.payments.collect(amount=5000, phone="0788123470", reference="PY-T")["reference"])

    threads = [threading.Thread(target=collect) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 16
    assert len(set(found)) == 1, "one reference, one payment"


def test_a_fork_keeps_a_client_usable(server: str) -> None:
    pay = RwandaPay(KEY, base_url=server)
    pay.balance()
    child = os.fork()
    if child == 0:
        os._exit(0 if pay.balance()["currency"] == "RWF" else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert pay.balance()["currency"] == "RWF"


def test_the_sandbox_in_the_process_pays_tells_and_moves_its_clock() -> None:
    sandbox = Sandbox(start="2026-01-05T08:00:00Z", seed=bytes(32))
    pay = RwandaPay.sandbox(sandbox)
    pay.webhook_endpoints.create("https://shop.example/hook")
    sandbox.fault("lose_answer")
    payment = pay.payments.collect(amount=5000, phone="0788123456", reference="ORDER-1")
    assert pay.payments.wait("ORDER-1")["status"] == "successful"
    assert count(pay, "ORDER-1") == 1
    late = pay.payments.collect(amount=5000, phone="0788123007", reference="ORDER-2")
    sandbox.advance(3_600)
    assert pay.payments.get("ORDER-2")["late"] is True
    kinds = [webhooks_event(delivery) for delivery in sandbox.webhooks()]
    assert "payment.successful" in kinds
    assert payment["reference"] != late["reference"]
    pay.close()
    pay.close()


def webhooks_event(delivery: dict[str, str]) -> str:
    return str(json.loads(delivery["body"])["event"])


def test_the_environment_leads_no_sandbox_astray(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RWANDAPAY_BASE_URL", "https://elsewhere.example/v1")
    monkeypatch.setenv("RWANDAPAY_API_KEY", "sk_live_0123456789abcdef0123456789abcdef")
    with RwandaPay.sandbox() as pay:
        assert pay.balance()["currency"] == "RWF"
    monkeypatch.setenv("RWANDAPAY_BASE_URL", "")
    assert repr(RwandaPay(KEY)) == "RwandaPay(base_url=None)"


def test_two_sandboxes_know_nothing_of_each_other() -> None:
    with RwandaPay.sandbox() as one, RwandaPay.sandbox() as other:
        one.payments.collect(amount=5000, phone="0788123456", reference="MINE")
        with pytest.raises(NotFoundError):
            other.payments.get("MINE")


def test_a_client_shows_no_key() -> None:
    assert KEY not in repr(RwandaPay(KEY))
    assert webhooks.__doc__
