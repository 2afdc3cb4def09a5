"""A webhook receiver with Django: the view, and the path that leads to it."""

import os

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from rwandapay import RwandaPayError, webhooks


@csrf_exempt  # the signature is what proves the sender
@require_POST
def receive(request: HttpRequest) -> JsonResponse:
    try:
        event = webhooks.verify(request.body, request.headers, os.environ["RWANDAPAY_WEBHOOK_SECRET"])
    except RwandaPayError as error:
        return JsonResponse({"error": error.code}, status=400)
    # Answer first, work later: put the event into your queue here.
    return JsonResponse({"received": event["id"]})


urlpatterns = [path("webhooks/rwandapay", receive)]
