//! References that no record is stored under yet, made from the command's entropy.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::{Draft, Stop};
use crate::engine::defect::Defect;
use crate::record::{ClaimKind, Key};
use crate::reference::{EndpointId, PaymentRef, ProviderRef, RefundRef, SessionId, WithdrawalRef};

/// What a command is about to make.
#[derive(Debug, Clone, Copy)]
pub enum Making {
    Payment,
    Refund,
    Withdrawal,
    Session,
    Endpoint,
}

impl Draft<'_> {
    /// Where the first candidates would be stored: asked for with the rest, so that one round looks for all
    /// of them.
    pub fn candidates(&self, making: Making) -> Vec<Key> {
        let scope = self.scope.clone();
        let (key, sends) = match making {
            Making::Payment => (Key::Payment(scope, self.payment_reference(0)), true),
            Making::Refund => (Key::Refund(scope, self.refund_reference(0)), true),
            Making::Withdrawal => (Key::Withdrawal(scope, self.withdrawal_reference(0)), true),
            Making::Session => (Key::Session(scope, self.session_id(0)), false),
            Making::Endpoint => (Key::Endpoint(scope, self.endpoint_id(0)), false),
        };
        if !sends {
            return vec![key];
        }
        let attempt = Key::Attempt(self.scope.clone(), self.provider_reference(0));
        vec![key, attempt, self.claim_key(ClaimKind::Callback, &self.callback_token(0))]
    }

    pub fn fresh_payment(&self) -> Result<PaymentRef, Stop> {
        self.fresh(|n| self.payment_reference(n), |made| Key::Payment(self.scope.clone(), made))
    }

    pub fn fresh_refund(&self) -> Result<RefundRef, Stop> {
        self.fresh(|n| self.refund_reference(n), |made| Key::Refund(self.scope.clone(), made))
    }

    pub fn fresh_withdrawal(&self) -> Result<WithdrawalRef, Stop> {
        self.fresh(|n| self.withdrawal_reference(n), |made| Key::Withdrawal(self.scope.clone(), made))
    }

    pub fn fresh_session(&self) -> Result<SessionId, Stop> {
        self.fresh(|n| self.session_id(n), |made| Key::Session(self.scope.clone(), made))
    }

    pub fn fresh_endpoint(&self) -> Result<EndpointId, Stop> {
        self.fresh(|n| self.endpoint_id(n), |made| Key::Endpoint(self.scope.clone(), made))
    }

    pub fn fresh_attempt(&self) -> Result<ProviderRef, Stop> {
        self.fresh(|n| self.provider_reference(n), |made| Key::Attempt(self.scope.clone(), made))
    }

    pub fn fresh_callback_token(&self) -> Result<String, Stop> {
        let key = |made: String| self.claim_key(ClaimKind::Callback, &made);
        self.fresh(|n| self.callback_token(n), key)
    }

    fn fresh<T: Clone>(&self, make: impl Fn(u32) -> T, key: impl Fn(T) -> Key) -> Result<T, Stop> {
        for attempt in 0..4 {
            let candidate = make(attempt);
            if self.look(&key(candidate.clone()))?.is_none() {
                return Ok(candidate);
            }
        }
        Err(Stop::Defect(Defect("four references in a row were taken")))
    }

    fn payment_reference(&self, attempt: u32) -> PaymentRef {
        PaymentRef::generate(self.now.kigali_day(), &self.command.entropy.expand("payment", attempt))
    }

    fn refund_reference(&self, attempt: u32) -> RefundRef {
        RefundRef::generate(self.now.kigali_day(), &self.command.entropy.expand("refund", attempt))
    }

    fn withdrawal_reference(&self, attempt: u32) -> WithdrawalRef {
        WithdrawalRef::generate(self.now.kigali_day(), &self.command.entropy.expand("withdrawal", attempt))
    }

    fn session_id(&self, attempt: u32) -> SessionId {
        SessionId::generate(&self.command.entropy.expand("session", attempt))
    }

    fn endpoint_id(&self, attempt: u32) -> EndpointId {
        EndpointId::generate(&self.command.entropy.expand("endpoint", attempt))
    }

    fn provider_reference(&self, attempt: u32) -> ProviderRef {
        ProviderRef::generate(&self.command.entropy.expand("attempt", attempt))
    }

    /// 128 bits as 32 hexadecimal digits.
    fn callback_token(&self, attempt: u32) -> String {
        let bytes = self.command.entropy.expand("callback", attempt);
        let digits = bytes.iter().take(16).flat_map(|byte| [byte >> 4, byte & 15]);
        digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
    }
}
