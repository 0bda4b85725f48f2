"""Programs of the formats' own projects read what Amana writes: stix2, followthemoney, pymisp.

Run by `cargo xtask test strangers`; reads tests/vectors/exchange.* and ends in its count.
"""

import json
import sys
from pathlib import Path

VECTORS = Path(__file__).resolve().parents[2] / "vectors"


class Tally:
    """Checks passed and failed."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def expect(self, holds, why):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print(f"failed: {why}")


def check_stix(tally):
    import stix2

    text = (VECTORS / "exchange.stix.json").read_text()
    bundle = stix2.parse(text, allow_custom=False)
    kinds = {one["type"] for one in bundle["objects"]}
    tally.expect({"identity", "incident", "location"} <= kinds, f"kinds {kinds}")
    known = {one["id"] for one in bundle["objects"]}
    for one in bundle["objects"]:
        for name in ("created_by_ref", "source_ref", "target_ref"):
            tally.expect(one.get(name, one["id"]) in known, f"{one['id']} {name} leads nowhere")


def check_ftm(tally):
    from followthemoney import model

    for line in (VECTORS / "exchange.ftm.jsonl").read_text().splitlines():
        raw = json.loads(line)
        entity = model.get_proxy(raw, cleaned=False)
        for name, values in raw["properties"].items():
            tally.expect(len(entity.get(name)) == len(values), f"{raw['schema']} {name} {values}")


def check_misp(tally):
    from pymisp import MISPEvent

    for one in json.loads((VECTORS / "exchange.misp.json").read_text())["response"]:
        event = MISPEvent()
        event.from_dict(**one["Event"])
        person = event.get_objects_by_name("person")[0]
        tally.expect(len(person.attributes) == len(one["Event"]["Object"][0]["Attribute"]),
                     "attributes of a person")
        tally.expect(any(tag.name == "tlp:amber" for tag in event.tags), "the marking")


def main():
    tally = Tally()
    for check in (check_stix, check_ftm, check_misp):
        try:
            check(tally)
        except Exception as error:  # noqa: BLE001 - whatever a reader objects to has failed
            tally.expect(False, f"{check.__name__}: {type(error).__name__}: {error}")
    print(f"{tally.passed} passed, {tally.failed} failed")
    sys.exit(1 if tally.failed else 0)


if __name__ == "__main__":
    main()
