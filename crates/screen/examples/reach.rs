//! scratch: which judged pairs the index reaches
use screen::find::ask::{Prepared, Query};
use screen::find::list::{List, Search};
use screen::find::Entry;
use serde_json::Value;
use std::collections::BTreeMap;
fn strings(v: &Value) -> Vec<String> {
    v.as_array().map(|a| a.iter().filter_map(|s| s.as_str().map(String::from)).collect()).unwrap_or_default()
}
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let show = std::env::args().nth(2).unwrap_or_default();
    let text = std::fs::read_to_string(path).unwrap();
    let pairs: Vec<Value> = text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let list = List::build(pairs.iter().enumerate().map(|(n, p)| {
        let mut e = Entry::person(n as u64, "");
        e.names = strings(&p["candidate"]["name"]);
        e
    })).unwrap();
    let mut search = Search::new(list.view());
    let mut tally: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
    for (n, p) in pairs.iter().enumerate() {
        if p["match"] != true { continue; }
        let mut q = Query::person("");
        q.names = strings(&p["query"]["name"]);
        let prepared = Prepared::of(&q);
        let all = search.candidates(&prepared);
        let view = list.view();
        let mut name = String::new();
        let names = strings(&p["candidate"]["name"]);
        let hit = all.iter().any(|(_, at, row)| { let r = view[*at].row(*row, &mut name); r.key == n as u64 || names.contains(&r.name.to_string()) });
        let set = format!("{}/{}", p["set"].as_str().unwrap(), p["category"].as_str().unwrap_or("")); 
        let t = tally.entry(set.clone()).or_default();
        t.0 += 1; t.1 += hit as usize; t.2 += all.len();
        if !hit && set.contains(&show) && !show.is_empty() { println!("{set}: {:?} | {:?} ({})", q.names, names, all.len()); }
    }
    for (set, (all, hit, found)) in tally { println!("{set}: {hit}/{all} = {:.3}, {:.1} candidates", hit as f64/all as f64, found as f64/all as f64); }
}
