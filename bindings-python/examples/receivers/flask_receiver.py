"""A webhook receiver with Flask."""

import os

from flask import Flask, request
from rwandapay import RwandaPayError, webhooks

app = Flask(__name__)


@app.post("/webhooks/rwandapay")
def receive():
    try:
        event = webhooks.verify(request.get_data(), request.headers, os.environ["RWANDAPAY_WEBHOOK_SECRET"])
    except RwandaPayError as error:
        return {"error": error.code}, 400
    # Answer first, work later: put the event into your queue here.
    return {"received": event["id"]}
