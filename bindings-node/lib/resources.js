'use strict';
// The operations, noun by noun. Nothing is sent here.

/** The rooms of a client; every method gives a promise, every list an async iterator over all its pages. */
const of = (client) => {
  const one = (operation, name) => (value, options) => client.request(operation, { [name]: value }, options);
  const all = (operation) => (filters, options) => client.pages(operation, filters, options);
  const make = (operation) => (parameters, options) => client.request(operation, parameters, options);
  return {
    payments: {
      collect: make('payments.collect'),
      get: one('payments.get', 'reference'),
      list: all('payments.list'),
      wait: one('payments.wait', 'reference'),
      refund: (reference, parameters, options) =>
        client.request('payments.refund', { payment_reference: reference, ...parameters }, options),
      refunds: (reference, filters, options) =>
        client.pages('payments.refunds', { payment_reference: reference, ...filters }, options),
    },
    refunds: { get: one('refunds.get', 'reference') },
    checkout: {
      initialize: make('checkout.initialize'),
      get: one('checkout.get', 'session_id'),
      list: all('checkout.list'),
      expire: one('checkout.expire', 'session_id'),
    },
    withdrawals: { create: make('withdrawals.create'), get: one('withdrawals.get', 'reference'), list: all('withdrawals.list') },
    webhookEndpoints: {
      create: make('webhook_endpoints.create'),
      list: all('webhook_endpoints.list'),
      delete: one('webhook_endpoints.delete', 'id'),
      rotate: (id, parameters, options) => client.request('webhook_endpoints.rotate', { id, ...parameters }, options),
      test: one('webhook_endpoints.test', 'id'),
    },
    webhookDeliveries: { list: all('webhook_deliveries.list'), redeliver: one('webhook_deliveries.redeliver', 'id') },
    events: { list: all('events.list'), get: one('events.get', 'id') },
  };
};

module.exports = { of };
