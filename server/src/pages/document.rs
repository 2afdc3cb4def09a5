//! A page, put together.

use rwandapay_core::failure::Language;
use rwandapay_core::money::Rwf;
use rwandapay_core::phone::Phone;
use rwandapay_core::provider::{PREFIXES, Provider};
use rwandapay_core::record::{Mode, Payment};
use rwandapay_core::time::Instant;

use super::html::Html;
use super::look::{SCRIPT, STYLE};
use super::screen::Screen;
use super::texts::Texts;

/// MTN's menu of requests that wait for an answer. Source: what MTN's customers in Rwanda dial.
const MTN_PENDING: &str = "*182*7*1#";
/// Airtel Money's menu.
const AIRTEL_MENU: &str = "*500#";

/// What a page is made from.
pub struct Page<'a> {
    /// Its language.
    pub language: Language,
    /// What it says.
    pub screen: Screen,
    /// Test money or real money.
    pub mode: Mode,
    /// The name of the shop.
    pub merchant: &'a str,
    /// How much.
    pub amount: Rwf,
    /// The reference that the customer may know.
    pub reference: &'a str,
    /// The payment that it is about, if there is one.
    pub payment: Option<&'a Payment>,
    /// Until when the customer may pay.
    pub open_until: Instant,
    /// The address of the page itself, without a language.
    pub address: &'a str,
    /// Where it asks for news.
    pub status: &'a str,
    /// The form, where there is one.
    pub form: Option<Form<'a>>,
    /// The way back to the shop.
    pub back: Option<&'a str>,
}

/// The form.
pub struct Form<'a> {
    /// Its token.
    pub token: &'a str,
    /// What stands in the field.
    pub phone: &'a str,
    /// What was wrong with it.
    pub error: Option<&'a str>,
}

impl Page<'_> {
    /// The whole document.
    pub fn print(&self) -> String {
        let texts = Texts::of(self.language);
        let body = self.cards(&texts);
        let news = self.screen.has_news().then_some(self.status);
        let forward = self.back.filter(|_| self.screen == Screen::Paid);
        let main = Html::new().markup("<main data-screen=\"").text(self.screen.name()).markup("\"");
        let main = match news {
            Some(status) => main.markup(" data-status=\"").text(status).markup("\">"),
            None => main.markup(">"),
        };
        let main = main
            .then(&languages(self.address, self.language))
            .then(&body)
            .markup("<footer>")
            .text(texts.secured)
            .markup("</footer></main>");
        document(self.language, &refresh(news.is_some(), forward), &main)
    }

    fn cards(&self, texts: &Texts) -> Html {
        let head = Html::new()
            .markup("<section class=\"card\"><p class=\"soft\">")
            .text(texts.pay_to)
            .markup(" <span class=\"who\">")
            .text(self.merchant)
            .markup("</span></p><p class=\"sum\">")
            .text(&grouped(self.amount))
            .markup("</p><p class=\"soft\">")
            .text(texts.reference)
            .markup(": ")
            .text(self.reference)
            .markup("</p>");
        let head = match self.mode {
            Mode::Test => head.markup("<p class=\"soft\">").text(texts.test_money).markup("</p>"),
            Mode::Live => head,
        };
        let form =
            self.form.as_ref().map(|form| form.print(texts, self.amount, self.open_until, self.address));
        head.markup("</section>").then_maybe(self.told(texts).as_ref()).then_maybe(form.as_ref())
    }

    /// The card that says how it stands; none before the first attempt.
    fn told(&self, texts: &Texts) -> Option<Html> {
        let reason = self.payment.and_then(|payment| payment.failure.as_ref());
        let reason = reason.map(|failure| failure.code.message(self.language));
        let nothing = Html::new();
        let (mark, title, said) = match self.screen {
            Screen::Form => return None,
            Screen::Waiting => (Mark::On, texts.check_phone, self.prompt(texts)),
            Screen::Paid => (Mark::Ok, texts.success, self.paid(texts)),
            Screen::Refunded => (Mark::Ok, texts.refunded, nothing),
            Screen::Failed | Screen::FailedAgain => {
                (Mark::No, texts.failed, paragraphs(&[reason.unwrap_or_default(), texts.nothing_taken]))
            }
            Screen::Unknown => (Mark::On, texts.unknown, paragraphs(&[texts.do_not_pay_again])),
            Screen::Review => (Mark::On, texts.review, paragraphs(&[texts.review_help])),
            Screen::Expired => {
                (Mark::No, texts.expired, paragraphs(&[texts.nothing_taken, texts.expired_help]))
            }
            Screen::Reversed => (Mark::No, texts.reversed, nothing),
            Screen::TooMany => (Mark::No, texts.failed, paragraphs(&[texts.nothing_taken, texts.too_many])),
        };
        let card = Html::new()
            .markup("<section class=\"card\" role=\"status\" aria-live=\"polite\">")
            .markup(mark.markup())
            .markup("<h1>")
            .text(title)
            .markup("</h1>")
            .then(&said);
        let card = match self.back.filter(|_| !self.screen.has_form() && self.screen != Screen::Waiting) {
            Some(back) => card.then(&link(back, texts.back)),
            None => card,
        };
        Some(card.markup("</section>"))
    }

    fn prompt(&self, texts: &Texts) -> Html {
        let Some(payment) = self.payment else { return Html::new() };
        let (asked, menu) = match payment.provider {
            Provider::Mtn => (texts.no_prompt, MTN_PENDING),
            Provider::Airtel => (texts.no_prompt_menu, AIRTEL_MENU),
        };
        Html::new()
            .markup("<p>")
            .text(texts.sent_to)
            .markup(" <strong>")
            .text(&shown(payment.phone))
            .markup("</strong> (")
            .text(wallet(payment.provider))
            .markup(").</p>")
            .then(&paragraphs(&[texts.enter_pin]))
            .markup("<p>")
            .text(asked)
            .markup(" <span class=\"code\">")
            .text(menu)
            .markup("</span></p><p class=\"soft\">")
            .text(texts.waiting)
            .markup(". ")
            .text(texts.renews)
            .markup("</p>")
    }

    fn paid(&self, texts: &Texts) -> Html {
        let Some(payment) = self.payment else { return Html::new() };
        let said = Html::new().markup("<p class=\"soft\">").text(payment.reference.as_str());
        let said = match payment.paid_at {
            Some(at) => said.markup(" · ").text(texts.paid_at).markup(" ").text(&kigali(at)),
            None => said,
        };
        let said = said.markup("</p>");
        if payment.late { said.then(&paragraphs(&[texts.late])) } else { said }
    }
}

