from __future__ import annotations

import dataclasses
import json
import pathlib
import pickle
from decimal import Decimal

import pytest

import rwandapay
from rwandapay import InvalidInputError, Phone, Provider, Rwf, RwandaPayError, francs, quote, references, states
from rwandapay.core import call
from rwandapay.errors import KINDS, error_of

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("amount", [5000, "5000", "5000.00", Decimal("5000"), Decimal("5E3"), Decimal("5000.00")])
def test_an_amount_is_exact(amount: object) -> None:
    assert francs(amount) == 5000  # type: ignore[arg-type]


@pytest.mark.parametrize("amount", [5000.0, True, None, b"5000", [5000]])
def test_what_is_no_exact_number_is_refused_with_a_hint(amount: object) -> None:
    with pytest.raises(TypeError, match="write 5000"):
        francs(amount)  # type: ignore[arg-type]


@pytest.mark.parametrize("amount", ["5000.5", Decimal("0.5"), -1, "", "5,000", "\u0665", Decimal("NaN"), 2**60])
def test_an_amount_that_is_none_is_refused(amount: object) -> None:
    with pytest.raises(InvalidInputError):
        francs(amount)  # type: ignore[arg-type]


def test_a_phone_shows_itself_masked_and_survives_pickling() -> None:
    phone = Phone.parse("+250 788 123 456")
    assert (phone.e164, phone.provider) == ("+250788123456", "MTN")
    assert "788123456" not in repr(phone) + str(phone)
    assert pickle.loads(pickle.dumps(phone)) == phone
    assert len({phone, Phone.parse("0788123456")}) == 1
    with pytest.raises(TypeError):
        Phone.parse(788123456)  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        phone.e164 = "x"  # type: ignore[misc]


def test_a_quote_adds_up() -> None:
    for amount in (100, 5000, 999_999, 1_000_000):
        found = quote(amount)
        assert found.fee + found.net_amount == found.amount == amount
    with pytest.raises(InvalidInputError):
        quote(99)


def test_every_error_of_the_table_becomes_an_exception_of_its_kind() -> None:
    cases = json.loads((ROOT / "tests/vectors/errors.json").read_text())["cases"]
    rows = [case["out"] for case in cases if case["op"] == "error.describe" and case["result"] == "valid"]
    assert len(rows) > 80
    assert {row["kind"] for row in rows} | {"unknown_outcome"} == set(KINDS)
    for row in rows:
        error = error_of({"code": row["name"], "kind": row["kind"], "message": "x"})
        assert type(error) is KINDS[row["kind"]]
        assert isinstance(error, RwandaPayError)
        copy = pickle.loads(pickle.dumps(error))
        assert (copy.code, type(copy)) == (row["name"], type(error))


def test_a_kind_that_is_newer_than_this_package_is_still_caught() -> None:
    assert type(error_of({"code": "x", "kind": "novel", "message": "m"})) is RwandaPayError


def test_an_unknown_operation_is_an_error() -> None:
    with pytest.raises(RwandaPayError):
        call("no.such")
    assert "RwandaPay" in rwandapay.__all__


def test_francs_add_up_and_never_fall_below_nothing() -> None:
    assert Rwf.of("5000.00") == Rwf.of(Decimal("5000")) == Rwf(5000)
    assert str(Rwf.of(1_000_000)) == "1,000,000 RWF"
    assert sorted([Rwf.of(7), Rwf.of(3)]) == [Rwf(3), Rwf(7)]
    assert {Rwf.of(5): "a"}[Rwf.of("5")] == "a"
    with pytest.raises(InvalidInputError) as caught:
        Rwf.of(3) - Rwf.of(5)
    assert caught.value.code == "amount_negative"
    for wrong in (5000.0, True, None):
        with pytest.raises(TypeError):
            Rwf.of(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "value", [Rwf.of(5000), Phone.parse("0788123456"), quote(5000), states.transition("payment", "pending", "succeed")]
)
def test_a_value_is_frozen_and_comes_back_from_a_pickle(value: object) -> None:
    again = pickle.loads(pickle.dumps(value))
    assert again == value and hash(again) == hash(value) and repr(again) == repr(value)
    with pytest.raises(AttributeError):
        setattr(value, dataclasses.fields(value)[0].name, 1)  # type: ignore[arg-type]


def test_states_providers_and_references_are_those_of_the_core() -> None:
    with pytest.raises(RwandaPayError) as caught:
        states.transition("payment", "failed", "expire")
    assert caught.value.code == "transition_not_allowed"
    assert states.is_stale(1, 2) and not states.is_stale(2, 1)
    assert Provider.of(Phone.parse("0788123456")) is Provider.MTN
    assert Provider.MTN == "MTN"
    assert references.parse("lookup", "INV-001").owner == "theirs"
    assert Phone.parse("0733123456").to_dict()["e164"] == "+250733123456"
