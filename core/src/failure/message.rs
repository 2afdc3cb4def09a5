//! What a customer or a merchant reads, in the three languages.

use super::FailureCode;

/// A language of the messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    English,
    /// French.
    French,
    /// Kinyarwanda.
    Kinyarwanda,
}

impl Language {
    /// All three.
    pub const ALL: [Self; 3] = [Self::English, Self::French, Self::Kinyarwanda];

    /// The tag of the language: `en`, `fr` or `rw`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
            Self::Kinyarwanda => "rw",
        }
    }
}

impl FailureCode {
    /// The sentence for this reason: what happened, and what helps.
    pub const fn message(self, language: Language) -> &'static str {
        let [english, french, kinyarwanda] = self.messages();
        match language {
            Language::English => english,
            Language::French => french,
            Language::Kinyarwanda => kinyarwanda,
        }
    }

    /// English, French, Kinyarwanda.
    #[rustfmt::skip]
    const fn messages(self) -> [&'static str; 3] {
        match self {
            Self::InsufficientFunds => [
                "There is not enough money in the wallet. Top up and try again.",
                "Le solde du portefeuille est insuffisant. Rechargez-le et réessayez.",
                "Amafaranga kuri konti ntahagije. Ongeraho amafaranga, wongere ugerageze.",
            ],
            Self::PayerNotFound => [
                "No mobile money wallet was found for this number. Check the number and its network.",
                "Aucun portefeuille mobile n'a été trouvé pour ce numéro. Vérifiez le numéro et son réseau.",
                "Nta konti ya Mobile Money ibonetse kuri iyi nimero. Reba neza nimero ya telefoni n'uburyo wahisemo.",
            ],
            Self::PayerAccountBlocked => [
                "This wallet is blocked. Please contact your mobile operator.",
                "Ce portefeuille est bloqué. Veuillez contacter votre opérateur.",
                "Iyi konti irafunze. Vugana n'ikigo cy'itumanaho cyawe.",
            ],
            Self::PayerRejected => [
                "The payment was declined on the phone. Nothing was taken.",
                "Le paiement a été refusé sur le téléphone. Rien n'a été prélevé.",
                "Kwishyura byanzwe kuri telefoni. Nta mafaranga yafashwe.",
            ],
            Self::PayerTimeout => [
                "The payment was not approved in time. Nothing was taken. Try again.",
                "Le paiement n'a pas été validé à temps. Rien n'a été prélevé. Réessayez.",
                "Igihe cyo kwishyura cyarangiye. Nta mafaranga yafashwe. Ongera ugerageze.",
            ],
            Self::WrongPin => [
                "The PIN was not correct. Nothing was taken. Try again.",
                "Le code PIN est incorrect. Rien n'a été prélevé. Réessayez.",
                "PIN wanditse si yo. Nta mafaranga yafashwe. Ongera ugerageze.",
            ],
            Self::PayerLimitReached => [
                "A limit of the wallet was reached. Try a smaller amount, or try again later.",
                "Une limite du portefeuille est atteinte. Essayez un montant plus petit, ou réessayez plus tard.",
                "Konti yageze ku mubare ntarengwa w'amafaranga. Gerageza amafaranga make, cyangwa wongere ugerageze nyuma.",
            ],
            Self::LowBalanceOrLimit => [
                "The balance is too low, or a limit of the wallet was reached. Check both and try again.",
                "Le solde est insuffisant, ou une limite du portefeuille est atteinte. Vérifiez les deux et réessayez.",
                "Amafaranga ntahagije, cyangwa konti yageze ku mubare ntarengwa. Bigenzure, wongere ugerageze.",
            ],
            Self::AmountInvalid => [
                "The mobile operator does not accept this amount.",
                "L'opérateur n'accepte pas ce montant.",
                "Ikigo cy'itumanaho nticyemera uyu mubare w'amafaranga.",
            ],
            Self::AmountMismatch => [
                "Another amount was paid than was asked for. The money was returned.",
                "Le montant payé n'est pas celui demandé. L'argent a été rendu.",
                "Hishyuwe amafaranga atandukanye n'ayasabwe. Amafaranga yasubijwe.",
            ],
            Self::PayerMismatch => [
                "The money came from another number than was asked. It was returned.",
                "L'argent venait d'un autre numéro que celui demandé. Il a été rendu.",
                "Amafaranga yavuye ku yindi nimero itari iyasabwe. Yasubijwe.",
            ],
            Self::RecipientNotFound => [
                "No mobile money wallet was found for the receiving number. Check the number and its network.",
                "Aucun portefeuille mobile n'a été trouvé pour le numéro du bénéficiaire. Vérifiez le numéro et son réseau.",
                "Nta konti ya Mobile Money ibonetse kuri nimero yohererezwa. Reba neza nimero ya telefoni n'uburyo wahisemo.",
            ],
            Self::RecipientCannotReceive => [
                "The receiving wallet cannot take this money. Its owner can ask the mobile operator why.",
                "Le portefeuille du bénéficiaire ne peut pas recevoir cet argent. Son titulaire peut en demander la raison à l'opérateur.",
                "Konti yohererezwa ntishobora kwakira aya mafaranga. Nyirayo yabaza impamvu ikigo cy'itumanaho.",
            ],
            Self::FloatInsufficient => [
                "The money cannot be sent at the moment. Please try again later.",
                "L'argent ne peut pas être envoyé pour le moment. Veuillez réessayer plus tard.",
                "Amafaranga ntashobora koherezwa ubu. Ongera ugerageze nyuma.",
            ],
            Self::ProviderDeclined => [
                "The mobile operator declined. Check the balance and try again.",
                "L'opérateur a refusé. Vérifiez le solde et réessayez.",
                "Ikigo cy'itumanaho nticyabyemeye. Reba amafaranga ufite, wongere ugerageze.",
            ],
            Self::ProviderUnavailable => [
                "The mobile operator could not be reached. Nothing was taken. Try again.",
                "L'opérateur est injoignable. Rien n'a été prélevé. Réessayez.",
                "Ikigo cy'itumanaho nticyabonetse. Nta mafaranga yafashwe. Ongera ugerageze.",
            ],
            Self::ProviderConfig => [
                "This could not be done because of a problem on our side. Nothing was taken.",
                "L'opération a échoué à cause d'un problème de notre côté. Rien n'a été prélevé.",
                "Ntibyakunze kubera ikibazo ku ruhande rwacu. Nta mafaranga yafashwe.",
            ],
            Self::UnknownReason => [
                "It did not go through, and the mobile operator gave no clear reason.",
                "L'opération a échoué, et l'opérateur n'a pas donné de raison claire.",
                "Ntibyakunze, kandi ikigo cy'itumanaho nticyatanze impamvu isobanutse.",
            ],
        }
    }
}
