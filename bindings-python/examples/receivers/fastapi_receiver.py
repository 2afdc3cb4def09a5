"""A webhook receiver with FastAPI."""

import os

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from rwandapay import RwandaPayError, webhooks

app = FastAPI()


@app.post("/webhooks/rwandapay")
async def receive(request: Request):
    try:
        event = webhooks.verify(await request.body(), request.headers, os.environ["RWANDAPAY_WEBHOOK_SECRET"])
    except RwandaPayError as error:
        return JSONResponse({"error": error.code}, 400)
    # Answer first, work later: put the event into your queue here.
    return {"received": event["id"]}
