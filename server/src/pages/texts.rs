//! Every sentence of the pages, in the three languages, side by side for whoever reviews them.

use rwandapay_core::failure::Language;

macro_rules! texts {
    ($($name:ident: $english:literal, $french:literal, $kinyarwanda:literal;)*) => {
        /// The sentences of one language.
        #[derive(Debug, Clone, Copy)]
        pub struct Texts { $(#[doc = $english] pub $name: &'static str,)* }

        impl Texts {
            /// The sentences of a language.
            pub const fn of(language: Language) -> Self {
                match language {
                    Language::English => Self { $($name: $english,)* },
                    Language::French => Self { $($name: $french,)* },
                    Language::Kinyarwanda => Self { $($name: $kinyarwanda,)* },
                }
            }

            /// Every sentence, by its name.
            pub const fn all(&self) -> [(&'static str, &'static str); [$(stringify!($name)),*].len()] {
                [$((stringify!($name), self.$name)),*]
            }
        }
    };
}

texts! {
    title: "Mobile money payment", "Paiement par mobile money", "Kwishyura na Mobile Money";
    pay_to: "Pay to", "Payer à", "Ishyura";
    reference: "Reference", "Référence", "Indangamubare";
    phone: "Phone number", "Numéro de téléphone", "Nimero ya telefoni";
    phone_hint: "MTN MoMo or Airtel Money, for example 0788 123 456", "MTN MoMo ou Airtel Money, par exemple 0788 123 456", "MTN MoMo cyangwa Airtel Money, urugero 0788 123 456";
    network: "Network", "Réseau", "Uburyo bwo kwishyura";
    by_number: "From the number", "D'après le numéro", "Hakurikijwe nimero";
    pay: "Pay", "Payer", "Ishyura";
    no_extra: "You pay exactly this amount.", "Vous payez exactement ce montant.", "Wishyura aya mafaranga gusa.";
    open_until: "You can pay until", "Vous pouvez payer jusqu'à", "Ushobora kwishyura kugeza";
    check_phone: "Check your phone", "Vérifiez votre téléphone", "Reba telefoni yawe";
    sent_to: "We sent a payment request to", "Nous avons envoyé une demande de paiement au", "Twohereje ubusabe bwo kwishyura kuri";
    enter_pin: "Enter your PIN on the phone to confirm. Never give your PIN to anyone, and never type it on this page.", "Saisissez votre code PIN sur le téléphone pour confirmer. Ne donnez jamais votre code PIN et ne le saisissez jamais sur cette page.", "Andika PIN yawe kuri telefoni wemeze. Ntugahe umuntu PIN yawe, kandi ntuyandike kuri uru rupapuro.";
    no_prompt: "No request on the phone? Dial", "Pas de demande sur le téléphone ? Composez", "Niba utabonye ubutumwa bwo kwemeza kuri telefoni, kanda";
    no_prompt_menu: "No request on the phone? Open the Airtel Money menu: dial", "Pas de demande sur le téléphone ? Ouvrez le menu Airtel Money : composez", "Niba utabonye ubutumwa bwo kwemeza kuri telefoni, fungura Airtel Money: kanda";
    waiting: "Waiting for approval on your phone", "En attente de votre validation sur votre téléphone", "Dutegereje ko wemeza kuri telefoni yawe";
    renews: "This page renews itself.", "Cette page se met à jour toute seule.", "Uru rupapuro ruvugururwa ubwarwo.";
    success: "Payment successful", "Paiement réussi", "Kwishyura byagenze neza";
    paid_at: "Paid at", "Payé à", "Byishyuwe saa";
    late: "The payment arrived late, and it counts.", "Le paiement est arrivé en retard, et il compte.", "Ubwishyu bwatinze kuhagera, ariko burabarwa.";
    back: "Back to the shop", "Retour à la boutique", "Subira ku iduka";
    failed: "Payment failed", "Le paiement a échoué", "Kwishyura ntibyakunze";
    nothing_taken: "Nothing was taken.", "Rien n'a été prélevé.", "Nta mafaranga yafashwe.";
    retry: "Try again", "Réessayer", "Ongera ugerageze";
    unknown: "We do not know yet", "Nous ne savons pas encore", "Ntabwo turabimenya";
    do_not_pay_again: "Your network has not told us whether the money moved. Do not pay again yet: we keep asking, and this page will tell you.", "Votre réseau ne nous a pas encore dit si l'argent a été prélevé. Ne payez pas une deuxième fois pour l'instant : nous continuons de demander, et cette page vous le dira.", "Ikigo cy'itumanaho ntikiratubwira niba amafaranga yavuyeho. Ntiwongere kwishyura ubu: turakomeza kubaza, uru rupapuro ruzabikubwira.";
    expired: "The time to pay is over", "Le délai de paiement a expiré", "Igihe cyo kwishyura cyarangiye";
    expired_help: "Go back to the shop to start again.", "Retournez à la boutique pour recommencer.", "Subira ku iduka wongere utangire.";
    review: "The shop is checking your payment", "La boutique vérifie votre paiement", "Iduka riragenzura ubwishyu bwawe";
    review_help: "What your network reports differs from what was asked. Do not pay again: people look at it, and the shop will contact you.", "Ce que votre réseau indique diffère de ce qui a été demandé. Ne payez pas de nouveau : des personnes s'en occupent, et la boutique vous contactera.", "Ibyo ikigo cy'itumanaho kivuga bitandukanye n'ibyasabwe. Ntiwongere kwishyura: abantu barabigenzura, kandi iduka rizakuvugisha.";
    reversed: "This payment was taken back", "Ce paiement a été annulé", "Ubu bwishyu bwarasubijwe";
    refunded: "This payment was refunded", "Ce paiement a été remboursé", "Ubu bwishyu bwasubijwe nyirabwo";
    too_many: "Too many attempts. Go back to the shop to start again.", "Trop de tentatives. Retournez à la boutique pour recommencer.", "Wagerageje kenshi. Subira ku iduka wongere utangire.";
    not_found: "This page does not exist", "Cette page n'existe pas", "Uru rupapuro ntirubaho";
    not_found_help: "Check the link, or go back to the shop.", "Vérifiez le lien, ou retournez à la boutique.", "Reba neza umurongo, cyangwa usubire ku iduka.";
    trouble: "Something went wrong on our side. Nothing was sent; try again.", "Un problème est survenu de notre côté. Rien n'a été envoyé ; réessayez.", "Habaye ikibazo ku ruhande rwacu. Nta cyoherejwe; ongera ugerageze.";
    form_stale: "The form had become old. Check the number and pay again.", "Le formulaire n'était plus valable. Vérifiez le numéro et payez de nouveau.", "Urupapuro rwari rushaje. Reba neza nimero wongere wishyure.";
    bad_phone: "This is not a mobile number of Rwanda. It looks like 0788 123 456.", "Ce n'est pas un numéro mobile du Rwanda. Exemple : 0788 123 456.", "Iyi si nimero ya telefoni yo mu Rwanda. Urugero: 0788 123 456.";
    no_wallet: "This number has no mobile money. Use an MTN or Airtel number.", "Ce numéro n'a pas de mobile money. Utilisez un numéro MTN ou Airtel.", "Iyi nimero nta Mobile Money ifite. Koresha nimero ya MTN cyangwa Airtel.";
    busy_phone: "This phone still has a request to answer. Answer it, or wait a few minutes.", "Ce téléphone a encore une demande en attente. Répondez-y, ou attendez quelques minutes.", "Iyi telefoni ifite ubundi busabe butarasubizwa. Busubize, cyangwa utegereze iminota mike.";
    secured: "Payment by Rwanda Pay", "Paiement par Rwanda Pay", "Kwishyura na Rwanda Pay";
    test_money: "Test: no real money moves.", "Test : aucun argent réel n'est échangé.", "Igerageza: nta mafaranga nyakuri akoreshwa.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_is_there_in_every_language() {
        let [english, french, kinyarwanda] = Language::ALL.map(Texts::of);
        for ((name, text), (french, kinyarwanda)) in
            english.all().into_iter().zip(french.all().into_iter().zip(kinyarwanda.all()))
        {
            for (language, other) in [("fr", french.1), ("rw", kinyarwanda.1)] {
                assert!(!text.is_empty() && !other.is_empty(), "{name} {language}");
                assert_ne!(text, other, "{name} is not translated to {language}");
            }
        }
    }
}
