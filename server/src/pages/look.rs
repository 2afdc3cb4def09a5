//! How the pages look, and the little script that they can do without.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

/// The style of every page: system fonts, no picture, one column. Colours hold a contrast of 4.5 to 1 at least.
pub const STYLE: &str = "\
:root{--ink:#14201b;--soft:#4a5a53;--line:#c9d3ce;--paper:#fff;--ground:#f2f5f3;--go:#00603c;--bad:#a3150f;--wait:#7a4a00}\
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:1.0625rem/1.5 system-ui,sans-serif}\
main{max-width:28rem;margin:0 auto;padding:1rem}\
.card{background:var(--paper);border:1px solid var(--line);border-radius:.75rem;padding:1.25rem;margin:.75rem 0}\
h1{font-size:1.35rem;line-height:1.25;margin:.25rem 0 .75rem}h1:focus{outline:none}\
.sum{font-size:2rem;font-weight:700;line-height:1.1;margin:.25rem 0;overflow-wrap:anywhere}\
.who{font-weight:600;overflow-wrap:anywhere}.soft{color:var(--soft);font-size:.9375rem;overflow-wrap:anywhere}\
.mark{display:block;width:3rem;height:3rem;border-radius:50%;font-size:1.75rem;line-height:3rem;text-align:center;color:#fff;font-weight:700}\
.ok{background:var(--go)}.no{background:var(--bad)}.on{background:var(--wait)}\
label{display:block;font-weight:600;margin:.75rem 0 .25rem}\
input,select{width:100%;min-height:3rem;font:inherit;padding:.5rem .75rem;border:2px solid var(--soft);border-radius:.5rem;background:#fff;color:var(--ink)}\
input[aria-invalid=true]{border-color:var(--bad)}\
button,.button{display:block;width:100%;min-height:3.25rem;margin-top:1rem;padding:.75rem;font:inherit;font-weight:700;text-align:center;text-decoration:none;border:0;border-radius:.5rem;background:var(--go);color:#fff;cursor:pointer}\
:focus-visible{outline:3px solid #0b57d0;outline-offset:2px}\
.error{color:var(--bad);font-weight:600}.code{font-weight:700;white-space:nowrap}\
nav{display:flex;gap:.25rem;justify-content:flex-end;flex-wrap:wrap}\
nav a{display:inline-flex;align-items:center;justify-content:center;min-width:2.75rem;min-height:2.75rem;padding:0 .5rem;color:var(--soft)}\
nav a[aria-current]{color:var(--ink);font-weight:700;text-decoration:none}\
footer{color:var(--soft);font-size:.875rem;text-align:center;padding:.5rem}\
@media(prefers-color-scheme:dark){:root{--ink:#eef3f0;--soft:#b4c2bb;--line:#3a4742;--paper:#18211d;--ground:#0e1512;--go:#00734a;--bad:#ffb4ab;--wait:#8a5600}\
.no{background:#a3150f}input,select{background:#0e1512}:focus-visible{outline-color:#9cc2ff}}";

/// Shows the network while the number is typed, sends a form once, and reloads the page when there is news.
pub const SCRIPT: &str = "\
(function(){var d=document,m=d.querySelector('main'),f=d.querySelector('form'),p=d.getElementById('phone'),s=d.getElementById('network');\
if(p&&s){var t=JSON.parse(s.getAttribute('data-prefixes'));var g=function(){var n=p.value.replace(/[^0-9]/g,'').replace(/^(00)?250/,'').replace(/^0+/,'');s.textContent=t[n.slice(0,2)]||''};p.addEventListener('input',g);g()}\
if(f){f.addEventListener('submit',function(e){if(f.getAttribute('data-sent')){e.preventDefault();return}f.setAttribute('data-sent','1')});addEventListener('pageshow',function(){f.removeAttribute('data-sent')})}\
var u=m.getAttribute('data-status'),k=m.getAttribute('data-screen');\
if(u){var w=2000,a=function(){fetch(u,{headers:{accept:'application/json'},cache:'no-store'}).then(function(r){return r.json()}).then(function(j){if(j.screen!==k){location.replace(location.href.split('#')[0]);return}w=Math.min(w*1.2,10000);setTimeout(a,w)},function(){setTimeout(a,10000)})};setTimeout(a,w)}})();";

/// What the browser may do: run this style and this script, send this form, ask this server; nothing else.
pub static POLICY: LazyLock<String> = LazyLock::new(|| {
    format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; connect-src 'self'; \
         form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
        source(STYLE),
        source(SCRIPT)
    )
});

/// What a policy calls a style or a script that stands in the page.
pub fn source(text: &str) -> String {
    format!("sha256-{}", digest(text))
}

/// Base64 of SHA-256: six bits a letter, of 32 bytes and two bits of nothing.
fn digest(text: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let hash = Sha256::digest(text);
    let mut letters = String::new();
    for chunk in hash.chunks(3) {
        let bits =
            chunk.iter().fold(0_u32, |bits, byte| (bits << 8) | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            let index = usize::try_from((bits >> (18 - 6 * place)) & 63).unwrap_or_default();
            letters.push(LETTERS.get(index).map_or('=', |letter| char::from(*letter)));
        }
    }
    letters.push('=');
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_as_published() {
        // SHA-256 of the empty text, in base64.
        assert_eq!(digest(""), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        assert!(!STYLE.contains("</") && !SCRIPT.contains("</"));
    }
}
