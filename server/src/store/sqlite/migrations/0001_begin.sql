-- Amounts are whole francs, times milliseconds since 1970 in UTC, days whole Kigali days since 1970,
-- phones the nine national digits, yes and no 1 and 0. Lists are JSON.

CREATE TABLE scopes (
  id INTEGER PRIMARY KEY,
  merchant TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('test', 'live')),
  UNIQUE (merchant, mode)
) STRICT;

CREATE TABLE accounts (
  scope_id INTEGER PRIMARY KEY REFERENCES scopes,
  name TEXT NOT NULL,
  clock INTEGER NOT NULL,
  sequence INTEGER NOT NULL CHECK (sequence >= 0),
  available INTEGER NOT NULL CHECK (available BETWEEN 0 AND 9007199254740991),
  unsettled INTEGER NOT NULL CHECK (unsettled BETWEEN 0 AND 9007199254740991),
  reserved INTEGER NOT NULL CHECK (reserved BETWEEN 0 AND 9007199254740991),
  owed INTEGER NOT NULL CHECK (owed BETWEEN 0 AND 9007199254740991),
  unsettled_days TEXT NOT NULL,
  pin_hash TEXT,
  pin_wrong_in_a_row INTEGER NOT NULL,
  pin_wrong_since_success INTEGER NOT NULL,
  pin_locked_until INTEGER,
  pin_needs_operator INTEGER NOT NULL,
  prompt_guard INTEGER NOT NULL,
  registered_numbers TEXT NOT NULL,
  registered_only INTEGER NOT NULL,
  redirect_origins TEXT NOT NULL,
  plan TEXT NOT NULL,
  secrets TEXT NOT NULL,
  endpoints INTEGER NOT NULL CHECK (endpoints >= 0),
  version INTEGER NOT NULL CHECK (version >= 1)
) STRICT;

-- A row number of its own keeps new payments side by side; their references are spread over the day.
CREATE TABLE payments (
  number INTEGER PRIMARY KEY,
  scope_id INTEGER NOT NULL REFERENCES scopes,
  reference TEXT NOT NULL,
  page INTEGER NOT NULL,
  merchant_reference TEXT,
  session TEXT,
  amount INTEGER NOT NULL CHECK (amount BETWEEN 0 AND 9007199254740991),
  fee INTEGER NOT NULL CHECK (fee >= 0),
  net INTEGER NOT NULL CHECK (net >= 0),
  fee_schedule TEXT NOT NULL,
  policy TEXT NOT NULL,
  amount_source TEXT NOT NULL,
  phone INTEGER NOT NULL,
  provider TEXT NOT NULL,
  provider_source TEXT NOT NULL,
  customer_name TEXT,
  customer_email TEXT,
  customer_phone INTEGER,
  metadata TEXT,
  callback_url TEXT,
  attempt TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  status TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'successful', 'failed', 'expired', 'reversed')),
  outcome TEXT NOT NULL CHECK (outcome IN ('none', 'unknown', 'done')),
  failure_code TEXT,
  failure_raw TEXT,
  late INTEGER NOT NULL,
  duplicate_of_kind TEXT,
  duplicate_of TEXT,
  review_received INTEGER,
  review_payer_differs INTEGER,
  review_since INTEGER,
  refunded INTEGER NOT NULL CHECK (refunded >= 0),
  refund_pending INTEGER NOT NULL CHECK (refund_pending >= 0),
  refunded_beyond INTEGER NOT NULL CHECK (refunded_beyond >= 0),
  fee_returned INTEGER NOT NULL CHECK (fee_returned >= 0),
  expires_at INTEGER NOT NULL,
  paid_at INTEGER,
  version INTEGER NOT NULL CHECK (version >= 1),
  UNIQUE (scope_id, reference),
  CONSTRAINT fee_and_net_are_the_amount CHECK (fee + net = amount),
  CONSTRAINT refunds_within_the_amount CHECK (refunded + refund_pending <= amount),
  CONSTRAINT fee_returned_within_the_fee CHECK (fee_returned <= fee)
) STRICT;
CREATE INDEX payments_newest ON payments (scope_id, created_at, reference);
CREATE INDEX payments_of_phone ON payments (scope_id, phone, created_at, reference);
CREATE INDEX payments_of_reference ON payments (scope_id, merchant_reference, created_at, reference)
  WHERE merchant_reference IS NOT NULL;
CREATE INDEX payments_of_page ON payments (page);
CREATE INDEX payments_under_review ON payments (review_since) WHERE review_since IS NOT NULL;

CREATE TABLE attempts (
  -- A provider has one book for all merchants, so its references are unique over all of them.
  reference TEXT NOT NULL PRIMARY KEY,
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
) STRICT, WITHOUT ROWID;
CREATE INDEX attempts_parked ON attempts (created_at) WHERE stage = 'parked';

