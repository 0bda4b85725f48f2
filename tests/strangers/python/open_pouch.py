"""A stranger opens pouches made for the vector keys, from docs/protocol.md alone.

X-Wing (ML-KEM-768 with X25519) in HPKE, COSE_Encrypt, the manifest, and every record's content id,
receipt and leaf against the checkpoint with both signatures.

    python open_pouch.py [VECTORS]        needs cryptography >= 50 and cbor2

Ends in "N passed, M failed"; exits 1 on a failure.
"""

import base64
import datetime
import hashlib
import pathlib
import sys

import cbor2
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from check_evidence import Refused, Tally, check_note, demand, is_consistent, leaf_entry
from check_evidence import sha256, shared_root, unhex

POUCH_BYTES_MAX = 4 * 1024 * 1024
ENTRIES_MAX, RECEIPTS_MAX, PARTS_MAX = 256, 512, 8
AHEAD_MS_MAX = 10 * 60 * 1000
ALGORITHM, KEY_ID, IV = 1, 4, 5
CHACHA20_POLY1305, HPKE_X_WING, ENCAPSULATED = 24, -65537, -65538
PUBLISHED, SENT = 1, 10
RECEIPTS = {
    "admitted": 2, "rejected": 3, "delivered": 4, "retrieved": 5,
    "hidden": 6, "erased": 7, "held": 8, "expired": 9,
}
KINDS = {
    "message", "person", "travel-document", "seizure", "notice",
    "recall", "withdraw", "block", "hold", "decision",
}
SUITE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)


def encode(value):
    return cbor2.dumps(value, canonical=True)


def decode(encoded, rule):
    """The value of bytes that are its one encoding."""
    try:
        value = cbor2.loads(encoded)
    except (cbor2.CBORDecodeError, ValueError):
        raise Refused(rule) from None
    demand(encode(value) == encoded, rule)
    return value


class Key:
    """A decapsulation key from its seed of 32 bytes."""

    def __init__(self, seed):
        expanded = hashlib.shake_256(seed).digest(96)
        lattice = MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
        curve = X25519PrivateKey.from_private_bytes(expanded[64:])
        self.private = hpke.MLKEM768X25519PrivateKey(lattice, curve)
        halves = lattice.public_key(), curve.public_key()
        public = b"".join(half.public_bytes_raw() for half in halves)
        self.id = sha256(b"amana/1/kem-key", public)[:8]


# Opening.


def padme(length):
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    mask = (1 << exponent - min(exponent, exponent.bit_length())) - 1
    return length + mask & ~mask


def open_cose(cose, header, key):
    protected, iv, sealed, [recipient] = decode(cose, "DLV-01")
    algorithm, names, stanza = recipient
    demand(protected == encode({ALGORITHM: CHACHA20_POLY1305}), "DLV-01")
    demand(algorithm == encode({ALGORITHM: HPKE_X_WING}), "DLV-01")
    demand(iv == {IV: bytes(12)} and set(names) == {KEY_ID, ENCAPSULATED}, "DLV-01")
    demand(names[KEY_ID] == key.id, "DLV-01")
    try:
        content_key = SUITE.decrypt(names[ENCAPSULATED] + stanza, key.private, info=header)
        aad = encode(["Encrypt", protected, header])
        return ChaCha20Poly1305(content_key).decrypt(bytes(12), sealed, aad)
    except (InvalidTag, ValueError):
        raise Refused("DLV-05") from None


def open_pouch(pouch, reader):
    demand(len(pouch) <= POUCH_BYTES_MAX, "DLV-01")
    header, cose = decode(pouch, "DLV-01")
    outer = decode(header, "DLV-01")
    demand(outer["format"] == 1, "DLV-01")
    demand(outer["network"] == reader["network"], "VER-10")
    demand(outer["recipient"] == reader["me"], "DLV-02")
    demand(outer["expires"] >= reader["now"], "DLV-04")
    key = next((key for key in reader["kem"] if key.id == outer["key_id"]), None)
    demand(key is not None, "DLV-03")
    plain = open_cose(cose, header, key)
    demand(len(plain) == outer["padded_bytes"] and len(plain) >= 4, "DLV-01")
    length = int.from_bytes(plain[:4], "big")
    payload, padding = plain[4 : 4 + length], plain[4 + length :]
    demand(len(payload) == length and not any(padding), "DLV-01")
    demand(padme(length + 4) == len(plain), "DLV-01")
    return outer, decode(payload, "DLV-01")


# What is inside.


def read_manifest(encoded, outer):
    network, route, (first, last), ids, voids, created = decode(encoded, "DLV-06")
    fits = first > 0 and last < (1 << 64) - 1 and last + 1 - first == len(ids)
    demand(fits and len(ids) <= ENTRIES_MAX, "DLV-06")
    empty = [first + place for place, one in enumerate(ids) if one is None]
    demand(empty == [number for number, _ in voids], "DLV-06")
    said = [outer[field] for field in ("network", "sender", "recipient", "lane", "pouch_id")]
    digest = sha256(b"amana/1/manifest", encoded)
    demand([network, *route, digest] == said, "DLV-02")
    return ids, digest


