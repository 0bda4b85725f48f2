"""A stranger's reading of Amana's log, from docs/protocol.md alone, with no code of Amana's.

Runs every frozen vector of the log (leaf, merkle, shared_proof, note, evidence), both signature
algorithms included, and of the directory, and compares each outcome with the rule it names. It is
long because it shares nothing with anybody: one file is all that a stranger has to read.

    python check_evidence.py [VECTORS]        needs cryptography >= 50 and cbor2

Ends in "N passed, M failed"; exits 1 on a failure.
"""

import base64
import hashlib
import json
import pathlib
import re
import sys

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

NOTE_BYTES_MAX = 8 * 1024
LEAVES_MAX = 1024
EMPTY_ROOT = hashlib.sha256().digest()


class Refused(Exception):
    """A numbered check refused."""


def demand(good, rule):
    if not good:
        raise Refused(rule)


def sha256(*pieces):
    return hashlib.sha256(b"".join(pieces)).digest()


def unhex(digits):
    return bytes.fromhex(digits)


def u64(number):
    return number.to_bytes(8, "big")


# Merkle tree, RFC 6962 and RFC 9162, section 2.1.


def node(left, right):
    return sha256(b"\x01", left, right)


def check_inclusion(leaf, index, size, proof, root):
    demand(index < size and len(proof) <= 64, "VER-16")
    place, last, top = index, size - 1, leaf
    for sibling in proof:
        demand(last > 0, "VER-16")
        if place & 1 or place == last:
            top = node(sibling, top)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            top = node(top, sibling)
        place, last = place >> 1, last >> 1
    demand(last == 0 and top == root, "VER-16")


