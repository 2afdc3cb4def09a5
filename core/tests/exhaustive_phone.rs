//! Every national number there is, and many millions of texts that nearly are one.
//!
//! `cargo test --profile proof --test exhaustive_phone -- --ignored`

mod reference_phone;

use std::thread;

use rwandapay_core::error::Code;
use rwandapay_core::phone::Phone;
use rwandapay_core::provider::{PREFIXES, Provider};

/// The digits of a number, counted up in place.
struct Odometer([u8; 9]);

impl Odometer {
    fn at(number: u32) -> Self {
        let mut digits = [b'0'; 9];
        for (digit, character) in digits.iter_mut().zip(format!("{number:09}").bytes()) {
            *digit = character;
        }
        Self(digits)
    }

    fn step(&mut self) {
        for digit in self.0.iter_mut().rev() {
            if *digit < b'9' {
                *digit += 1;
                return;
            }
            *digit = b'0';
        }
    }
}

/// The ten million numbers with these first two digits.
fn block(prefix: u32) {
    let row = PREFIXES.rows.iter().find(|row| row.digits == prefix);
    let expected = match (prefix, row) {
        (_, Some(_)) => None,
        (0..=9, None) => Some(Code::PhoneTooShort),
        (70..=79, None) => Some(Code::PhonePrefixUnassigned),
        _ => Some(Code::PhoneNotMobile),
    };
    let first = prefix * 10_000_000;
    let mut digits = Odometer::at(first);
    for number in first..first + 10_000_000 {
        // What begins with 00 is an international number, not a national one: left to the other test.
        match (Phone::parse(digits.0), expected) {
            (Ok(phone), None) => {
                assert_eq!(phone.get(), number);
                assert_eq!(Provider::of(phone).ok(), row.unwrap().provider);
                assert_eq!(phone.airtel_wire().as_bytes(), digits.0);
            }
            (Err(code), Some(expected)) if number >= 10_000_000 => assert_eq!(code, expected, "{number}"),
            (Err(_), Some(_)) => {}
            (found, _) => panic!("{number:09}: {found:?}"),
        }
        digits.step();
    }
}

#[test]
#[ignore = "1,000,000,000 numbers: seconds under --profile proof, minutes otherwise"]
fn all_national_numbers() {
    thread::scope(|scope| {
        scope.spawn(|| (0..50).for_each(block));
        scope.spawn(|| (50..100).for_each(block));
    });
}

#[test]
#[ignore = "50,000,000 numbers in five forms: seconds under --profile proof, minutes otherwise"]
fn every_form_of_every_valid_number_is_read_back() {
    let both = |prefixes: &[u32]| {
        for prefix in prefixes {
            for number in prefix * 10_000_000..(prefix + 1) * 10_000_000 {
                let phone = Phone::new(number).unwrap();
                assert_eq!(Phone::parse(phone.e164().as_str()), Ok(phone));
                assert_eq!(Phone::parse(phone.mtn_wire().as_str()), Ok(phone));
                assert_eq!(Phone::parse(phone.airtel_wire().as_str()), Ok(phone));
                assert_eq!(Phone::parse(phone.national().as_str()), Ok(phone));
                // The spaced form takes the long way, so a sample of it is enough here.
                if number % 97 == 0 {
                    assert_eq!(Phone::parse(phone.display().as_str()), Ok(phone));
                }
            }
        }
    };
    thread::scope(|scope| {
        scope.spawn(|| both(&[72, 73]));
        scope.spawn(|| both(&[77, 78, 79]));
    });
}

/// What texts are made of: the forms themselves, and pieces that get into them.
const SEEDS: [&str; 12] = [
    "0788123456",
    "788123456",
    "250788123456",
    "+250788123456",
    "00250788123456",
    "tel:+250788123456",
    "2500788123456",
    "+250 (0) 788 123 456",
    "0728-123.456",
    "\u{200e}0778123456\u{200f}",
    "0708123456",
    "+254712345678",
];
const PIECES: [&str; 34] = [
    "0",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "9",
    "00",
    "250",
    "+",
    "-",
    ".",
    " ",
    "(",
    ")",
    "\u{a0}",
    "\u{200e}",
    "\u{200f}",
    "tel:",
    "x",
    "O",
    "/",
    ":",
    ";",
    "\0",
    "\n",
    "\u{661}",
    "\u{ff10}",
    "\u{2079}",
    "\u{301}",
    "\u{1d7ce}",
];

/// A small generator, so that a run is the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound).unwrap()).unwrap()
    }
}

fn mutated(random: &mut Random, text: &mut String) {
    text.clear();
    text.push_str(SEEDS[random.below(SEEDS.len())]);
    for _ in 0..random.below(4) {
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let at = random.below(places.len());
        match random.below(3) {
            0 => text.insert_str(places[at], PIECES[random.below(PIECES.len())]),
            1 if at + 1 < places.len() => drop(text.remove(places[at])),
            _ if at + 1 < places.len() => {
                text.replace_range(places[at]..places[at + 1], PIECES[random.below(PIECES.len())]);
            }
            _ => {}
        }
    }
}

fn agree(seed: u64, texts: u32) {
    let (mut random, mut text, mut valid) = (Random(seed), String::new(), 0_u32);
    for _ in 0..texts {
        mutated(&mut random, &mut text);
        let found = Phone::parse(&text).map(Phone::get);
        assert_eq!(found, reference_phone::parse(&text), "{text:?}");
        valid += u32::from(found.is_ok());
    }
    // The mutations must not have left only rubbish or only good numbers.
    assert!((texts / 10..texts / 10 * 9).contains(&valid), "{valid} of {texts} were numbers");
}

#[test]
fn the_plain_rules_agree_on_mutated_texts() {
    agree(0x9e37_79b9_7f4a_7c15, 100_000);
}

#[test]
#[ignore = "20,000,000 texts: seconds under --profile proof, minutes otherwise"]
fn the_plain_rules_agree_on_many_mutated_texts() {
    thread::scope(|scope| {
        scope.spawn(|| agree(0x0123_4567_89ab_cdef, 10_000_000));
        scope.spawn(|| agree(0xfedc_ba98_7654_3210, 10_000_000));
    });
}
