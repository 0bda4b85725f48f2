//! Digests by which two recipients compare what they have under a name.

use record::digest::hex_encode;
use record::{Digest, Name, NodeCode, cbor};
use seal::disclosed::{Pair, tag};
use serde_json::{Value, json};

use crate::world::{id, network, node};
use crate::{read, run_cases};

fn digest(word: &str) -> Digest {
    Digest::of(&[word.as_bytes()])
}

fn name(owner: &str, number: u8, revision: u32) -> Name {
    Name { owner: node(owner), id: id(number), revision }
}

fn case(what: &str, name: &Name, (asker, asked): (&str, &str), words: (&str, &str)) -> Value {
    let (salt, content_id) = (digest(words.0), digest(words.1));
    let pair = Pair { network: network(), asker: node(asker), asked: node(asked), salt };
    let key = (pair.network, (&pair.asker, &pair.asked), salt);
    let named = (&name.owner, &name.id, name.revision);
    json!({
        "name": what, "owner": name.owner, "id": name.id, "revision": name.revision,
        "asker": pair.asker, "asked": pair.asked, "salt": salt, "content_id": content_id,
        "tag_cbor": hex_encode(&cbor::to_bytes(&(pair.network, named))),
        "mark_cbor": hex_encode(&cbor::to_bytes(&(key, named))),
        "check_cbor": hex_encode(&cbor::to_bytes(&(key, named, content_id))),
        "tag": tag(&pair.network, name), "mark": pair.mark(name),
        "check": pair.check(name, &content_id), "expect": "ok",
    })
}

pub fn make() -> Value {
    let one = name("XA", 1, 1);
    let ways = ("XB", "XC");
    let mut wrong = case("another content", &one, ways, ("salt", "content"));
    wrong["content_id"] = json!(digest("another content"));
    wrong["expect"] = json!("DLV-26");
    let mut replayed = case("another pair's", &one, ways, ("salt", "content"));
    replayed["asker"] = json!("XD");
    replayed["expect"] = json!("DLV-26");
    json!({
        "network": network(),
        "cases": [
            case("a name", &one, ways, ("salt", "content")),
            case("its other direction", &one, ("XC", "XB"), ("salt", "content")),
            case("another question", &one, ways, ("another salt", "content")),
            case("another revision", &name("XA", 1, 300), ways, ("salt", "content")),
            case("another id", &name("XA", 2, 1), ways, ("salt", "content")),
            case("another owner", &name("AMERIPOL", 1, 1), ways, ("salt", "content")),
            wrong,
            replayed,
        ],
    })
}

pub fn run(file: &Value) {
    let network: Digest = read(&file["network"]);
    run_cases(&file["cases"], |case| {
        let code = |field: &str| read::<NodeCode>(&case[field]);
        let name =
            Name { owner: code("owner"), id: read(&case["id"]), revision: read(&case["revision"]) };
        let salt = read(&case["salt"]);
        let pair = Pair { network, asker: code("asker"), asked: code("asked"), salt };
        let said = (tag(&network, &name), pair.mark(&name));
        let check = pair.check(&name, &read(&case["content_id"]));
        let same = (read(&case["tag"]), read(&case["mark"])) == said;
        match same && read::<Digest>(&case["check"]) == check {
            true => Ok(()),
            false => Err("DLV-26".into()),
        }
    });
}
