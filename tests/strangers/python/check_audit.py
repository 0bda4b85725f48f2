"""A stranger checks lines of an audit, as `amana audit export` writes them, by docs/audit.md.

Each line against the root of its minute, each minute against the log, the checkpoint with both
signatures, and the keys against a directory whose head the reader knows; then the same file with
one thing changed at a time.

    python check_audit.py [VECTORS]        needs cryptography >= 50 and cbor2
    python check_audit.py --file FILE DIRECTORY-HEAD

Ends in "N passed, M failed"; exits 1 on a failure.
"""

import copy
import json
import pathlib
import sys

import cbor2

from check_evidence import Refused, Tally, check_inclusion, check_note, demand, leaf_entry
from check_evidence import read_directory, sha256, unhex

AUDIT_LEAF = 14
TREE_DEPTH = 20
FORMAT = "amana/1/audit-lines"


def log_of(file, head):
    """The log's key, from the directory in the file: only one with the known head counts."""
    directory, digest = read_directory(unhex(file["directory"]))
    demand(digest.hex() == head, "directory")
    demand((directory["first"] or digest).hex() == file["network"], "network")
    member = next((one for one in directory["members"] if one["code"] == file["node"]), None)
    demand(member, "node")
    key = member["logs"][0]["key"]
    return {name: key[name] if name == "origin" else key[name].hex() for name in key}


def minute_root(file, minute, log, size, root):
    """The root of a minute, once it is proven to stand in the log."""
    fields = {"minute": minute["minute"], "root": unhex(minute["root"])}
    subject = cbor2.dumps({"audit": fields}, canonical=True)
    network, salt = unhex(file["network"]), unhex(minute["salt"])
    entry = leaf_entry(network, log["origin"], AUDIT_LEAF, salt, subject)
    proof = [unhex(one) for one in minute["inclusion"]]
    check_inclusion(sha256(b"\x00", entry), minute["index"], size, proof, root)
    return fields["root"]


def check_line(line, root):
    entry, place = unhex(line["entry"]), line["index"]
    demand(len(line["path"]) == TREE_DEPTH and place < 1 << TREE_DEPTH, "path")
    top = sha256(b"amana/1/audit", entry)
    for level, sibling in enumerate(line["path"]):
        pair = (top, unhex(sibling))
        left, right = reversed(pair) if place >> level & 1 else pair
        top = sha256(b"amana/1/audit-node", left, right)
    demand(top == root, "path")
    _salt, event = cbor2.loads(entry)
    return event


def check(file, head):
    """What the lines say, or which check refused."""
    try:
        demand(file["format"] == FORMAT and file["lines"], "format")
        log = log_of(file, head)
        size, root, _ = check_note(file["checkpoint"], log)
        roots = {}
        for minute in file["minutes"]:
            roots[minute["minute"]] = minute_root(file, minute, log, size, root)
        demand(all(line["minute"] in roots for line in file["lines"]), "minute")
        return [check_line(line, roots[line["minute"]]) for line in file["lines"]]
    except (KeyError, ValueError, OverflowError) as broken:
        raise Refused(f"broken: {broken}") from None


def changed(file, at, to):
    file = copy.deepcopy(file)
    *way, last = [int(part) if part.isdigit() else part for part in at.split("/")[1:]]
    inside = file
    for part in way:
        inside = inside[part]
    inside[last] = to
    return file


def check_case(case, vectors):
    file = case.get("file", vectors["file"])
    if "at" in case:
        file = changed(file, case["at"], case["to"])
    try:
        check(file, vectors["directory_head"])
    except Refused:
        raise Refused("refused") from None


def run_vectors(folder):
    tally = Tally(folder)
    vectors = tally.read("audit.json")
    for case in vectors["cases"]:
        tally.expect("audit", case, check_case, case, vectors)
    return tally.close()


def run_file(path, head):
    try:
        events = check(json.loads(pathlib.Path(path).read_text(encoding="utf-8")), head)
    except Refused as refused:
        print(f"refused: {refused}\n0 passed, 1 failed")
        return 1
    for event in events:
        print(event["at"], event["deed"], event["by"] or "nobody", event["about"])
    print(f"{len(events)} passed, 0 failed")
    return 0


def main():
    if sys.argv[1:2] == ["--file"]:
        return run_file(sys.argv[2], sys.argv[3])
    default = pathlib.Path(__file__).resolve().parents[2] / "vectors"
    return run_vectors(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else default)


if __name__ == "__main__":
    sys.exit(main())
