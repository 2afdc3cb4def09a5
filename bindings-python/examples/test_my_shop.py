"""A shop's own tests, without a network and without waiting: `pytest test_my_shop.py`."""

from rwandapay import RwandaPay, Sandbox, webhooks


def pay_for(pay, order):
    """The shop: what is tested here."""
    pay.payments.collect(amount=order["total"], phone=order["phone"], reference=order["id"])
    payment = pay.payments.wait(order["id"])
    return "shipped" if payment["status"] == "successful" else payment["failure_code"]


def test_an_order_is_paid_and_shipped():
    with RwandaPay.sandbox() as pay:
        assert pay_for(pay, {"id": "ORDER-1", "total": 5000, "phone": "0788123456"}) == "shipped"


def test_a_customer_without_money_gets_nothing():
    with RwandaPay.sandbox() as pay:
        assert pay_for(pay, {"id": "ORDER-2", "total": 5000, "phone": "0788123001"}) == "insufficient_funds"


def test_the_webhook_is_signed_as_the_real_one():
    # Its clock is ours, so that the signature is fresh.
    import datetime

    sandbox = Sandbox(start=datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"))
    with RwandaPay.sandbox(sandbox) as pay:
        endpoint = pay.webhook_endpoints.create("https://shop.example/hook")
        assert pay_for(pay, {"id": "ORDER-3", "total": 5000, "phone": "0788123456"}) == "shipped"
        delivery = sandbox.webhooks()[0]
        event = webhooks.verify(delivery["body"], delivery["headers"], endpoint["secret"])
        assert event["data"]["merchant_reference"] == "ORDER-3"