CREATE TABLE refunds (
  scope_id INTEGER NOT NULL REFERENCES scopes,
  reference TEXT NOT NULL,
  merchant_reference TEXT,
  payment TEXT NOT NULL,
  amount INTEGER NOT NULL CHECK (amount BETWEEN 1 AND 9007199254740991),
  fee_returned INTEGER NOT NULL CHECK (fee_returned BETWEEN 0 AND amount),
  from_unsettled INTEGER NOT NULL CHECK (from_unsettled >= 0),
  from_available INTEGER NOT NULL CHECK (from_available >= 0),
  from_owed INTEGER NOT NULL CHECK (from_owed >= 0),
  unsettled_day INTEGER,
  reason TEXT,
  attempt TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'successful', 'failed')),
  outcome TEXT NOT NULL CHECK (outcome IN ('none', 'unknown', 'done')),
  failure_code TEXT,
  failure_raw TEXT,
  late INTEGER NOT NULL,
  completed_at INTEGER,
  version INTEGER NOT NULL CHECK (version >= 1),
  PRIMARY KEY (scope_id, reference)
) STRICT, WITHOUT ROWID;
CREATE INDEX refunds_newest ON refunds (scope_id, created_at, reference);
CREATE INDEX refunds_of_payment ON refunds (scope_id, payment, created_at, reference);
CREATE INDEX refunds_of_reference ON refunds (scope_id, merchant_reference, created_at, reference)
  WHERE merchant_reference IS NOT NULL;

CREATE TABLE withdrawals (
  scope_id INTEGER NOT NULL REFERENCES scopes,
  reference TEXT NOT NULL,
  merchant_reference TEXT,
  amount INTEGER NOT NULL CHECK (amount BETWEEN 1 AND 9007199254740991),
  fee INTEGER NOT NULL CHECK (fee >= 0),
  phone INTEGER NOT NULL,
  provider TEXT NOT NULL,
  attempt TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'successful', 'failed')),
  outcome TEXT NOT NULL CHECK (outcome IN ('none', 'unknown', 'done')),
  failure_code TEXT,
  failure_raw TEXT,
  late INTEGER NOT NULL,
  completed_at INTEGER,
  version INTEGER NOT NULL CHECK (version >= 1),
  PRIMARY KEY (scope_id, reference)
) STRICT, WITHOUT ROWID;
CREATE INDEX withdrawals_newest ON withdrawals (scope_id, created_at, reference);
CREATE INDEX withdrawals_of_reference ON withdrawals (scope_id, merchant_reference, created_at, reference)
  WHERE merchant_reference IS NOT NULL;

CREATE TABLE sessions (
  scope_id INTEGER NOT NULL REFERENCES scopes,
  id TEXT NOT NULL,
  merchant_reference TEXT NOT NULL,
  amount INTEGER NOT NULL CHECK (amount BETWEEN 0 AND 9007199254740991),
  amount_source TEXT NOT NULL,
  customer_name TEXT,
  customer_email TEXT,
  phone INTEGER,
  metadata TEXT,
  redirect_url TEXT,
  webhook_url TEXT,
  created_at INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('open', 'completed', 'expired')),
  late INTEGER NOT NULL,
  completed_by TEXT,
  last_payment TEXT,
  attempts INTEGER NOT NULL CHECK (attempts >= 0),
  undecided INTEGER NOT NULL CHECK (undecided >= 0),
  expires_at INTEGER NOT NULL,
  completed_at INTEGER,
  version INTEGER NOT NULL CHECK (version >= 1),
  PRIMARY KEY (scope_id, id)
) STRICT, WITHOUT ROWID;
-- A page knows the session by its id, and no merchant.
CREATE INDEX sessions_of_id ON sessions (id);
CREATE INDEX sessions_newest ON sessions (scope_id, created_at, id);
CREATE INDEX sessions_of_reference ON sessions (scope_id, merchant_reference, created_at, id);

