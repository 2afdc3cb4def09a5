//! What falls due: submissions, enquiries, expiries, fan-out and deliveries.
