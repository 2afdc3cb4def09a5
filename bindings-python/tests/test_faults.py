"""What goes wrong on the way, with every transport and a server that really does it: always exactly one payment."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from rwandapay import AsyncRwandaPay, HttpTransport, RwandaPay, RwandaPayError, UnavailableError, UnknownOutcomeError
from rwandapay.httpx_transport import AsyncHttpxTransport, HttpxTransport

KEY = "sk_test_sandbox"
Collect = Callable[..., dict[str, Any]]


class Between:
    """A proxy between a client and the server, which spoils the first answers as it is told to."""

    def __init__(self, server: str, *faults: str) -> None:
        host, port = server.split("//")[1].split("/")[0].split(":")
        self._server = (host, int(port))
        self._faults = list(faults)
        self.seen = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/v1"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            client, _ = self._listener.accept()
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        request = _message(client)
        self.seen += 1
        fault = self._faults.pop(0) if self._faults else ""
        if fault == "reset_before":
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        elif fault == "too_many":
            client.sendall(b"HTTP/1.1 429 X\r\nretry-after: 0\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        else:
            with socket.create_connection(self._server) as server:
                head, _, body = request.partition(b"\r\n\r\n")
                server.sendall(head + b"\r\nconnection: close\r\n\r\n" + body)
                answer = _message(server)
            self._answer(client, answer, fault)
        client.close()

    @staticmethod
    def _answer(client: socket.socket, answer: bytes, fault: str) -> None:
        if fault == "reset_after":
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        elif fault == "html":
            page = b"<html><h1>502 Bad Gateway</h1></html>"
            head = b"HTTP/1.1 502 X\r\ncontent-type: text/html\r\nconnection: close\r\ncontent-length: %d\r\n\r\n"
            client.sendall(head % len(page) + page)
        elif fault == "half":
            client.sendall(answer[: len(answer) - 20])
        elif fault == "drip":
            try:
                for byte in answer:
                    client.sendall(bytes([byte]))
                    time.sleep(0.05)
            except OSError:
                pass
        else:
            client.sendall(answer.replace(b"\r\n\r\n", b"\r\nconnection: close\r\n\r\n", 1))


def _message(stream: socket.socket) -> bytes:
    message = b""
    while b"\r\n\r\n" not in message:
        message += stream.recv(65_536)
    head, _, body = message.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    while lengths and len(body) < int(lengths[0].split(b":")[1]):
        body += stream.recv(65_536)
    return head + b"\r\n\r\n" + body


def standard(url: str, **options: Any) -> Collect:
    return RwandaPay(KEY, base_url=url, transport=HttpTransport(), **options).payments.collect


def with_httpx(url: str, **options: Any) -> Collect:
    return RwandaPay(KEY, base_url=url, transport=HttpxTransport(), **options).payments.collect


def _awaited(url: str, transport: Any, options: dict[str, Any]) -> Collect:
    def collect(**parameters: Any) -> dict[str, Any]:
        async def ask() -> dict[str, Any]:
            async with AsyncRwandaPay(KEY, base_url=url, transport=transport and transport(), **options) as pay:
                return await pay.payments.collect(**parameters)

        return asyncio.run(ask())

    return collect


def in_a_thread(url: str, **options: Any) -> Collect:
    return _awaited(url, None, options)


def with_async_httpx(url: str, **options: Any) -> Collect:
    return _awaited(url, AsyncHttpxTransport, options)


CLIENTS = [standard, with_httpx, in_a_thread, with_async_httpx]
FAULTS = ["reset_before", "reset_after", "too_many", "html", "half", "drip"]


def made(server: str, reference: str) -> int:
    return len(list(RwandaPay(KEY, base_url=server).payments.list(merchant_reference=reference)))


@pytest.fixture(scope="module")
def phones() -> Iterator[Iterator[str]]:
    # One phone has one prompt at a time.
    yield (f"07884{number:05}" for number in range(10_100, 99_000, 100))


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("client", CLIENTS)
def test_one_fault_and_one_payment(server: str, phones: Iterator[str], client: Callable[..., Collect], fault: str) -> None:
    between = Between(server, fault)
    reference = f"F-{client.__name__}-{fault}".replace("_", "-")
    collect = client(between.url, max_retries=5, try_timeout_ms=1_000)
    try:
        payment = collect(amount=5000, phone=next(phones), reference=reference)
        assert payment["merchant_reference"] == reference
    except UnknownOutcomeError as error:
        # Honest, where the first try was lost and the next was refused; resuming tells.
        assert error.resume is not None
        assert RwandaPay(KEY, base_url=server).resume(error.resume)["merchant_reference"] == reference
    assert made(server, reference) == 1
    # The fault was met, and something followed it. A blocking httpx bounds each read only, so it takes the drips.
    assert between.seen >= 2 or (client, fault) == (with_httpx, "drip")


def test_an_address_that_leads_nowhere_is_said_by_every_transport() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    for client in CLIENTS:
        with pytest.raises(UnavailableError) as caught:
            client(url, max_retries=0)(amount=5000, phone="0788123456")
        assert caught.value.outcome == "none"


def test_a_process_that_is_killed_between_sending_and_the_answer_pays_once(server: str) -> None:
    held = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{held.getsockname()[1]}/v1"
    program = (
        "import sys\nfrom rwandapay import RwandaPay\n"
        f"RwandaPay({KEY!r}, base_url=sys.argv[1]).payments.collect(amount=5000, phone='0788499998', reference='KILLED')"
    )
    child = subprocess.Popen([sys.executable, "-c", program, url])
    client, _ = held.accept()
    request = _message(client)
    with socket.create_connection(("127.0.0.1", int(server.split(":")[2].split("/")[0]))) as behind:
        behind.sendall(request)
        _message(behind)
    child.send_signal(signal.SIGKILL)
    child.wait()
    # The shop starts again, and asks again for its order.
    payment = RwandaPay(KEY, base_url=server).payments.collect(amount=5000, phone="0788499998", reference="KILLED")
    assert payment["merchant_reference"] == "KILLED"
    assert made(server, "KILLED") == 1


def test_the_asynchronous_client_lists_waits_and_shows_no_key(server: str) -> None:
    async def main() -> None:
        async with AsyncRwandaPay.sandbox() as pay:
            await asyncio.gather(
                *(pay.payments.collect(amount=5000, phone=f"07885{n:05}", reference=f"A-{n}") for n in range(100, 110))
            )
            assert (await pay.payments.wait("A-100"))["status"] == "successful"
            assert len([payment async for payment in pay.payments.list(limit=3)]) >= 10
            assert (await pay.balance())["currency"] == "RWF"
            with pytest.raises(RwandaPayError):
                await pay.payments.get("A-never")
        assert KEY not in repr(AsyncRwandaPay(KEY))

    asyncio.run(main())


def test_memory_stays_where_it_is() -> None:
    from rwandapay import Phone, RwandaPay, _native, quote

    def resident() -> int:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def hot(times: int) -> None:
        for _ in range(times):
            _native.amount_parse("5000")
            _native.phone_parse("0788123456")
            _native.phone_parse("0252")
            _native.fee(5000)

    def rest(times: int) -> None:
        for _ in range(times):
            Phone.parse("0788123456")
            quote(5000)
            with RwandaPay.sandbox() as pay:
                pay.payments.collect(amount=5000, phone="0788123456", reference="L")

    hot(10_000)
    rest(500)
    before = resident()
    hot(1_000_000)
    rest(10_000)
    assert resident() - before < 8 * 1_048_576
