//! Webhook delivery: out of this process, to addresses that were checked, and nowhere else.