-- The scope comes last, so that a callback, which names no merchant, is found by its token alone.
CREATE TABLE claims (
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  scope_id INTEGER NOT NULL REFERENCES scopes,
  owner_kind TEXT NOT NULL,
  owner TEXT NOT NULL,
  taken_at INTEGER NOT NULL,
  fingerprint BLOB,
  data TEXT,
  PRIMARY KEY (kind, key, scope_id),
  CHECK ((fingerprint IS NULL) = (data IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE names (
  scope_id INTEGER NOT NULL REFERENCES scopes,
  class TEXT NOT NULL,
  merchant_reference TEXT NOT NULL,
  newest TEXT,
  successful TEXT,
  session TEXT,
  version INTEGER NOT NULL CHECK (version >= 1),
  PRIMARY KEY (scope_id, class, merchant_reference)
) STRICT, WITHOUT ROWID;

CREATE TABLE endpoints (
  scope_id INTEGER NOT NULL REFERENCES scopes,
  id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  url TEXT NOT NULL,
  events TEXT NOT NULL,
  secrets TEXT NOT NULL,
  disabled INTEGER NOT NULL,
  deleted INTEGER NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  PRIMARY KEY (scope_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
  number INTEGER PRIMARY KEY,
  scope_id INTEGER NOT NULL REFERENCES scopes,
  id TEXT NOT NULL,
  sequence INTEGER NOT NULL CHECK (sequence >= 1),
  status TEXT NOT NULL,
  about TEXT NOT NULL,
  callback_url TEXT,
  only_endpoint TEXT,
  body TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (scope_id, id),
  UNIQUE (scope_id, sequence)
) STRICT;

CREATE TABLE deliveries (
  number INTEGER PRIMARY KEY,
  scope_id INTEGER NOT NULL REFERENCES scopes,
  id TEXT NOT NULL,
  event TEXT NOT NULL,
  kind TEXT NOT NULL,
  endpoint TEXT,
  url TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'delivered', 'failed', 'disabled')),
  attempts TEXT NOT NULL,
  failures INTEGER NOT NULL CHECK (failures >= 0),
  next_attempt_at INTEGER,
  version INTEGER NOT NULL CHECK (version >= 1),
  UNIQUE (scope_id, id)
) STRICT;
CREATE INDEX deliveries_newest ON deliveries (scope_id, created_at, id);

-- The entries of a journal are written before it, and its row closes it: see the triggers.
CREATE TABLE journals (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  scope_id INTEGER NOT NULL REFERENCES scopes,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  about TEXT NOT NULL,
  reason TEXT,
  approved_by TEXT,
  approved_and TEXT,
  CHECK ((kind = 'adjustment') = (reason IS NOT NULL AND approved_by IS NOT NULL))
) STRICT;
-- A payment is received once, whether as asked or after a review.
CREATE UNIQUE INDEX journals_collect_once ON journals (scope_id, about)
  WHERE kind IN ('payment_received', 'review_accepted');

CREATE TABLE entries (
  journal_id INTEGER NOT NULL REFERENCES journals DEFERRABLE INITIALLY DEFERRED,
  account TEXT NOT NULL CHECK (account IN (
    'mtn_collection', 'mtn_disbursement', 'airtel_collection', 'airtel_disbursement', 'suspense',
    'platform_fees', 'provider_fees', 'opening', 'available', 'unsettled', 'reserved', 'owed')),
  amount INTEGER NOT NULL CHECK (amount <> 0 AND abs(amount) <= 9007199254740991),
  PRIMARY KEY (journal_id, account)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER journals_balance BEFORE INSERT ON journals
WHEN (SELECT sum(amount) FROM entries WHERE journal_id = NEW.id) IS NOT 0
BEGIN SELECT RAISE(ABORT, 'the entries of a journal sum to zero'); END;
CREATE TRIGGER journals_stay BEFORE UPDATE ON journals
BEGIN SELECT RAISE(ABORT, 'journals are append-only'); END;
CREATE TRIGGER journals_never_go BEFORE DELETE ON journals
BEGIN SELECT RAISE(ABORT, 'journals are append-only'); END;
CREATE TRIGGER entries_come_before_their_journal BEFORE INSERT ON entries
WHEN EXISTS (SELECT 1 FROM journals WHERE id = NEW.journal_id)
BEGIN SELECT RAISE(ABORT, 'the journal is closed'); END;
CREATE TRIGGER entries_stay BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;
CREATE TRIGGER entries_never_go BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;

-- The balances of our own accounts up to the journal that `meta` names as `rolled_up_to`.
CREATE TABLE system_balances (
  mode TEXT NOT NULL CHECK (mode IN ('test', 'live')),
  account TEXT NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (mode, account)
) STRICT, WITHOUT ROWID;

-- A task is there once; one that is added again gets a new number, and so the last place among equals.
CREATE TABLE jobs (
  number INTEGER PRIMARY KEY,
  scope_id INTEGER NOT NULL REFERENCES scopes,
  task TEXT NOT NULL,
  about TEXT NOT NULL,
  due INTEGER NOT NULL,
  UNIQUE (scope_id, task, about)
) STRICT;
CREATE INDEX jobs_due ON jobs (due, number);

CREATE TABLE inbox (
  digest BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
  scope_id INTEGER NOT NULL REFERENCES scopes,
  about TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  times INTEGER NOT NULL CHECK (times >= 1)
) STRICT, WITHOUT ROWID;

CREATE TABLE api_keys (
  hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
  scope_id INTEGER NOT NULL REFERENCES scopes,
  class TEXT NOT NULL CHECK (class IN ('secret', 'publishable')),
  label TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE parked (
  number INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  scope_id INTEGER NOT NULL REFERENCES scopes,
  kind TEXT NOT NULL,
  code TEXT NOT NULL
) STRICT;

CREATE TABLE meta (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
