"""A stranger compares names as recipients do, and judges what is told of members that told two
stories, from docs/protocol.md alone.

    python check_contradiction.py [VECTORS]      needs cryptography >= 50 and cbor2

Ends in "N passed, M failed"; exits 1 on a failure.
"""

import pathlib
import sys

import cbor2

from check_evidence import (
    Refused,
    Tally,
    check_inclusion,
    check_note,
    demand,
    leaf_entry,
    sha256,
    unhex,
)

PUBLISHED = 1


def encode(value):
    return cbor2.dumps(value, canonical=True)


def check_names(case, file):
    network, salt = unhex(file["network"]), unhex(case["salt"])
    name = [case["owner"], unhex(case["id"].replace("-", "")), case["revision"]]
    key = [network, [case["asker"], case["asked"]], salt]
    content_id = unhex(case["content_id"])
    said = [encode([network, name]), encode([key, name]), encode([key, name, content_id])]
    demand(said == [unhex(case[of]) for of in ("tag_cbor", "mark_cbor", "check_cbor")], "DLV-26")
    tag = sha256(b"amana/1/disclosed-tag", said[0])[:2]
    demand(int.from_bytes(tag, "big") == case["tag"], "tag")
    demand(sha256(b"amana/1/disclosed-name", said[1]).hex() == case["mark"], "mark")
    demand(sha256(b"amana/1/disclosed-content", said[2]).hex() == case["check"], "check")


def log_of(note, file):
    origin = note.partition("\n")[0]
    log = next((log for log in file["logs"] if log["origin"] == origin), None)
    demand(log is not None, "WIT-01")
    return log


def check_evidence(evidence, file):
    """Whose leaf it is, and which."""
    demand(evidence["network"] == unhex(file["network"]), "WIT-01")
    log = log_of(evidence["checkpoint"], file)
    size, root, _ = check_note(evidence["checkpoint"], log)
    subject, salt = encode(evidence["subject"]), evidence["salt"]
    demand(list(evidence["subject"]) == ["published"], "no other is in the vectors")
    entry = leaf_entry(evidence["network"], log["origin"], PUBLISHED, salt, subject)
    leaf, place = sha256(b"\x00", entry), evidence["index"]
    check_inclusion(leaf, place, size, evidence["inclusion"], root)
    return log["origin"], entry


def part_digest(part, salts, place):
    if "d" in part:
        return part["d"]
    if "seed" in salts:
        salt = sha256(b"amana/1/salt", salts["seed"], bytes([place]))
    else:
        salt = salts["each"][place]
    return sha256(b"amana/1/part", salt, part["p"])


def check_statement(statement, file):
    """The name and the content id that a statement proves."""
    header, (parts, salts) = statement["record"]
    digests = [part_digest(part, salts, place) for place, part in enumerate(parts)]
    content_id = sha256(b"\x82", header, encode(digests))
    subject = {"published": {"content_id": content_id}}
    demand(statement["evidence"]["subject"] == subject, "WIT-01")
    origin, _ = check_evidence(statement["evidence"], file)
    named = [cbor2.loads(part["p"])[0] for part in parts if "p" in part]
    demand(all(name == "recipients" for name in named), "WIT-01")
    network, owner, record_id, revision = cbor2.loads(header)[1][:4]
    ours = network == unhex(file["network"]) and origin == f"amana.invalid/log/{owner}"
    demand(ours, "WIT-01")
    return (owner, record_id, revision), content_id


def judge(kind, one, other, file):
    if kind == "heads":
        log = log_of(one, file)
        (size, root, _), (same, another, _) = check_note(one, log), check_note(other, log)
        demand(size == same and root != another, "WIT-01")
    elif kind == "leaves":
        (log, leaf), (same, another) = check_evidence(one, file), check_evidence(other, file)
        demand(log == same and one["index"] == other["index"] and leaf != another, "WIT-01")
    else:
        (name, said), (same, another) = check_statement(one, file), check_statement(other, file)
        demand(name == same and said != another, "WIT-01")


def check_proof(case, file):
    ((kind, (one, other)),) = cbor2.loads(unhex(case["proof"])).items()
    try:
        judge(kind, one, other, file)
    except Refused:
        raise Refused("WIT-01") from None


def main():
    default = pathlib.Path(__file__).resolve().parents[2] / "vectors"
    tally = Tally(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else default)
    file = tally.read("disclosed.json")
    for case in file["cases"]:
        tally.expect("names", case, check_names, case, file)
    file = tally.read("contradiction.json")
    for case in file["cases"]:
        tally.expect("contradiction", case, check_proof, case, file)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
