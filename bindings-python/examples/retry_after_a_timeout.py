"""An answer that is lost, and no second charge: the effect happens, the answer never arrives, and the client asks again.

What it sends again is the very same request with the same key, so the customer is asked for the money once.
"""

from rwandapay import RwandaPay, Sandbox, UnknownOutcomeError

sandbox = Sandbox()
with RwandaPay.sandbox(sandbox) as pay:
    sandbox.fault("lose_answer")
    payment = pay.payments.collect(amount=5000, phone="0788123456", reference="ORDER-1001")
    print("after a lost answer:", payment["status"])

    # Worse: every answer is lost until the client gives up. It says so, and what is known.
    for _ in range(20):
        sandbox.fault("lose_answer")
    try:
        pay.payments.collect(amount=7000, phone="0788123457", reference="ORDER-1002")
        raise SystemExit("the answer should have been lost")
    except UnknownOutcomeError as error:
        print("money may have moved:", error.outcome)
        # Keep error.resume beside the order; it is good after a restart too.
        resume = error.resume
    while True:
        try:
            payment = pay.resume(resume)
            break
        except UnknownOutcomeError:
            continue
    print("resumed:", payment["merchant_reference"])
    print("payments made:", len(list(pay.payments.list(merchant_reference="ORDER-1002"))))
