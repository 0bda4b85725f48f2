"""A stranger reads bundles and answers that were carried back, from docs/protocol.md alone.

    python check_bundle.py [VECTORS]      needs cryptography >= 50 and cbor2

Ends in "N passed, M failed"; exits 1 on a failure.
"""

import base64
import pathlib
import sys

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from check_evidence import Refused, Tally, demand, sha256, unhex
from open_pouch import POUCH_BYTES_MAX, decode, moment, padme

FIRST_LINE = b"amana bundle 1\n"
ITEMS_MAX, JOINS_MAX, HASHES_MAX = 4_096, 64, 128
ANSWER_BYTES_MAX = 64 * 1024
DAY_MS = 24 * 3_600_000


def shaped(value, *kinds):
    demand(isinstance(value, list) and len(value) == len(kinds), "DLV-16")
    demand(all(isinstance(one, kind) for one, kind in zip(value, kinds)), "DLV-16")
    return value


def read_bundle(bundle):
    demand(bundle.startswith(FIRST_LINE) and len(bundle) >= len(FIRST_LINE) + 32, "DLV-16")
    content, digest = bundle[len(FIRST_LINE) : -32], bundle[-32:]
    demand(sha256(b"amana/1/bundle", FIRST_LINE, content) == digest, "DLV-17")
    header, pouches, answers, joins = shaped(decode(content, "DLV-16"), dict, list, list, list)
    demand(len(pouches) <= ITEMS_MAX and len(answers) <= ITEMS_MAX, "DLV-16")
    demand(len(joins) <= JOINS_MAX, "DLV-16")
    for join in joins:
        old, new, hashes = shaped(join, int, int, list)
        demand(old < new and len(hashes) <= HASHES_MAX, "DLV-16")
    for pouch in pouches:
        demand(len(pouch) <= POUCH_BYTES_MAX, "DLV-16")
        outer, _ = shaped(decode(pouch, "DLV-16"), bytes, bytes)
        outer = decode(outer, "DLV-16")
        same = all(outer[field] == header[field] for field in ("network", "sender", "recipient"))
        demand(same, "DLV-16")
    for answer in answers:
        demand(len(answer) <= ANSWER_BYTES_MAX, "DLV-16")
        shaped(decode(answer, "DLV-16"), bytes, bytes, bytes)
    return header, len(pouches), len(answers), len(joins)


def check_bundle(case, reader):
    header, *counts = read_bundle(base64.b64decode(case["bundle"]))
    told = {**reader, **case}
    mine = (unhex(told["network"]), told["me"]) == (header["network"], header["recipient"])
    demand(mine, "DLV-18")
    end = moment(header["last_day"] + "T00:00:00Z") + DAY_MS
    demand(moment(told["now"]) < end, "DLV-19")
    demand(counts == [case["pouches"], case["answers"], case["joins"]], "counts")


def check_answer(case):
    answer = unhex(case["answer"])
    demand(0 < len(answer) <= ANSWER_BYTES_MAX, "DLV-20")
    about, fresh, sealed = decode(answer, "DLV-20")
    network, pouch_id = unhex(case["network"]), unhex(case["pouch_id"])
    demand(about == pouch_id, "DLV-20")
    key = sha256(b"amana/1/answer", unhex(case["salt"]), fresh)
    aad = b"amana/1/answer" + network + pouch_id
    try:
        plain = ChaCha20Poly1305(key).decrypt(bytes(12), sealed, aad)
    except InvalidTag:
        raise Refused("DLV-20") from None
    length = int.from_bytes(plain[:4], "big")
    demand(padme(length + 4) == len(plain) and not any(plain[4 + length :]), "DLV-20")
    demand(plain[4 : 4 + length].decode() == case["said"], "said")


def main():
    default = pathlib.Path(__file__).resolve().parents[2] / "vectors"
    tally = Tally(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else default)
    file = tally.read("bundle.json")
    for case in file["cases"]:
        tally.expect("bundle", case, check_bundle, case, file["reader"])
    for case in file["answers"]:
        tally.expect("answer", case, check_answer, case)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
