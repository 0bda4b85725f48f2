"""Reads what members say to each other beside pouches, without code of Amana.

Every frozen message is deterministic CBOR and says what stands beside it.
"""

import pathlib
import sys

import cbor2

from check_evidence import Tally, demand


def plain(value):
    """A value of the file, with its byte strings."""
    if isinstance(value, dict):
        if set(value) == {"hex"}:
            return bytes.fromhex(value["hex"])
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value


def check_message(case):
    encoded, value = bytes.fromhex(case["bytes"]), plain(case["value"])
    demand(cbor2.loads(encoded) == value, "another value")
    demand(cbor2.dumps(value, canonical=True) == encoded, "not deterministic")


def main():
    default = pathlib.Path(__file__).resolve().parents[2] / "vectors"
    tally = Tally(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else default)
    for case in tally.read("message.json")["cases"]:
        if "bytes" in case:
            tally.expect("message", case, check_message, case)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
