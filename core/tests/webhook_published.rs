//! The published vectors of Standard Webhooks, both ways.

use rwandapay_core::error::Code;
use rwandapay_core::time::Instant;
use rwandapay_core::webhook::{
    Headers, PrivateKey, PublicKey, SigningKey, Verifier, VerifyingKey, Version, WebhookSecret, sign,
};

const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const TIMESTAMP: i64 = 1_614_265_330;
const BODY: &str = r#"{"test": 2432232314}"#;
const PRIVATE: &str =
    "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==";
const PUBLIC: &str = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";
const SIGNATURE: &str =
    "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==";

#[test]
fn shared_secrets_sign_and_verify_the_published_deliveries() {
    for (secret, id, timestamp, body, signature) in [
        (
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            ID,
            TIMESTAMP,
            BODY,
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        ),
        (
            "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
            "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
            1_649_367_553,
            r#"{"email":"test@example.com","username":"test_user"}"#,
            "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=",
        ),
    ] {
        assert_eq!(WebhookSecret::parse(secret), Err(Code::SecretPublished));
        let secret = WebhookSecret::parse_allowing_published(secret).unwrap();
        let now = Instant::from_seconds(timestamp);
        let signed = sign(&[secret.clone().into()], id, now, body.as_bytes()).unwrap();
        assert_eq!(signed.signature, signature);
        let verifier = Verifier::new([secret]).unwrap();
        let pairs = signed.pairs().map(|(name, value)| (name, value.as_bytes()));
        let proof = verifier.verify_pairs(pairs, body.as_bytes(), now).unwrap();
        assert_eq!((proof.key, proof.version, proof.id), (0, Version::V1, id));
        assert_eq!((proof.timestamp, proof.age_s), (timestamp, 0));
    }
}

#[test]
fn ed25519_signs_and_verifies_the_published_delivery() {
    assert_eq!(PrivateKey::parse(PRIVATE), Err(Code::SecretPublished));
    assert_eq!(PublicKey::parse(PUBLIC), Err(Code::SecretPublished));
    let private = PrivateKey::parse_allowing_published(PRIVATE).unwrap();
    let public = PublicKey::parse_allowing_published(PUBLIC).unwrap();
    assert_eq!(private.public(), public);
    assert_eq!(private.text().reveal(), PRIVATE);

    let now = Instant::from_seconds(TIMESTAMP);
    let signed = sign(&[SigningKey::from(private)], ID, now, BODY.as_bytes()).unwrap();
    assert_eq!(signed.signature, SIGNATURE);
    let timestamp = TIMESTAMP.to_string();
    let headers = Headers::new(ID.as_bytes(), timestamp.as_bytes(), SIGNATURE.as_bytes());
    let shared = WebhookSecret::generate(&[1; 32]);
    let verifier = Verifier::new([VerifyingKey::from(shared), public.into()]).unwrap();
    let proof = verifier.verify(&headers, BODY.as_bytes(), now).unwrap();
    assert_eq!((proof.key, proof.version), (1, Version::V1a));
    assert_eq!(verifier.verify(&headers, b"{}", now), Err(Code::WebhookSignatureMismatch));
}
