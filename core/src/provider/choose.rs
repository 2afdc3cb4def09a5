//! The provider of one request.

use alloc::format;

use super::{Provider, ProviderSource};
use crate::error::{Code, Error};
use crate::phone::Phone;

/// The provider of a request, and how it was found.
///
/// Without an explicit provider the prefix decides. An explicit provider that the prefix agrees with is
/// taken as it is. One that it does not agree with needs `provider_override`, because a number keeps its
/// prefix when it is ported; with the override even a number of an operator without a wallet (077) may
/// have been ported to one with.
///
/// # Errors
/// `provider_not_supported`: the prefix has no wallet, and nothing overrides it.
/// `provider_mismatch`: the prefix belongs to the other provider, and nothing overrides it.
///
/// Source: contract, section 2.
///
/// ```
/// use rwandapay_core::error::Code;
/// use rwandapay_core::phone::Phone;
/// use rwandapay_core::provider::{Provider, ProviderSource, choose};
///
/// let mtn = Phone::parse("0788123456")?;
/// assert_eq!(choose(mtn, None, false), Ok((Provider::Mtn, ProviderSource::Prefix)));
/// assert_eq!(choose(mtn, Some(Provider::Airtel), false), Err(Code::ProviderMismatch));
/// assert_eq!(choose(mtn, Some(Provider::Airtel), true), Ok((Provider::Airtel, ProviderSource::Explicit)));
/// # Ok::<(), Code>(())
/// ```
pub fn choose(
    phone: Phone,
    explicit: Option<Provider>,
    provider_override: bool,
) -> Result<(Provider, ProviderSource), Code> {
    match (explicit, Provider::of(phone)) {
        (Some(explicit), _) if provider_override => Ok((explicit, ProviderSource::Explicit)),
        (_, Err(code)) => Err(code),
        (None, Ok(of_prefix)) => Ok((of_prefix, ProviderSource::Prefix)),
        (Some(explicit), Ok(of_prefix)) if explicit == of_prefix => Ok((explicit, ProviderSource::Explicit)),
        (Some(_), Ok(_)) => Err(Code::ProviderMismatch),
    }
}

/// Like [`choose`], with the masked number and the two providers in a message, and the field named.
///
/// # Errors
/// As [`choose`]: `provider_not_supported` is about `phone`, `provider_mismatch` about `provider`.
pub fn choose_described(
    phone: Phone,
    explicit: Option<Provider>,
    provider_override: bool,
) -> Result<(Provider, ProviderSource), Error> {
    choose(phone, explicit, provider_override).map_err(|code| match (explicit, Provider::of(phone)) {
        (Some(explicit), Ok(of_prefix)) => Error::with_message(
            code,
            format!(
                "provider `{}` is not the one of `{}`, which is {}",
                explicit.name(),
                phone.masked(),
                of_prefix.name()
            ),
        )
        .at("provider"),
        _ => Error::with_message(
            code,
            format!("the operator of `{}` has no mobile money wallet", phone.masked()),
        )
        .at("phone"),
    })
}
