// What an editor knows: this file is only checked, by `tsc --strict`.

import { Phone, quote, Rwf, RwandaPay, UnknownOutcomeError, webhooks } from 'rwandapay-js';

export async function sell(pay: RwandaPay, order: string): Promise<string> {
  const signal = AbortSignal.timeout(30_000);
  try {
    await pay.payments.collect({ amount: 5000n, phone: Phone.parse('0788123456').e164, reference: order }, { signal });
    const payment = await pay.payments.wait(order, { deadlineMs: 60_000 });
    return String(payment.status);
  } catch (error) {
    if (error instanceof UnknownOutcomeError && error.resume !== null) return String((await pay.resume(error.resume)).status);
    throw error;
  }
}

export const fee: number = quote(Rwf.of('5000.00')).fee;
export const event = (body: Uint8Array, headers: Headers) => webhooks.verify(body, headers, ['whsec_a', 'whsec_b']);
// @ts-expect-error: an amount is no float in a box
Rwf.of({ amount: 5 });
