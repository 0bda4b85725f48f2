"""A stranger's reading of cosignatures, from docs/protocol.md alone, with no code of Amana's.

Runs cosignature.json: both of a witness's lines, who the witnesses of a log are, which count, and
whether they are a quorum from two regions.

    python check_cosignature.py [VECTORS]     needs cryptography >= 50 and cbor2

Ends in "N passed, M failed"; exits 1 on a failure.
"""

import pathlib
import sys

from check_evidence import (
    Ed25519PublicKey,
    MLDSA44PublicKey,
    Tally,
    check_lines,
    demand,
    key_id,
    sha256,
    split_note,
    u64,
    unhex,
    verifies,
)

COSIGNED_BYTES_MAX = 64 * 1024
WITNESSES_MAX = 7


def second_of(signature):
    """Seconds and signature of a line that says when it was made."""
    seconds = int.from_bytes(signature[:8], "big")
    good = len(signature) >= 8 and 0 < seconds <= (2**63 - 1) // 1000
    demand(good, "VER-18")
    return seconds, signature[8:]


def short(word):
    return bytes([len(word.encode())]) + word.encode()


def cosigned_at(text, lines, head, key):
    """When a witness cosigned a head; None where both its lines are not there."""
    origin, size, root = head
    name, ed25519, ml_dsa = key["origin"], unhex(key["ed25519"]), unhex(key["ml_dsa_44"])
    seen = []
    for kind, public in ((4, ed25519), (6, ml_dsa)):
        own = [line[2] for line in lines if line[:2] == (name, key_id(name, kind, public))]
        demand(len(own) <= 1, "VER-18")
        seen.append(second_of(own[0]) if own else None)
    first, second = seen
    if first:
        signed = b"cosignature/v1\ntime %d\n" % first[0] + text.encode()
        known = Ed25519PublicKey.from_public_bytes(ed25519)
        demand(verifies(known, first[1], signed), "VER-18")
    if second:
        signed = b"subtree/v1\n\0" + short(name) + u64(second[0]) + short(origin)
        signed += u64(0) + u64(size) + root
        known = MLDSA44PublicKey.from_public_bytes(ml_dsa)
        demand(verifies(known, second[1], signed), "VER-18")
    if not (first and second):
        return None
    demand(first[0] == second[0], "VER-18")
    return first[0]


def witnesses_of(owner, network, members):
    """The owner's witnesses: ranked within each region, then the first of each, the second …"""
    regions = {}
    for member in members:
        if member["code"] != owner:
            rank = sha256(b"amana/1/witness", network, f"{owner}\n{member['code']}".encode())
            regions.setdefault(member["region"], []).append((rank, member["code"]))
    placed = []
    for region, ranked in regions.items():
        for place, (rank, code) in enumerate(sorted(ranked)):
            placed.append((place, rank, code, region))
    return {code: region for _, _, code, region in sorted(placed)[:WITNESSES_MAX]}


def check_cosigned(case, file):
    text, lines = split_note(case["note"], COSIGNED_BYTES_MAX)
    log, own, others = file["log"], lines[:2], lines[2:]
    size, root, _ = check_lines(text, own, log)
    demand(all(line[0] != log["origin"] for line in others), "VER-02")
    witnesses = witnesses_of("XA", unhex(file["network"]), file["members"])
    demand(sorted(witnesses) == sorted(file["witnesses"]), "other witnesses")
    by = []
    for member in file["members"]:
        at = cosigned_at(text, others, (log["origin"], size, root), member["key"])
        from_ = member["from_seconds"]
        in_year = at is not None and from_ - 600 <= at < from_ + 366 * 86400
        if in_year and member["code"] in witnesses:
            by.append(member["code"])
    demand(by == case["by"], f"cosigned by {by}")
    quorum = max(len(witnesses) // 2 + 1, 2)
    enough = len(by) >= quorum and len({witnesses[code] for code in by}) > 1
    demand(case["standing"] == ("witnessed" if enough else "signed"), "another standing")
    demand(quorum == file["quorum"], "another quorum")


def main():
    default = pathlib.Path(__file__).resolve().parents[2] / "vectors"
    tally = Tally(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else default)
    file = tally.read("cosignature.json")
    for case in file["cases"]:
        tally.expect("cosignature", case, check_cosigned, case, file)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
