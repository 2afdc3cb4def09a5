-- What is only kept for a while is found by its age.
CREATE INDEX claims_of_age ON claims (taken_at) WHERE kind = 'idempotency';
CREATE INDEX inbox_of_age ON inbox (received_at);