impl Form<'_> {
    fn print(&self, texts: &Texts, amount: Rwf, open_until: Instant, address: &str) -> Html {
        let form = Html::new()
            .markup("<section class=\"card\"><form method=\"post\" action=\"")
            .text(address)
            .markup("\"><input type=\"hidden\" name=\"token\" value=\"")
            .text(self.token)
            .markup("\"><label for=\"phone\">")
            .text(texts.phone)
            .markup("</label>");
        let form = match self.error {
            Some(error) => form
                .markup("<p class=\"error\" id=\"phone-error\" role=\"alert\">")
                .text(error)
                .markup("</p>"),
            None => form,
        };
        let invalid = if self.error.is_some() {
            " aria-invalid=\"true\" aria-describedby=\"phone-error phone-hint\""
        } else {
            " aria-describedby=\"phone-hint\""
        };
        form.markup("<input id=\"phone\" name=\"phone\" type=\"tel\" inputmode=\"tel\" autocomplete=\"tel-national\" ")
            .markup("required maxlength=\"24\" value=\"")
            .text(self.phone)
            .markup("\"")
            .markup(invalid)
            .markup("><p class=\"soft\" id=\"phone-hint\">")
            .text(texts.phone_hint)
            .markup(" <strong id=\"network\" aria-live=\"polite\" data-prefixes=\"")
            .text(&prefixes())
            .markup("\"></strong></p><label for=\"provider\">")
            .text(texts.network)
            .markup("</label><select id=\"provider\" name=\"provider\"><option value=\"\">")
            .text(texts.by_number)
            .markup("</option><option value=\"MTN\">MTN MoMo</option><option value=\"Airtel\">Airtel Money</option></select>")
            .markup("<button type=\"submit\">")
            .text(texts.pay)
            .markup(" ")
            .text(&grouped(amount))
            .markup("</button><p class=\"soft\">")
            .text(texts.no_extra)
            .markup(" ")
            .text(texts.open_until)
            .markup(" ")
            .text(&kigali(open_until))
            .markup(".</p></form></section>")
    }
}

enum Mark {
    Ok,
    No,
    On,
}

