//! The table of errors: one row a code, and nothing else defines one.
//!
//! Ids and names are stable: a row is never reused, only added. The same rows stand, by hand, in
//! `tests/vectors/errors.json`; a test demands that both are equal.

use super::Outcome;

/// The class of an error; every language has one subclass of its root exception for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The request breaks a rule that can be checked without knowing any state.
    InvalidInput,
    /// The request is well formed, and the state or the balance does not allow it.
    Refused,
    /// Another request holds what this one needs.
    Conflict,
    /// Nothing here has that reference.
    NotFound,
    /// The key is missing, wrong or not allowed to do this.
    Auth,
    /// Too many requests.
    RateLimited,
    /// Nothing was done; the same request may succeed later.
    Unavailable,
    /// It is not known whether money moved.
    UnknownOutcome,
    /// A defect on our side.
    Internal,
}

impl Kind {
    /// The name in answers, such as `invalid_input`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::InvalidInput => "invalid_input",
            Self::Refused => "refused",
            Self::Conflict => "conflict",
            Self::NotFound => "not_found",
            Self::Auth => "auth",
            Self::RateLimited => "rate_limited",
            Self::Unavailable => "unavailable",
            Self::UnknownOutcome => "unknown_outcome",
            Self::Internal => "internal",
        }
    }
}

/// Whether the same request may be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Retry {
    /// Never: the same request gives the same answer.
    Never,
    /// With the same idempotency key.
    SameKey,
    /// Only after a look at the resource.
    AfterQuery,
    /// With the same idempotency key, after this many milliseconds.
    After(u64),
}

impl Retry {
    /// The name in answers: `never`, `same_key`, `after_query` or `after`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::SameKey => "same_key",
            Self::AfterQuery => "after_query",
            Self::After(_) => "after",
        }
    }
}

/// What the table says about one code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The code.
    pub code: Code,
    /// The stable name, such as `amount_below_minimum`.
    pub name: &'static str,
    /// The class, unless the outcome is unknown.
    pub kind: Kind,
    /// What may be known about the money; the first is what a fresh error says.
    pub outcomes: &'static [Option<Outcome>],
    /// Whether the same request may be sent again.
    pub retry: Retry,
    /// The HTTP status, or 0 for errors that never cross HTTP.
    pub http: u16,
    /// The sentence used where no better message is known.
    pub message: &'static str,
    /// What to do next.
    pub help: &'static str,
}

/// Refused before anything happened, by a request or (without an outcome) by a read.
const BEFORE: &[Option<Outcome>] = &[Some(Outcome::None), None];
/// No money is involved.
const NO_MONEY: &[Option<Outcome>] = &[None];
/// Found nothing: on a read without an outcome, for a request that would have moved money with one.
const LOOKUP: &[Option<Outcome>] = &[None, Some(Outcome::None)];
/// The outcome of the earlier resource that the error names.
const RELATED: &[Option<Outcome>] = &[Some(Outcome::None), Some(Outcome::Unknown), Some(Outcome::Done), None];
/// The request may have moved money.
const UNKNOWN: &[Option<Outcome>] = &[Some(Outcome::Unknown)];
/// Depends on when it happened: after sending (the safe word until something proves otherwise), before, or
/// on a read.
const ANY: &[Option<Outcome>] = &[Some(Outcome::Unknown), Some(Outcome::None), None];
/// A defect claims nothing until whoever met it knows how far the request had come.
const DEFECT: &[Option<Outcome>] = &[None, Some(Outcome::None), Some(Outcome::Unknown)];

