"""Every vector through the door, counted; the report stands beside those of the other languages."""

from __future__ import annotations

import json
import pathlib

from rwandapay import _native

ROOT = pathlib.Path(__file__).resolve().parents[2]


def test_every_vector() -> None:
    report: dict[str, dict[str, int]] = {}
    wrong: list[str] = []
    for path in sorted((ROOT / "tests" / "vectors").glob("*.json")):
        file = json.loads(path.read_text(encoding="utf-8"))
        cases = file["cases"]
        assert len(cases) == file["vectors"]
        assert len({case["id"] for case in cases}) == len(cases)
        failed = [case["id"] for case in cases if not holds(case)]
        wrong += failed
        report[path.stem] = {"cases": len(cases), "passed": len(cases) - len(failed)}
    folder = ROOT / "target" / "conformance"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "python.json").write_text(json.dumps({"language": "python", "files": report}))
    assert sum(row["cases"] for row in report.values()) > 3_000
    assert wrong == []


def holds(case: dict) -> bool:
    answer = json.loads(_native.call(case["op"], json.dumps(case["in"]).encode("ascii")))
    if case["result"] == "valid":
        return "ok" in answer and same(answer["ok"], case["out"])
    error = answer.get("error", {})
    return error.get("code") == case["error"]["code"] and error.get("field") == case["error"]["field"]


def same(one: object, other: object) -> bool:
    """Equal as JSON: a flag is no number."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and one == other