impl Mark {
    /// A sign beside the colour, for whoever sees no colours; the words say it to whoever sees neither.
    const fn markup(&self) -> &'static str {
        match self {
            Self::Ok => "<span class=\"mark ok\" aria-hidden=\"true\">\u{2713}</span>",
            Self::No => "<span class=\"mark no\" aria-hidden=\"true\">\u{00d7}</span>",
            Self::On => "<span class=\"mark on\" aria-hidden=\"true\">\u{2026}</span>",
        }
    }
}

/// The page for whatever is not there.
pub fn not_found(language: Language) -> String {
    plain(language, |texts| (texts.not_found, texts.not_found_help))
}

/// The page for what went wrong on our side.
pub fn trouble(language: Language) -> String {
    plain(language, |texts| (texts.title, texts.trouble))
}

fn plain(language: Language, say: impl FnOnce(&Texts) -> (&'static str, &'static str)) -> String {
    let (title, said) = say(&Texts::of(language));
    let main = Html::new()
        .markup("<main><section class=\"card\"><h1>")
        .text(title)
        .markup("</h1>")
        .then(&paragraphs(&[said]))
        .markup("</section></main>");
    document(language, &Html::new(), &main)
}

fn document(language: Language, head: &Html, main: &Html) -> String {
    Html::new()
        .markup("<!doctype html><html lang=\"")
        .markup(language.tag())
        .markup("\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
        .markup("<meta name=\"color-scheme\" content=\"light dark\"><title>")
        .text(Texts::of(language).title)
        .markup("</title>")
        .then(head)
        .markup("<style>")
        .markup(STYLE)
        .markup("</style></head><body>")
        .then(main)
        .markup("<script>")
        .markup(SCRIPT)
        .markup("</script></body></html>")
        .into_string()
}

/// Without the script the page loads itself again; after a success it goes back to the shop either way.
fn refresh(news: bool, forward: Option<&str>) -> Html {
    match forward {
        Some(back) => {
            Html::new().markup("<meta http-equiv=\"refresh\" content=\"6;url=").text(back).markup("\">")
        }
        None if news => {
            Html::new().markup("<noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript>")
        }
        None => Html::new(),
    }
}

fn languages(address: &str, now: Language) -> Html {
    let mut nav = Html::new().markup("<nav>");
    for (language, name) in [
        (Language::Kinyarwanda, "Kinyarwanda"),
        (Language::French, "Français"),
        (Language::English, "English"),
    ] {
        let separator = if address.contains('?') { "&" } else { "?" };
        nav = nav
            .markup("<a hreflang=\"")
            .markup(language.tag())
            .markup("\" lang=\"")
            .markup(language.tag())
            .markup("\" href=\"")
            .text(&format!("{address}{separator}lang={}", language.tag()))
            .markup(if language == now { "\" aria-current=\"true\">" } else { "\">" })
            .markup(name)
            .markup("</a>");
    }
    nav.markup("</nav>")
}

fn paragraphs(texts: &[&str]) -> Html {
    let texts = texts.iter().filter(|text| !text.is_empty());
    texts.fold(Html::new(), |html, text| html.markup("<p>").text(text).markup("</p>"))
}

fn link(address: &str, name: &str) -> Html {
    Html::new()
        .markup("<a class=\"button\" rel=\"noreferrer\" href=\"")
        .text(address)
        .markup("\">")
        .text(name)
        .markup("</a>")
}

/// `5,000 RWF`.
fn grouped(amount: Rwf) -> String {
    let digits = amount.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text + " RWF"
}

/// The number with its middle hidden: enough for its owner, and little for whoever looks over a shoulder.
fn shown(phone: Phone) -> String {
    let text = phone.display().to_string();
    let tail = text.len().saturating_sub(3);
    format!("{} ••• {}", text.get(..4).unwrap_or_default(), text.get(tail..).unwrap_or_default())
}

const fn wallet(provider: Provider) -> &'static str {
    match provider {
        Provider::Mtn => "MTN MoMo",
        Provider::Airtel => "Airtel Money",
    }
}

/// The prefixes and their wallets, for the script.
fn prefixes() -> String {
    let rows = PREFIXES.rows.iter().filter_map(|row| Some((row.digits, row.provider?)));
    let rows: Vec<String> =
        rows.map(|(digits, provider)| format!("\"{digits}\":\"{}\"", wallet(provider))).collect();
    format!("{{{}}}", rows.join(","))
}

/// `14:25`, as clocks in Kigali show it.
fn kigali(at: Instant) -> String {
    let text = at.plus_seconds(2 * 3_600).to_string();
    text.get(11..16).unwrap_or_default().to_owned()
}