def is_consistent(old, old_root, new, new_root, proof):
    if old > new:
        return False
    if old in (0, new):
        return not proof and (old_root == new_root if old else old_root == EMPTY_ROOT)
    path = list(proof)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old_top = new_top = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old_top, new_top = node(sibling, old_top), node(sibling, new_top)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new_top = node(new_top, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and old_top == old_root and new_top == new_root


def check_consistency(*heads_and_proof):
    demand(is_consistent(*heads_and_proof), "VER-06")


def shared_root(encoded, leaves):
    """Size of the tree, indices and root that a shared proof leads to."""
    try:
        proof = cbor2.loads(encoded)
    except cbor2.CBORDecodeError:
        raise Refused("VER-07") from None
    size, indices, hashes = proof["size"], proof["indices"], proof["hashes"]
    ascend = all(a < b for a, b in zip(indices, indices[1:]))
    demand(ascend and 0 < len(indices) <= LEAVES_MAX and indices[-1] < size, "VER-07")
    demand(len(indices) == len(leaves) and len(hashes) % 32 == 0, "VER-07")
    missing = iter(hashes[at : at + 32] for at in range(0, len(hashes), 32))
    known = dict(zip(indices, leaves))

    def climb(start, width):
        if not any(start <= index < start + width for index in indices):
            above = next(missing, None)
            demand(above is not None, "VER-07")
            return above
        if width == 1:
            return known[start]
        half = 1 << (width - 1).bit_length() - 1
        left = climb(start, half)
        return node(left, climb(start + half, width - half))

    root = climb(0, size)
    demand(next(missing, None) is None, "VER-07")
    return size, indices, root


def check_shared(encoded, leaves, root):
    demand(shared_root(encoded, leaves)[2] == root, "VER-07")


# Signed note and checkpoint, C2SP.


def strict_base64(text, rule="VER-01"):
    try:
        decoded = base64.b64decode(text, validate=True)
    except ValueError:
        raise Refused(rule) from None
    demand(base64.b64encode(decoded).decode() == text, rule)
    return decoded


def split_note(note, bytes_max=NOTE_BYTES_MAX):
    demand(len(note.encode()) <= bytes_max, "VER-01")
    text, empty, lines = note.rpartition("\n\n")
    printable = not re.search(r"[\x00-\x09\x0b-\x1f]", note)
    demand(empty and printable and lines.endswith("\n"), "VER-01")
    found = []
    for line in lines[:-1].split("\n"):
        match = re.fullmatch(r"— ([^ ]+) (\S+)", line)
        demand(match, "VER-01")
        signature = strict_base64(match[2])
        demand(len(signature) >= 4, "VER-01")
        found.append((match[1], signature[:4], signature[4:]))
    return text + "\n", found


def read_head(text, origin):
    match = re.fullmatch(r"([^\n]*)\n(0|[1-9][0-9]{0,19})\n([^\n]+)\n", text)
    demand(match, "VER-01")
    size, root = int(match[2]), strict_base64(match[3])
    demand(len(root) == 32 and size < 1 << 64, "VER-01")
    demand(match[1] == origin, "VER-04")
    return size, root


def key_id(name, kind, public):
    return sha256(name.encode(), b"\n", bytes([kind]), public)[:4]


def verifies(key, signature, message):
    try:
        key.verify(signature, message)
    except InvalidSignature:
        return False
    return True


def check_note(note, log):
    """The head and the second at which it was signed."""
    return check_lines(*split_note(note), log)


def check_lines(text, lines, log):
    origin = log["origin"]
    size, root = read_head(text, origin)
    ed25519, ml_dsa = unhex(log["ed25519"]), unhex(log["ml_dsa_44"])
    known = [(origin, key_id(origin, 1, ed25519)), (origin, key_id(origin, 6, ml_dsa))]
    demand([line[:2] for line in lines] == known, "VER-02")
    first, second = lines[0][2], lines[1][2]
    key = Ed25519PublicKey.from_public_bytes(ed25519)
    demand(verifies(key, first, text.encode()) and len(second) >= 8, "VER-03")
    seconds = int.from_bytes(second[:8], "big")
    demand(0 < seconds <= (2**63 - 1) // 1000, "VER-05")
    name = bytes([len(origin.encode())]) + origin.encode()
    signed = b"subtree/v1\n\0" + name + u64(seconds) + name + u64(0) + u64(size) + root
    key = MLDSA44PublicKey.from_public_bytes(ml_dsa)
    demand(verifies(key, second[8:], signed), "VER-05")
    return size, root, seconds


# Leaves and evidence.


def leaf_entry(network, origin, number, salt, subject):
    """The 32 bytes that enter a log; `subject` is its det-CBOR."""
    name, kind = origin.encode(), bytes([number])
    length = bytes([len(name)])
    return sha256(b"amana/1/leaf", network, length, name, kind, salt, sha256(subject))


def check_evidence(case, file):
    evidence = case["evidence"]
    demand(evidence["network"] == file["network"], "VER-17")
    origin = evidence["checkpoint"].partition("\n")[0]
    log = next((log for log in file["logs"] if log["origin"] == origin), None)
    demand(log is not None, "VER-17")
    size, root, seconds = check_note(evidence["checkpoint"], log)
    demand(seconds == file["signed_at_seconds"], "another time")
    network, salt = unhex(evidence["network"]), unhex(evidence["salt"])
    entry = leaf_entry(network, origin, case["number"], salt, unhex(case["subject_cbor"]))
    proof = [unhex(one) for one in evidence["inclusion"]]
    check_inclusion(sha256(b"\x00", entry), evidence["index"], size, proof, root)


def check_proof_text(text, case, file):
    """C2SP tlog-proof: the first case of evidence.json, exported."""
    proof, _, note = text.partition("\n\n")
    header, index, *hashes = proof.split("\n")
    demand(header == "c2sp.org/tlog-proof@v1" and index.startswith("index "), "tlog-proof")
    proof = [strict_base64(one).hex() for one in hashes]
    read = {"index": int(index[6:]), "inclusion": proof, "checkpoint": note}
    check_evidence(dict(case, evidence=dict(case["evidence"], **read)), file)


def check_leaf(case, network):
    subject, salt = unhex(case["subject_cbor"]), unhex(case["salt"])
    demand(sha256(subject).hex() == case["subject_digest"], "subject")
    demand(list(cbor2.loads(subject)) == [case["name"]], "subject's type")
    entry = leaf_entry(network, case["origin"], case["number"], salt, subject)
    demand(entry.hex() == case["entry"], "entry")
    demand(sha256(b"\x00", entry).hex() == case["leaf_hash"], "leaf hash")


# The directory.


DAY_MS = 86_400_000


def digest_of(body):
    return sha256(b"amana/1/directory", body)


def read_directory(encoded):
    """Body and digest of a head whose stewards' signatures suffice."""
    try:
        body, signatures = cbor2.loads(encoded)
        directory = cbor2.loads(body)
    except cbor2.CBORDecodeError:
        raise Refused("DIR-01") from None
    check_directory(directory)
    digest = digest_of(body)
    signed, signers = b"amana/1/directory-signature" + digest, set()
    for place, first, second in signatures:
        demand(place < len(directory["stewards"]) and place not in signers, "DIR-03")
        key = directory["stewards"][place]["key"]
        ed25519 = Ed25519PublicKey.from_public_bytes(key["ed25519"])
        ml_dsa = MLDSA44PublicKey.from_public_bytes(key["ml_dsa_44"])
        good = verifies(ed25519, first, signed) and verifies(ml_dsa, second, signed)
        demand(good, "DIR-03")
        signers.add(place)
    demand(len(signers) >= directory["threshold"], "DIR-03")
    return directory, digest


def check_directory(directory):
    stewards, threshold = len(directory["stewards"]), directory["threshold"]
    demand(stewards < 2 * threshold <= 2 * stewards, "DIR-01")
    is_first = directory["sequence"] == 1
    chained = [directory[field] is None for field in ("first", "previous")]
    demand(chained == [is_first, is_first], "DIR-01")
    for field in ("origin", "ed25519", "ml_dsa_44"):
        demand(len({one["key"][field] for one in directory["stewards"]}) == stewards, "DIR-01")
    codes = [member["code"] for member in directory["members"]]
    demand(codes == sorted(set(codes)), "DIR-01")
    for member in directory["members"]:
        demand(all(len(month["key"]) == 1216 for month in member["kem"]), "DIR-01")
        logs = [epoch["key"] for epoch in member["logs"]] + [member["root"]]
        sizes = [(len(key["ed25519"]), len(key["ml_dsa_44"])) for key in logs]
        demand(all(size == (32, 1312) for size in sizes), "DIR-01")
        check_epochs(member["logs"])
    for member in directory["members"]:
        relays = member.get("relays", [])
        others = set(codes) - {member["code"]}
        demand(len(set(relays)) == len(relays) <= 4 and set(relays) <= others, "DIR-20")


def check_epochs(logs):
    """Numbered from 1, each later than the one before, with a name and a key of its own."""
    demand([log["epoch"] for log in logs] == list(range(1, len(logs) + 1)), "DIR-06")
    begun = [log["from"] for log in logs]
    demand(bool(logs) and begun == sorted(set(begun)), "DIR-06")
    for part in ("origin", "ed25519"):
        demand(len({log["key"][part] for log in logs}) == len(logs), "DIR-06")


def keeps_epochs(before, after):
    """A listed epoch stays; it may be revoked, once."""
    for old, new in zip(before, after):
        if old["revoked_at"] is None:
            old = old | {"revoked_at": new["revoked_at"]}
        demand(old == new, "DIR-06")
    demand(len(after) >= len(before), "DIR-06")


def check_certificate(before, member, network):
    """Other keys than before: the root has said so since, of all of them."""
    keys = [member[field] for field in KEYS]
    old, new = before.get("certificate"), member.get("certificate")
    if keys == [before[field] for field in KEYS] and old == new:
        return
    demand(new is not None and (old is None or new["at"] > old["at"]), "DIR-09")
    said = cbor2.dumps([new["at"], keys], canonical=True)
    message = b"amana/1/member-keys" + network + said
    ed25519 = Ed25519PublicKey.from_public_bytes(before["root"]["ed25519"])
    ml_dsa = MLDSA44PublicKey.from_public_bytes(before["root"]["ml_dsa_44"])
    demand(verifies(ed25519, new["ed25519"], message), "DIR-09")
    demand(verifies(ml_dsa, new["ml_dsa_44"], message), "DIR-09")


KEYS = ("code", "logs", "kem", "pins")


def accept(held, held_digest, offered):
    directory, digest = read_directory(offered)
    network = held["first"] or held_digest
    demand((directory["first"] or digest) == network, "DIR-02")
    if digest == held_digest:
        return
    follows = directory["sequence"] == held["sequence"] + 1
    demand(follows and directory["previous"] == held_digest, "DIR-04")
    demand(directory["created"] >= held["created"], "DIR-04")
    keys = [steward["key"] for steward in held["stewards"]]
    stay = sum(steward["key"] in keys for steward in directory["stewards"])
    demand(stay >= held["threshold"], "DIR-05")
    after = {member["code"]: member for member in directory["members"]}
    for member in held["members"]:
        found = after.get(member["code"])
        demand(found is not None, "DIR-06")
        keeps_epochs(member["logs"], found["logs"])
        check_certificate(member, found, network)
    lost = 0
    for member in held["members"]:
        lost |= check_root(member, after[member["code"]], network, directory["created"])
    before = {member["code"]: member for member in held["members"]}
    for member in directory["members"]:
        check_standing(before.get(member["code"]), member, after)
    signers = [directory["stewards"][one[0]]["key"] for one in cbor2.loads(offered)[1]]
    demand(len(signers) >= directory["threshold"] + lost, "DIR-03")
    demand(sum(key in keys for key in signers) >= held["threshold"] + lost, "DIR-03")


def check_root(before, after, network, created):
    """Whether a root follows one that did not sign for it."""
    old, new = before["root"], after["root"]
    coming, listed = after.get("next_root"), before.get("next_root")
    word, same_word = after.get("handover"), after.get("handover") == before.get("handover")
    if old == new:
        good = coming is None or coming == listed or coming["listed"] == created
        fields = ("origin", "ed25519", "ml_dsa_44")
        other = coming is None or all(coming["key"][one] != new[one] for one in fields)
        demand(good and other and same_word, "DIR-10")
        return False
    demand(coming is None, "DIR-10")
    said = cbor2.dumps([before["code"], old, new], canonical=True)
    if word and handed_over(old, word, b"amana/1/member-root" + network + said):
        return False
    public = listed and listed["key"] == new and created - listed["listed"] >= 14 * DAY_MS
    demand(public and same_word, "DIR-10")
    return True


def handed_over(root, word, signed):
    ed25519 = Ed25519PublicKey.from_public_bytes(root["ed25519"])
    ml_dsa = MLDSA44PublicKey.from_public_bytes(root["ml_dsa_44"])
    first = verifies(ed25519, word["ed25519"], signed)
    return first and verifies(ml_dsa, word["ml_dsa_44"], signed)


def check_standing(before, member, members):
    over = ("left", "succeeded")
    standing = (member["status"], member.get("successor"))
    if before is not None and before["status"] in over:
        return demand(standing == (before["status"], before.get("successor")), "DIR-08")
    if standing[0] != "succeeded":
        return demand(standing[1] is None, "DIR-08")
    by = members.get(standing[1])
    demand(by and by is not member and by["status"] not in over, "DIR-08")


def check_head(case, heads):
    offered = heads[case["offered"]]
    if "after" in case:
        return accept(*read_directory(heads[case["after"]]), offered)
    directory, digest = read_directory(offered)
    if "first" in case:
        demand(directory["sequence"] == 1, "DIR-02")
    demand(digest.hex() == case.get("first", case.get("pinned")), "DIR-02")


# The run.


class Tally:
    def __init__(self, folder):
        self.folder, self.passed, self.failed = folder, 0, 0

    def read(self, name):
        return json.loads((self.folder / name).read_text(encoding="utf-8"))

    def expect(self, what, case, check, *arguments):
        try:
            check(*arguments)
            seen = "ok"
        except Refused as refused:
            seen = str(refused)
        if seen == case.get("expect", "ok"):
            self.passed += 1
            return
        self.failed += 1
        print(f"FAILED {what}: {case.get('name')}: {seen}, not {case.get('expect', 'ok')}")

    def close(self):
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed or not self.passed else 0


def run_trees(tally):
    file = tally.read("merkle.json")
    for case in file["inclusion"]:
        proof = [unhex(one) for one in case["proof"]]
        arguments = unhex(case["leaf"]), case["index"], case["size"], proof, unhex(case["root"])
        tally.expect("inclusion", case, check_inclusion, *arguments)
    for case in file["consistency"]:
        proof = [unhex(one) for one in case["proof"]]
        roots = unhex(case["old_root"]), unhex(case["new_root"])
        arguments = case["old"], roots[0], case["new"], roots[1], proof
        tally.expect("consistency", case, check_consistency, *arguments)
    for case in tally.read("shared_proof.json")["cases"]:
        leaves = [unhex(one) for one in case["leaves"]]
        arguments = unhex(case["bytes"]), leaves, unhex(case["root"])
        tally.expect("shared proof", case, check_shared, *arguments)


def run_statements(tally):
    file = tally.read("leaf.json")
    for case in file["cases"]:
        tally.expect("leaf", case, check_leaf, case, unhex(file["network"]))
    file = tally.read("note.json")
    for case in file["cases"]:
        tally.expect("note", case, check_note, case["note"], file["log"])
    file = tally.read("evidence.json")
    for case in file["cases"]:
        tally.expect("evidence", case, check_evidence, case, file)
    first = file["cases"][0]
    tally.expect("exported", first, check_proof_text, file["tlog_proof"], first, file)


def run_directories(tally):
    file = tally.read("directory.json")
    heads = {head["name"]: base64.b64decode(head["bytes"]) for head in file["heads"]}
    for case in file["cases"]:
        tally.expect("directory", case, check_head, case, heads)


def main():
    default = pathlib.Path(__file__).resolve().parents[2] / "vectors"
    tally = Tally(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else default)
    run_trees(tally)
    run_statements(tally)
    run_directories(tally)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
