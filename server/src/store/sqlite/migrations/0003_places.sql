-- An attempt is written at random once, where its reference is found, and changes beside its neighbours in
-- time: under its random reference alone, each of its changes was a page of its own in the log.
CREATE TABLE attempts_in_order (
  number INTEGER PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE,
  scope_id INTEGER NOT NULL REFERENCES scopes,
  purpose TEXT NOT NULL CHECK (purpose IN ('collect', 'refund', 'withdraw')),
  about TEXT NOT NULL,
  collected_by TEXT,
  provider TEXT NOT NULL,
  phone INTEGER NOT NULL,
  amount INTEGER NOT NULL CHECK (amount BETWEEN 0 AND 9007199254740991),
  callback_token BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  stage TEXT NOT NULL CHECK (stage IN ('created', 'sending', 'accepted', 'unknown', 'closed', 'parked')),
  maybe_taken INTEGER NOT NULL,
  sent_at INTEGER,
  prompt_until INTEGER,
  submissions INTEGER NOT NULL CHECK (submissions >= 0),
  enquiries INTEGER NOT NULL CHECK (enquiries >= 0),
  not_found_at INTEGER,
  version INTEGER NOT NULL CHECK (version >= 1)
) STRICT;
INSERT INTO attempts_in_order (
  reference, scope_id, purpose, about, collected_by, provider, phone, amount, callback_token, created_at, stage,
  maybe_taken, sent_at, prompt_until, submissions, enquiries, not_found_at, version)
SELECT
  reference, scope_id, purpose, about, collected_by, provider, phone, amount, callback_token, created_at, stage,
  maybe_taken, sent_at, prompt_until, submissions, enquiries, not_found_at, version
FROM attempts ORDER BY created_at, reference;
DROP TABLE attempts;
ALTER TABLE attempts_in_order RENAME TO attempts;
CREATE INDEX attempts_parked ON attempts (created_at) WHERE stage = 'parked';
