"""A first payment, in a sandbox inside this process. Give RwandaPay your key instead, and it is the real one."""

from rwandapay import InvalidInputError, RwandaPay

with RwandaPay.sandbox() as pay:
    payment = pay.payments.collect(amount=5000, phone="0788123456", reference="ORDER-1001")
    print(payment["reference"], payment["status"], payment["fee"])

    payment = pay.payments.wait("ORDER-1001")
    print(payment["status"], payment["net_amount"])

    again = pay.payments.collect(amount=5000, phone="0788123456", reference="ORDER-1001")
    print("the same payment:", again["reference"] == payment["reference"])

    try:
        pay.payments.collect(amount=99, phone="0252123456")
    except InvalidInputError as error:
        for detail in error.details:
            print(detail["field"], detail["message"])
