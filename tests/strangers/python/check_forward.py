"""A stranger reads what forwards carry, from docs/protocol.md alone.

    python check_forward.py [VECTORS]      needs cryptography >= 50 and cbor2

Ends in "N passed, M failed"; exits 1 on a failure.
"""

import base64
import pathlib
import sys

import cbor2

from check_evidence import Refused, Tally, check_inclusion, check_note, demand, leaf_entry
from check_evidence import read_directory, sha256, unhex
from open_pouch import AHEAD_MS_MAX, content_id

PUBLISHED = 1


def proven(original, log, network):
    packed, salt, index, note, path = original
    size, root, _ = check_note(note, log)
    named = content_id(packed)
    subject = cbor2.dumps({"published": {"content_id": named}}, canonical=True)
    entry = leaf_entry(network, log["origin"], PUBLISHED, salt, subject)
    check_inclusion(sha256(b"\x00", entry), index, size, path, root)
    return named


def check_original(case, file, directory, network):
    name, original = cbor2.loads(unhex(case["part"]))
    demand(name == "original", "FWD-01")
    header, [parts, _] = original[0]
    demand(all("p" in part for part in parts), "FWD-01")
    (of, owner, *_), (created, *_) = (cbor2.loads(header)[place] for place in (1, 3))
    demand(of == network, "VER-10")
    demand(created <= file["now"] + AHEAD_MS_MAX, "VER-13")
    member = next(one for one in directory["members"] if one["code"] == owner)
    key = member["logs"][-1]["key"]
    log = {field: key[field].hex() for field in ("ed25519", "ml_dsa_44")}
    try:
        named = proven(original, log | {"origin": key["origin"]}, network)
    except Refused:
        raise Refused("FWD-03") from None
    demand(named.hex() == file["content_id"], "another record")


def main():
    default = pathlib.Path(__file__).resolve().parents[2] / "vectors"
    tally = Tally(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else default)
    head = tally.read("directory.json")["heads"][0]
    directory, network = read_directory(base64.b64decode(head["bytes"]))
    file = tally.read("forward.json")
    for case in file["cases"]:
        tally.expect("forward", case, check_original, case, file, directory, network)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
