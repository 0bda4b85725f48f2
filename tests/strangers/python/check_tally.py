"""A stranger sums up lanes, from docs/protocol.md alone.

    python check_tally.py [VECTORS]      needs cbor2

Ends in "N passed, M failed"; exits 1 on a failure.
"""

import pathlib
import sys

import cbor2

from check_evidence import Tally, demand, sha256, unhex

FAN = 64


def entry(number):
    return bytes(32) if number % 7 == 0 else sha256(number.to_bytes(8, "big"))


def part(level, index):
    if level == 0:
        return entry(index + 1)
    below = [part(level - 1, index * FAN + at) for at in range(FAN)]
    return sha256(b"amana/1/tally", bytes([level]), *below)


def fewest(first, last):
    """The fewest parts that are the numbers from the first to the last."""
    at = first - 1
    while at < last:
        level = 0
        while at % FAN ** (level + 1) == 0 and at + FAN ** (level + 1) <= last:
            level += 1
        yield level, at // FAN**level
        at += FAN**level


def check_part(case):
    level, index = case["level"], case["index"]
    demand(case["first"] == index * FAN**level + 1, "first")
    demand(case["last"] == (index + 1) * FAN**level, "last")
    demand(unhex(case["digest"]) == part(level, index), "digest")


def check_sum(case, file):
    first, last, count = case["first"], case["last"], case["count"]
    route = [file["sender"], file["recipient"], case["lane"]]
    what = [unhex(file["network"]), route, [first, last], count]
    head = cbor2.dumps(what, canonical=True)
    demand(sum(any(entry(number)) for number in range(first, last + 1)) == count, "DLV-25")
    demand(head == unhex(case["cbor"]), "cbor")
    parts = [part(level, index) for level, index in fewest(first, last)]
    demand(sha256(b"amana/1/tally-lane", head, *parts) == unhex(case["digest"]), "DLV-25")


def main():
    default = pathlib.Path(__file__).resolve().parents[2] / "vectors"
    tally = Tally(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else default)
    file = tally.read("tally.json")
    for case in file["parts"]:
        tally.expect("part", case, check_part, case)
    for case in file["sums"]:
        tally.expect("sum", case, check_sum, case, file)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