macro_rules! table {
    ($($id:literal $variant:ident $name:literal $kind:ident $outcomes:ident $retry:ident $http:literal
       $message:literal $help:literal)*) => {
        /// A stable error code.
        ///
        /// The discriminant is the id that the packed native functions return, negated.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u16)]
        #[allow(clippy::doc_markdown)] // The sentences are for people, who read no backticks.
        pub enum Code { $(#[doc = $message] $variant = $id),* }

        /// Every error, in the order of its id.
        pub const TABLE: &[Row] = &[$(Row {
            code: Code::$variant, name: $name, kind: Kind::$kind, outcomes: $outcomes,
            retry: Retry::$retry, http: $http, message: $message, help: $help,
        }),*];

        impl Code {
            /// What the table says about this code.
            pub const fn row(self) -> Row {
                match self { $(Self::$variant => Row {
                    code: Self::$variant, name: $name, kind: Kind::$kind, outcomes: $outcomes,
                    retry: Retry::$retry, http: $http, message: $message, help: $help,
                }),* }
            }

            /// The number of this code, as packed native results carry it (negated).
            pub const fn id(self) -> u16 {
                match self { $(Self::$variant => $id),* }
            }
        }
    };
}

impl Code {
    /// The stable name, such as `amount_below_minimum`.
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// The code with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.name == name).map(|row| row.code)
    }

    /// The code with this id.
    pub fn from_id(id: u16) -> Option<Self> {
        TABLE.iter().find(|row| row.code.id() == id).map(|row| row.code)
    }
}

table! {
    100 ValidationFailed "validation_failed" InvalidInput BEFORE Never 422
        "some fields break a rule"
        "correct every field listed in details and send the request again"
    101 FieldRequired "field_required" InvalidInput BEFORE Never 422
        "a required field is missing"
        "add the field"
    102 FieldUnknown "field_unknown" InvalidInput BEFORE Never 422
        "a field is not known"
        "remove the field or correct its name; custom data belongs in metadata"
    103 FieldTypeInvalid "field_type_invalid" InvalidInput BEFORE Never 422
        "a field has the wrong JSON type"
        "send the type that the documentation names"
    104 FieldTooLong "field_too_long" InvalidInput BEFORE Never 422
        "a text is too long"
        "shorten the text to the limit in the message"
    105 FieldMalformed "field_malformed" InvalidInput BEFORE Never 422
        "a text has characters that are not allowed"
        "remove control characters and empty text"
    106 EmailMalformed "email_malformed" InvalidInput BEFORE Never 422
        "the e-mail address is not one"
        "send one address such as name@example.com"
    107 StatusUnknown "status_unknown" InvalidInput NO_MONEY Never 400
        "the status is not known"
        "use a status from the documentation"
    110 JsonMalformed "json_malformed" InvalidInput BEFORE Never 400
        "the body is not JSON"
        "send one JSON object in UTF-8"
    111 JsonDuplicateKey "json_duplicate_key" InvalidInput BEFORE Never 400
        "a key appears twice in one JSON object"
        "send every key once"
    112 JsonTooDeep "json_too_deep" InvalidInput BEFORE Never 400
        "the JSON is nested too deeply"
        "nest at most 32 levels"
    113 JsonNotUtf8 "json_not_utf8" InvalidInput BEFORE Never 400
        "the body is not UTF-8"
        "encode the body as UTF-8"
    114 HeaderMalformed "header_malformed" InvalidInput BEFORE Never 400
        "a header is malformed or repeated"
        "send the header once, in the documented form"
    115 QueryMalformed "query_malformed" InvalidInput LOOKUP Never 400
        "the query string is not acceptable"
        "use the documented parameters, once each, percent-encoded as UTF-8"
    116 CursorMalformed "cursor_malformed" InvalidInput NO_MONEY Never 400
        "the cursor is not one of ours"
        "use next_cursor of the previous page, unchanged"
    117 LimitOutOfRange "limit_out_of_range" InvalidInput NO_MONEY Never 400
        "the limit is out of range"
        "use a limit from 1 to 100"
    118 OperationUnknown "operation_unknown" InvalidInput NO_MONEY Never 0
        "no operation has this name"
        "use an operation from the schema"
    119 ErrorUnknown "error_unknown" InvalidInput NO_MONEY Never 0
        "no error has this code or id"
        "use a code from the documentation"
    200 AmountMalformed "amount_malformed" InvalidInput BEFORE Never 422
        "the amount is not a number of francs"
        "send digits only, such as 5000 or \"5000.00\""
    201 AmountNotWhole "amount_not_whole" InvalidInput BEFORE Never 422
        "the amount has a part of a franc"
        "send whole francs; RWF has no cents"
    202 AmountNegative "amount_negative" InvalidInput BEFORE Never 422
        "the amount is negative"
        "send a positive amount"
    203 AmountTooLarge "amount_too_large" InvalidInput BEFORE Never 422
        "the amount is larger than any amount can be"
        "send at most 9007199254740991"
    204 AmountBelowMinimum "amount_below_minimum" InvalidInput BEFORE Never 422
        "the amount is below the minimum"
        "raise the amount to the minimum in the message"
    205 AmountAboveMaximum "amount_above_maximum" InvalidInput BEFORE Never 422
        "the amount is above the maximum"
        "lower the amount, or split the payment"
    206 CurrencyNotSupported "currency_not_supported" InvalidInput BEFORE Never 422
        "the currency is not RWF"
        "leave currency out, or send RWF"
    207 FeeScheduleInvalid "fee_schedule_invalid" InvalidInput NO_MONEY Never 0
        "the fee schedule cannot be used"
        "correct the schedule: every fee must stay below its amount"
    208 NetUnreachable "net_unreachable" InvalidInput NO_MONEY Never 422
        "no amount up to the maximum leaves this net"
        "ask for a smaller net amount"
    220 PhoneMalformed "phone_malformed" InvalidInput BEFORE Never 422
        "the phone number has a character that cannot be in one"
        "send digits, such as 0788123456"
    221 PhoneNonAsciiDigits "phone_non_ascii_digits" InvalidInput BEFORE Never 422
        "the phone number has digits that are not 0 to 9"
        "send the digits 0 to 9"
    222 PhoneTooShort "phone_too_short" InvalidInput BEFORE Never 422
        "the phone number has too few digits"
        "send ten digits that begin with 07"
    223 PhoneTooLong "phone_too_long" InvalidInput BEFORE Never 422
        "the phone number has too many digits"
        "send ten digits that begin with 07"
    224 PhoneNotRwandan "phone_not_rwandan" InvalidInput BEFORE Never 422
        "the phone number is not a Rwandan number"
        "send a number of Rwanda (+250)"
    225 PhoneNotMobile "phone_not_mobile" InvalidInput BEFORE Never 422
        "the phone number is not a mobile number"
        "send a mobile number that begins with 07"
    226 PhonePrefixUnassigned "phone_prefix_unassigned" InvalidInput BEFORE Never 422
        "no operator has numbers with this prefix"
        "send a number that begins with 072, 073, 078 or 079"
    230 ProviderUnknown "provider_unknown" InvalidInput BEFORE Never 422
        "the provider is not known"
        "send MTN or Airtel, or leave provider out"
    231 ProviderNotSupported "provider_not_supported" InvalidInput BEFORE Never 422
        "the number is valid, but its operator has no mobile money wallet"
        "ask the customer for an MTN or Airtel number"
    232 ProviderMismatch "provider_mismatch" InvalidInput BEFORE Never 422
        "the provider is not the one that the number begins with"
        "correct the number or the provider, or send provider_override: true if the number was ported"
    240 ReferenceEmpty "reference_empty" InvalidInput BEFORE Never 422
        "the reference is empty"
        "send 1 to 64 characters, or leave the reference out"
    241 ReferenceTooLong "reference_too_long" InvalidInput BEFORE Never 422
        "the reference is longer than 64 characters"
        "shorten the reference to 64 characters"
    242 ReferenceMalformed "reference_malformed" InvalidInput BEFORE Never 422
        "the reference has a character that is not allowed"
        "begin with a letter or digit, then use letters, digits and . _ : / # + - or space, without a space at the end"
    243 ReferenceReserved "reference_reserved" InvalidInput BEFORE Never 422
        "the reference has the form of one of ours"
        "choose a reference that does not look like PAY-YYYYMMDD-XXXXXX, RFD-, WDR- or CHK-"
    244 ReferenceInUse "reference_in_use" Conflict RELATED AfterQuery 422
        "another request holds this reference"
        "look at the resource named in related; use a new reference for a new payment"
    250 IdempotencyKeyMalformed "idempotency_key_malformed" InvalidInput BEFORE Never 400
        "the idempotency key is not 1 to 255 visible ASCII characters"
        "send a key such as a UUID"
    251 IdempotencyKeyReused "idempotency_key_reused" Conflict RELATED Never 422
        "the idempotency key was used with another request"
        "use a new key for a new request"
    252 IdempotencyInProgress "idempotency_in_progress" UnknownOutcome UNKNOWN SameKey 409
        "the first request with this key is still running"
        "send the same request with the same key again"
    260 MetadataTooManyKeys "metadata_too_many_keys" InvalidInput BEFORE Never 422
        "metadata has too many keys"
        "send at most 50 keys"
    261 MetadataTooLarge "metadata_too_large" InvalidInput BEFORE Never 422
        "metadata is too large"
        "send at most 8 KiB in all"
    262 MetadataKeyMalformed "metadata_key_malformed" InvalidInput BEFORE Never 422
        "a key of metadata is empty, too long or has a control character"
        "use keys of 1 to 40 bytes"
    263 MetadataValueMalformed "metadata_value_malformed" InvalidInput BEFORE Never 422
        "a value of metadata is too long or has a NUL character"
        "use texts of at most 500 bytes"
    270 UrlMalformed "url_malformed" InvalidInput BEFORE Never 422
        "the address is not an absolute URL"
        "send an absolute https URL"
    271 UrlTooLong "url_too_long" InvalidInput BEFORE Never 422
        "the address is longer than 2048 bytes"
        "shorten the address"
    272 UrlSchemeNotAllowed "url_scheme_not_allowed" InvalidInput BEFORE Never 422
        "the scheme of the address is not allowed"
        "use https"
    273 UrlUserinfoNotAllowed "url_userinfo_not_allowed" InvalidInput BEFORE Never 422
        "the address carries a user name or password"
        "take the part before @ out"
    274 UrlAddressNotAllowed "url_address_not_allowed" InvalidInput BEFORE Never 422
        "the address is not on the public internet"
        "use a public host name"
    275 UrlPortNotAllowed "url_port_not_allowed" InvalidInput BEFORE Never 422
        "the port of the address is not allowed"
        "use port 443 or one from 1024 up"
    276 UrlOriginNotRegistered "url_origin_not_registered" Refused BEFORE Never 422
        "the origin of redirect_url is not registered"
        "register the origin, or use the secret key on your server"
    280 PinMalformed "pin_malformed" InvalidInput BEFORE Never 422
        "the PIN is not 4 to 6 digits"
        "send the PIN as a text of 4 to 6 digits"
    300 ApiKeyMissing "api_key_missing" Auth BEFORE Never 401
        "no API key was sent"
        "send Authorization: Bearer and your key"
    301 ApiKeyInvalid "api_key_invalid" Auth BEFORE Never 401
        "the API key is not known or was revoked"
        "copy the key from your dashboard"
    302 KeyModeMismatch "key_mode_mismatch" Auth BEFORE Never 401
        "the API key is of the other mode than the server"
        "use a test key on the sandbox and a live key on the live address"
    303 KeyNotAllowed "key_not_allowed" Auth BEFORE Never 403
        "a publishable key may not do this"
        "use the secret key, on your server only"
    400 InsufficientBalance "insufficient_balance" Refused BEFORE Never 402
        "the available balance is too small"
        "wait for more payments to settle, or send a smaller amount"
    401 PromptInFlight "prompt_in_flight" Conflict RELATED AfterQuery 422
        "this customer already has a prompt to answer"
        "wait until the payment named in related is final"
    402 PaymentNotRefundable "payment_not_refundable" Refused BEFORE Never 422
        "the payment cannot be refunded"
        "refund a payment whose status is successful"
    403 RefundExceedsRefundable "refund_exceeds_refundable" Refused BEFORE Never 422
        "the refund is larger than what is still refundable"
        "send at most refundable_amount of the payment"
    404 PinIncorrect "pin_incorrect" Refused BEFORE Never 422
        "the PIN is wrong"
        "send the right PIN; five wrong ones lock it"
    405 PinLocked "pin_locked" Refused BEFORE Never 422
        "the PIN is locked"
        "wait 15 minutes, or ask an operator to unlock it"
    406 PinNotSet "pin_not_set" Refused BEFORE Never 422
        "the merchant has no PIN yet"
        "set a PIN first"
    407 RecipientNotRegistered "recipient_not_registered" Refused BEFORE Never 422
        "withdrawals go to registered numbers only"
        "register the number first"
    408 BalanceOwed "balance_owed" Refused BEFORE Never 422
        "the wallet owes money, so nothing can be withdrawn"
        "wait until payments have repaid what is owed"
    409 SessionNotOpen "session_not_open" Conflict RELATED Never 422
        "the checkout session is no longer open"
        "start a new session"
    410 AttemptInProgress "attempt_in_progress" Conflict RELATED AfterQuery 422
        "an attempt of this session is still open"
        "wait for the attempt named in related"
    411 TransitionNotAllowed "transition_not_allowed" Refused NO_MONEY Never 422
        "this event cannot move this state"
        "read the current state first"
    412 StateUnknown "state_unknown" InvalidInput NO_MONEY Never 0
        "the state machine, or this state of it, is not known"
        "use a state from the documentation"
    413 StateEventUnknown "state_event_unknown" InvalidInput NO_MONEY Never 0
        "the state machine has no such event"
        "use an event from the documentation"
    414 ReviewNotOpen "review_not_open" Refused BEFORE Never 422
        "the payment is not under review"
        "look at the payment first"
    415 ReviewCannotAccept "review_cannot_accept" Refused BEFORE Never 422
        "only an equal amount can be accepted"
        "return the money instead"
    416 TwoPeopleRequired "two_people_required" Refused BEFORE Never 422
        "two different people must agree"
        "name two different people"
    417 PaymentNotReversible "payment_not_reversible" Refused BEFORE Never 422
        "only a successful payment without pending refunds can be reversed"
        "look at the payment first"
    418 EndpointLimitReached "endpoint_limit_reached" Refused NO_MONEY Never 422
        "there are as many endpoints as allowed"
        "delete an endpoint first"
    419 EndpointExists "endpoint_exists" Conflict NO_MONEY Never 422
        "an endpoint with this address exists"
        "use the endpoint named in related"
    420 AccountExists "account_exists" Conflict NO_MONEY Never 422
        "the merchant account exists"
        "use the existing account"
    421 OverlapOutOfRange "overlap_out_of_range" InvalidInput NO_MONEY Never 422
        "the overlap is out of range"
        "use an overlap from 0 to 604800 seconds"
    422 EventTypeUnknown "event_type_unknown" InvalidInput NO_MONEY Never 422
        "no event has this name"
        "use an event from the documentation"
    423 DeliveryNotRepeatable "delivery_not_repeatable" Refused NO_MONEY Never 422
        "the delivery cannot be sent again"
        "wait until its endpoint exists and is enabled"
    430 JournalUnbalanced "journal_unbalanced" InvalidInput NO_MONEY Never 0
        "the entries of the journal do not sum to zero"
        "correct the parts: together they must make the whole"
    431 JournalMalformed "journal_malformed" InvalidInput NO_MONEY Never 0
        "the journal cannot be posted as it is"
        "use at least two entries, each account once, no entry of zero, and a reference"
    432 JournalUnknown "journal_unknown" InvalidInput NO_MONEY Never 0
        "no journal or account of the ledger has this name"
        "use a name from the documentation"
    433 BalanceOverdrawn "balance_overdrawn" Refused NO_MONEY Never 0
        "the journal would take a balance below zero"
        "take less, or let the rest be owed"
    500 PaymentNotFound "payment_not_found" NotFound LOOKUP Never 404
        "no payment has this reference"
        "check the reference and the mode of the key"
    501 RefundNotFound "refund_not_found" NotFound NO_MONEY Never 404
        "no refund has this reference"
        "check the reference and the mode of the key"
    502 WithdrawalNotFound "withdrawal_not_found" NotFound NO_MONEY Never 404
        "no withdrawal has this reference"
        "check the reference and the mode of the key"
    503 SessionNotFound "session_not_found" NotFound LOOKUP Never 404
        "no checkout session has this id"
        "check the id and the mode of the key"
    504 EndpointNotFound "endpoint_not_found" NotFound NO_MONEY Never 404
        "no webhook endpoint has this id"
        "list the endpoints"
    505 DeliveryNotFound "delivery_not_found" NotFound NO_MONEY Never 404
        "no delivery has this id"
        "list the deliveries"
    506 EventNotFound "event_not_found" NotFound NO_MONEY Never 404
        "no event has this id"
        "list the events"
    507 NoAttemptYet "no_attempt_yet" NotFound LOOKUP Never 404
        "the session with this reference has no attempt yet"
        "wait for the customer, or read the session named in related"
    508 RouteNotFound "route_not_found" NotFound LOOKUP Never 404
        "no endpoint has this path"
        "check the path; the base is /v1"
    509 AccountNotFound "account_not_found" NotFound NO_MONEY Never 404
        "no merchant account is known under this name"
        "open the account first"
    520 MethodNotAllowed "method_not_allowed" InvalidInput LOOKUP Never 405
        "the path has no such method"
        "use a method from the Allow header"
    521 RequestTimeout "request_timeout" Unavailable BEFORE SameKey 408
        "the request did not arrive in time"
        "send the request again"
    522 BodyTooLarge "body_too_large" InvalidInput BEFORE Never 413
        "the body is larger than 64 KiB"
        "send less"
    523 MediaTypeNotSupported "media_type_not_supported" InvalidInput BEFORE Never 415
        "the body is not declared as JSON"
        "send Content-Type: application/json"
    524 HeadersTooLarge "headers_too_large" InvalidInput BEFORE Never 431
        "the headers are too large"
        "send at most 16 KiB of headers"
    530 RateLimited "rate_limited" RateLimited BEFORE SameKey 429
        "too many requests in this minute"
        "wait for Retry-After, then send the same request with the same key"
    540 Internal "internal" Internal DEFECT SameKey 500
        "something went wrong on our side"
        "send the same request with the same key again, then contact support with request_id"
    541 Overloaded "overloaded" Unavailable BEFORE SameKey 503
        "the server is busy and did not take the request"
        "send the same request with the same key again"
    542 LiveModeUnavailable "live_mode_unavailable" Unavailable BEFORE Never 503
        "live mode is not available on this server"
        "use a test key, or set up a checked rail"
    543 ShuttingDown "shutting_down" Unavailable BEFORE SameKey 503
        "the server is stopping and did not take the request"
        "send the same request with the same key again"
    544 AnswerLost "answer_lost" UnknownOutcome UNKNOWN SameKey 503
        "the request was taken, but its answer is not known"
        "send the same request with the same key again"
    600 ApiKeyMalformed "api_key_malformed" Auth BEFORE Never 0
        "the API key has not the form of one"
        "use a key that begins with sk_test_, sk_live_, pk_test_ or pk_live_"
    601 BaseUrlNotAllowed "base_url_not_allowed" InvalidInput BEFORE Never 0
        "the base address is not allowed"
        "use https; plain http is for loopback and test keys only"
    602 ConnectionFailed "connection_failed" Unavailable BEFORE SameKey 0
        "no connection could be made, so nothing was sent"
        "check the network and try again"
    603 DeadlineExceeded "deadline_exceeded" Unavailable BEFORE SameKey 0
        "the time was over before anything was sent"
        "raise the deadline and try again"
    604 OutcomeUnknown "outcome_unknown" UnknownOutcome UNKNOWN SameKey 0
        "the request may have arrived, but no answer did"
        "resume, or look the payment up by its reference; do not start another"
    605 Cancelled "cancelled" Refused ANY SameKey 0
        "the caller cancelled"
        "look the payment up by its reference if it may have been sent"
    606 ResponseInvalid "response_invalid" Unavailable ANY SameKey 0
        "the answer could not be understood"
        "try again; if it persists, check proxies between you and the API"
    607 RedirectRefused "redirect_refused" Unavailable ANY Never 0
        "the server answered with a redirect, which is never followed"
        "correct the base address"
    608 ResponseTooLarge "response_too_large" Unavailable ANY Never 0
        "the answer is larger than 1 MiB"
        "ask for a smaller page"
    609 ClientStateInvalid "client_state_invalid" Internal NO_MONEY Never 0
        "the state is not one that this version made"
        "begin the operation again"
    610 WaitTimedOut "wait_timed_out" Unavailable NO_MONEY AfterQuery 0
        "the payment was not final in the time allowed"
        "keep waiting, or rely on the webhook"
    611 ClientOptionInvalid "client_option_invalid" InvalidInput BEFORE Never 0
        "an option of the client is out of range"
        "use a value inside the bounds of the message"
    700 WebhookHeaderMissing "webhook_header_missing" InvalidInput NO_MONEY Never 0
        "a webhook header is missing"
        "pass all headers of the request"
    701 AmbiguousHeader "ambiguous_header" InvalidInput NO_MONEY Never 0
        "a webhook header has two different values"
        "pass the headers as they arrived; a proxy may have added one"
    702 WebhookIdMalformed "webhook_id_malformed" InvalidInput NO_MONEY Never 0
        "webhook-id is malformed"
        "answer 400"
    703 WebhookTimestampMalformed "webhook_timestamp_malformed" InvalidInput NO_MONEY Never 0
        "webhook-timestamp is not unix seconds"
        "answer 400"
    704 WebhookTimestampTooOld "webhook_timestamp_too_old" InvalidInput NO_MONEY Never 0
        "the delivery is older than the tolerance"
        "check the clock of this machine"
    705 WebhookTimestampTooNew "webhook_timestamp_too_new" InvalidInput NO_MONEY Never 0
        "the delivery is newer than the tolerance"
        "check the clock of this machine"
    706 WebhookSignatureMalformed "webhook_signature_malformed" InvalidInput NO_MONEY Never 0
        "webhook-signature holds no usable token"
        "pass the header unchanged"
    707 WebhookSignatureMismatch "webhook_signature_mismatch" InvalidInput NO_MONEY Never 0
        "no signature matches"
        "check the secret and pass the body as the bytes that arrived"
    708 WebhookSignatureTooLarge "webhook_signature_too_large" InvalidInput NO_MONEY Never 0
        "webhook-signature has too many tokens"
        "answer 400"
    709 WebhookBodyTooLarge "webhook_body_too_large" InvalidInput NO_MONEY Never 0
        "the body of the delivery is too large"
        "answer 413"
    710 WebhookToleranceInvalid "webhook_tolerance_invalid" InvalidInput NO_MONEY Never 0
        "the tolerance is out of range"
        "use 1 second or more; to switch the check off call the function named for it"
    711 WebhookPayloadInvalid "webhook_payload_invalid" InvalidInput NO_MONEY Never 0
        "the signature holds, but the body is not an event"
        "answer 400 and tell support"
    712 WrongMode "wrong_mode" InvalidInput NO_MONEY Never 0
        "the event is of the other mode"
        "use the secret of this mode"
    713 ExpectationFailed "expectation_failed" Refused NO_MONEY Never 0
        "the event is not about the expected reference and amount"
        "do not deliver; look the payment up"
    714 RedirectSignatureMismatch "redirect_signature_mismatch" InvalidInput NO_MONEY Never 0
        "the redirect was not signed by us"
        "ignore the query and look the payment up"
    715 RedirectMalformed "redirect_malformed" InvalidInput NO_MONEY Never 0
        "the redirect lacks a parameter or has one twice"
        "look the payment up by its reference"
    720 SecretEmpty "secret_empty" InvalidInput NO_MONEY Never 0
        "the webhook secret is empty"
        "set the secret from your dashboard"
    721 SecretMalformed "secret_malformed" InvalidInput NO_MONEY Never 0
        "the webhook secret is not whsec_ and base64"
        "copy the secret again"
    722 SecretTooShort "secret_too_short" InvalidInput NO_MONEY Never 0
        "the webhook secret is shorter than 24 bytes"
        "use the secret from your dashboard"
    723 SecretTooLong "secret_too_long" InvalidInput NO_MONEY Never 0
        "the webhook secret is longer than 64 bytes"
        "use the secret from your dashboard"
    724 SecretWhiteSpace "secret_white_space" InvalidInput NO_MONEY Never 0
        "the webhook secret has white space around it"
        "trim the environment variable"
    725 SecretHasSignaturePrefix "secret_has_signature_prefix" InvalidInput NO_MONEY Never 0
        "the webhook secret begins with a signature version"
        "remove everything before whsec_"
    726 SecretIsPublicKey "secret_is_public_key" InvalidInput NO_MONEY Never 0
        "a public key was given where a secret is needed"
        "use the whsec_ secret, or verify with the public key by name"
    727 SecretUnpadded "secret_unpadded" InvalidInput NO_MONEY Never 0
        "the webhook secret lacks its base64 padding"
        "copy the secret with its = signs"
    728 SecretBase64url "secret_base64url" InvalidInput NO_MONEY Never 0
        "the webhook secret is in the url alphabet of base64"
        "copy the secret as shown"
    729 SecretHex "secret_hex" InvalidInput NO_MONEY Never 0
        "the webhook secret is in hexadecimal"
        "copy the secret as shown, with whsec_"
    730 SecretPublished "secret_published" InvalidInput NO_MONEY Never 0
        "the webhook secret is a published test key"
        "use your own secret"
    800 SandboxClockInvalid "sandbox_clock_invalid" InvalidInput NO_MONEY Never 422
        "the sandbox clock cannot move by that much"
        "use 0 to 31536000 seconds"
    801 SandboxHandleInvalid "sandbox_handle_invalid" InvalidInput NO_MONEY Never 0
        "the sandbox handle is closed or not one"
        "open a sandbox first"
    802 SandboxFaultInvalid "sandbox_fault_invalid" InvalidInput NO_MONEY Never 422
        "the scripted fault is not known"
        "use a fault from the documentation"
}