def content_id(packed):
    header, [parts, salts] = packed
    demand(0 < len(parts) <= PARTS_MAX, "VER-11")
    digests = []
    for place, part in enumerate(parts):
        [(form, value)] = part.items()
        if form == "d":
            digests.append(value)
            continue
        salt = salts["each"][place] if "each" in salts else None
        if "seed" in salts:
            salt = sha256(b"amana/1/salt", salts["seed"], bytes([place]))
        demand(salt is not None, "VER-11")
        digests.append(sha256(b"amana/1/part", salt, value))
    return sha256(b"\x82", header, encode(digests))


def judge(packed, outer, reader):
    """What becomes of a record that the sender's log proves."""
    header, [parts, _] = packed
    try:
        fields = decode(header, "form")
    except Refused:
        fields = None
    if not isinstance(fields, list) or len(fields) != 4:
        return "rejected VER-12"
    kind, handling = fields[2][:2]
    # Format 2 is for records that their recipients may pass on, and for no others.
    known = fields[0] == 1 or fields[0] == 2 and "onward_transfer" in handling
    if not known or kind not in KINDS:
        return "deferred"
    (network, owner, *_), (created, *_) = fields[1], fields[3]
    if network != outer["network"]:
        return "rejected VER-10"
    if owner != outer["sender"]:
        return "rejected VER-09"
    if created > reader["now"] + AHEAD_MS_MAX:
        return "rejected VER-13"
    # A stranger knows no kind's fields, but every kind has a statement first.
    return "verified" if cbor2.loads(parts[0]["p"])[0] == "statement" else "rejected VER-12"


def check_head(size, root, consistency, known):
    if known is None:
        return
    start, proof = consistency
    old, new = sorted([(size, root), (known[0], unhex(known[1]))], key=lambda head: head[0])
    if old[0] == new[0]:
        demand(old[1] == new[1], "VER-06 conflict")
        return
    good = start == known[0] and is_consistent(*old, *new, proof)
    demand(good, f"VER-06 need-consistency({known[0]})")


def claims_of(payload, ids, digest, outer, reader):
    """Leaves by index, as the pouch claims them, and what becomes of each record."""
    _, salt, index, _, _, _, records, receipts = payload
    claims, verdicts = [(index, SENT, salt, {"sent": {"manifest": digest}})], []
    demand(len(records) == len(ids) and len(receipts) <= RECEIPTS_MAX, "DLV-01")
    for named, enclosed in zip(ids, records):
        if named is None or enclosed is None:
            verdicts.append("void")
            continue
        packed, salt, index = enclosed
        demand(content_id(packed) == named, "VER-11")
        claims.append((index, PUBLISHED, salt, {"published": {"content_id": named}}))
        verdicts.append(judge(packed, outer, reader))
    for encoded in receipts:
        receipt = decode(encoded, "VER-15")
        [(said, fields)] = receipt["subject"].items()
        demand(said in RECEIPTS and fields["about"]["name"]["owner"] == reader["me"], "VER-15")
        claims.append((receipt["index"], RECEIPTS[said], receipt["salt"], receipt["subject"]))
    return sorted(claims, key=lambda claim: claim[0]), verdicts


def check_pouch(case, defaults):
    fields = {**defaults, **case}
    keys = [Key(unhex(one["seed"])) for one in fields["kem"]]
    network, now = unhex(fields["network"]), moment(fields["now"])
    reader = {"me": fields["me"], "network": network, "now": now, "kem": keys}
    outer, payload = open_pouch(base64.b64decode(case["pouch"]), reader)
    ids, digest = read_manifest(payload[0], outer)
    demand(len(payload[6]) == len(ids) and len(payload[7]) <= RECEIPTS_MAX, "DLV-01")
    size, root, _ = check_note(payload[3], fields["log"])
    check_head(size, root, payload[4], fields["head"])
    claims, verdicts = claims_of(payload, ids, digest, outer, reader)
    leaves = []
    for _, number, salt, subject in claims:
        entry = leaf_entry(network, fields["log"]["origin"], number, salt, encode(subject))
        leaves.append(sha256(b"\x00", entry))
    proven = shared_root(payload[5], leaves)
    demand(proven == (size, [claim[0] for claim in claims], root), "VER-07")
    if case["expect"] == "ok":
        demand(digest.hex() == case["pouch_id"], "another pouch id")
        demand(payload[0].hex() == case["manifest"], "another manifest")
        named = [one.hex() for one in ids if one is not None]
        demand(named == [one for one in case["entries"] if len(one) == 64], "another content id")
        demand((verdicts, len(payload[7])) == (case["verdicts"], case["receipts"]), str(verdicts))


def moment(text):
    """RFC 3339 to milliseconds since 1970."""
    read = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return round(read.timestamp() * 1000)


def main():
    default = pathlib.Path(__file__).resolve().parents[2] / "vectors"
    tally = Tally(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else default)
    file = tally.read("pouch.json")
    for case in file["cases"]:
        tally.expect("pouch", case, check_pouch, case, file["reader"])
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
