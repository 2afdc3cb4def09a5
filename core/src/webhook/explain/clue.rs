//! What may have happened to a delivery that is refused.

macro_rules! clues {
    ($($variant:ident $name:literal $message:literal)*) => {
        /// Something that is wrong with a delivery or with the way it is verified.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Clue { $(#[doc = $message] $variant),* }

        impl Clue {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The stable name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// What it means and what to do, in one line.
            pub const fn message(self) -> &'static str {
                match self { $(Self::$variant => $message),* }
            }
        }
    };
}

clues! {
    HeaderMissing "header_missing"
        "a webhook header is missing: pass all headers of the request"
    HeaderRenamed "header_renamed"
        "the headers have other names, such as svix-id or one with underscores: pass them as they arrived"
    HeaderContradicted "header_contradicted"
        "webhook-id or webhook-timestamp has two different values: a proxy may have added one"
    IdMalformed "id_malformed"
        "webhook-id is not 1 to 256 visible ASCII characters without a full stop"
    IdOfAnotherDelivery "id_of_another_delivery"
        "webhook-id is not the id of the event in the body: the headers are those of another delivery"
    TimestampMilliseconds "timestamp_milliseconds"
        "webhook-timestamp is in milliseconds: it must be the seconds that arrived"
    TimestampMalformed "timestamp_malformed"
        "webhook-timestamp is not unix seconds: pass the text that arrived, not a number that was printed again"
    ClockSkew "clock_skew"
        "the timestamp and this machine's clock are further apart than the tolerance: correct the clock, or refuse a replay"
    TimeZone "time_zone"
        "the difference is whole hours: local time may have been taken for UTC"
    SignatureTooLarge "signature_too_large"
        "webhook-signature has more than 16 tokens or more than 4096 bytes"
    SignatureVersion "signature_version"
        "webhook-signature has no token that begins with v1, or v1a, in exactly this form"
    SignatureHex "signature_hex"
        "the signature is in hexadecimal: it must be base64"
    SignatureAltered "signature_altered"
        "the signature is not strict base64 (padding, alphabet or stray characters): pass the header as it arrived"
    SecretMissing "secret_missing"
        "no secret was given"
    SecretUnusable "secret_unusable"
        "a secret cannot be used as it stands: its code says why"
    SecretRepaired "secret_repaired"
        "the signature was made with this secret once it is corrected: set it exactly as shown in the dashboard"
    SecretAsText "secret_as_text"
        "the sender took the text of the secret for the key instead of decoding it"
    SecretOfAnother "secret_of_another"
        "the signature was made with another secret than those configured: the other mode's, or another endpoint's"
    BodyTooLarge "body_too_large"
        "the body is larger than 1 MiB"
    BodyEmpty "body_empty"
        "the body is empty: it was read before, or the framework dropped it"
    BodyReserialised "body_reserialised"
        "the body was parsed and printed again: pass the bytes that arrived"
    BodyNewlineAdded "body_newline_added"
        "a line end was added to the body: pass the bytes that arrived"
    BodyNewlineRemoved "body_newline_removed"
        "a line end was removed from the body: pass the bytes that arrived"
    BodyLineEnds "body_line_ends"
        "the line ends of the body were changed: pass the bytes that arrived"
    BodyBomAdded "body_bom_added"
        "a byte order mark was put before the body: pass the bytes that arrived"
    BodyBomRemoved "body_bom_removed"
        "a byte order mark was removed from the body: pass the bytes that arrived"
    BodyBase64 "body_base64"
        "the body is still in base64: decode it, as gateways that deliver so tell by a flag"
    BodyQuoted "body_quoted"
        "the body is a JSON text that holds the body: it was printed twice"
    BodyRecoded "body_recoded"
        "the body was read as Latin-1 and written as UTF-8: pass the bytes that arrived"
    BodyReplaced "body_replaced"
        "the body holds replacement characters: bytes that were not UTF-8 are lost, pass the bytes that arrived"
    SignatureHolds "signature_holds"
        "the signature holds over these bytes"
    NothingFound "nothing_found"
        "no usual mistake explains it: the secret is of another endpoint, or the body was changed"
}
