"""Programs of the formats' own projects read what Amana writes: stix2, followthemoney, pymisp.

Run by `cargo xtask test strangers`; reads tests/vectors/exchange.* and ends in its count.
"""

import json
import sys
from pathlib import Path

PARTS = {"first-name", "last-name"}
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

    schemas = set()
    for line in (VECTORS / "exchange.ftm.jsonl").read_text().splitlines():
        raw = json.loads(line)
        schemas.add(raw["schema"])
        entity = model.get_proxy(raw, cleaned=False)
        for name, values in raw["properties"].items():
            tally.expect(len(entity.get(name)) == len(values), f"{raw['schema']} {name} {values}")
        required = model.get(raw["schema"]).required
        tally.expect(all(entity.get(name) for name in required), f"{raw['schema']} {required}")
    known = {"Person", "Passport", "Company", "Vehicle", "Vessel", "Airplane", "UserAccount"}
    tally.expect(known <= schemas, f"schemas {schemas}")


def check_misp(tally):
    import pymisp

    templates = Path(pymisp.__file__).parent / "data/misp-objects/objects"
    kinds = set()
    for one in json.loads((VECTORS / "exchange.misp.json").read_text())["response"]:
        event = pymisp.MISPEvent()
        event.from_dict(**one["Event"])
        tally.expect(any(tag.name == "tlp:amber" for tag in event.tags), "the marking")
        for raw, thing in zip(one["Event"]["Object"], event.objects, strict=True):
            kinds.add(thing.name)
            tally.expect(len(thing.attributes) == len(raw["Attribute"]), f"{thing.name} attributes")
            template = json.loads((templates / thing.name / "definition.json").read_text())
            for ours, theirs in (("template_uuid", "uuid"), ("meta-category", "meta-category")):
                tally.expect(raw[ours] == template[theirs], f"{thing.name} {ours}")
            check_relations(tally, thing, template["attributes"])
    known = {"person", "organization", "vehicle", "ftm-Vessel", "ftm-Airplane", "user-account"}
    tally.expect(kinds == known, f"templates {kinds}")


def check_relations(tally, thing, relations):
    """Every attribute is of the template, and stands as often as the template allows."""
    seen = []
    for attribute in thing.attributes:
        relation = relations.get(attribute.object_relation)
        name = f"{thing.name} {attribute.object_relation}"
        tally.expect(relation is not None, f"{name} is not of the template")
        if relation:
            tally.expect(relation["misp-attribute"] == attribute.type, f"{name} {attribute.type}")
            # Several given names stand each for itself, whatever the template says.
            again = attribute.object_relation in seen and attribute.object_relation not in PARTS
            tally.expect(relation.get("multiple") or not again, f"{name} stands twice")
        seen.append(attribute.object_relation)


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
