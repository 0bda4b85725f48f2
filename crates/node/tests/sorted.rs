//! A table in the order of a column: by what records say, page by page, and only what may be read.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use record::{Kind, Unit};
use serde_json::{Value, json};
use support::place::Place;

const FOR_WORK: &str = "criminal-investigation";

/// Day, substance, amount and unit of a seizure.
type Row = (&'static str, &'static str, &'static str, &'static str);

const ROWS: [Row; 4] = [
    ("2026-03-01", "cocaine-hydrochloride", "900", "gram"),
    ("2026-01-15", "heroin", "2", "kilogram"),
    ("2025-12-31", "cannabis-resin", "1500", "gram"),
    ("2026-02-20", "cocaine-hydrochloride", "40", "tablet"),
];

fn seizure((day, substance, amount, unit): Row) -> Value {
    let [body, _] = Kind::Seizure.examples();
    let unit_of = Unit::new("POLICE").unwrap();
    let draft = node::author::plain_draft(Kind::Seizure, &unit_of, body.to_json());
    let mut draft = serde_json::to_value(draft).unwrap();
    draft["evaluation"] = json!({"source": "A", "information": "1", "nature": "fact"});
    draft["body"]["statement"]["date"] = json!(day);
    let quantity = json!({"amount": amount, "unit": {"code": unit}});
    draft["body"]["statement"]["items"] =
        json!([{"substance": {"code": substance}, "quantity": quantity}]);
    draft
}

async fn place() -> Place {
    let place = Place::new();
    let desk = place.token("desk-1");
    for row in ROWS {
        let published = place.post("/api/v1/records", &desk, seizure(row).to_string()).await;
        assert_eq!(published.status.as_u16(), 201, "{}", published.text);
    }
    place.index().await;
    place
}

/// The days of a table in the order in which its pages give them.
async fn days(place: &Place, sort: &str) -> Vec<String> {
    let (mut days, mut cursor) = (Vec::new(), String::new());
    loop {
        let path =
            format!("/api/v1/search?filter=kind:seizure&facts=true&limit=3&sort={sort}{cursor}");
        let page = place.get(&path, &place.token("desk-1"), FOR_WORK).await;
        assert_eq!(page.status.as_u16(), 200, "{}", page.text);
        for facts in page.body["facts"].as_array().unwrap() {
            days.push(facts["day"].as_str().unwrap()[2..].to_owned());
        }
        let Some(next) = page.body["next"].as_i64() else { return days };
        cursor = format!("&cursor={next}");
    }
}

#[tokio::test]
async fn a_table_is_sorted_by_each_column_both_ways_over_all_pages() {
    let place = place().await;
    assert_eq!(days(&place, "day").await, ["25-12-31", "26-01-15", "26-02-20", "26-03-01"]);
    assert_eq!(days(&place, "-day").await, ["26-03-01", "26-02-20", "26-01-15", "25-12-31"]);
    // 0.9 kg before 1.5 kg before 2 kg; tablets are no mass and stand apart.
    let by_mass: Vec<String> = days(&place, "amount").await;
    let mass: Vec<&String> = by_mass.iter().filter(|day| *day != "26-02-20").collect();
    assert_eq!(mass, ["26-03-01", "25-12-31", "26-01-15"]);
    assert_eq!(days(&place, "substance").await[0], "25-12-31", "Cannabis");
    assert_eq!(days(&place, "-substance").await[0], "26-01-15", "Heroin");
    for column in ["place", "conveyance", "hiding-place", "-place"] {
        assert_eq!(days(&place, column).await.len(), 4, "{column}");
    }
}

#[tokio::test]
async fn what_is_no_column_is_refused_and_sorting_is_audited_as_searching() {
    let place = place().await;
    let path = "/api/v1/search?filter=kind:seizure&sort=nationality";
    let refused = place.get(path, &place.token("desk-1"), FOR_WORK).await;
    assert_eq!(refused.status.as_u16(), 422, "{}", refused.text);
    days(&place, "day").await;
    let audit = place.get("/api/v1/audit?limit=200", &place.token("dpo-1"), FOR_WORK).await;
    assert_eq!(audit.text.matches("\"queried\"").count(), 2, "{}", audit.text);
}

#[tokio::test]
async fn more_than_can_be_sorted_is_refused_and_not_sorted_in_part() {
    let place = Place::prepared(|path| {
        let file = path.join("amana.toml");
        let text = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, text.replace("sort_rows_max = 2000", "sort_rows_max = 1")).unwrap();
    });
    let desk = place.token("desk-1");
    for row in ROWS {
        place.post("/api/v1/records", &desk, seizure(row).to_string()).await;
    }
    place.index().await;
    let path = "/api/v1/search?filter=kind:seizure&sort=day";
    let refused = place.get(path, &desk, FOR_WORK).await;
    assert_eq!(refused.status.as_u16(), 422, "{}", refused.text);
    assert!(refused.text.contains("sort_rows_max"), "{}", refused.text);
}

/// Who may not read the records is not told in which order they stand.
#[tokio::test]
async fn what_may_not_be_read_is_not_sorted() {
    let place = place().await;
    let path = "/api/v1/search?filter=kind:seizure&sort=day";
    let page = place.get(path, &place.token("desk-1"), "border-control").await;
    assert_ne!(page.body["records"].as_array().map(Vec::len), Some(4), "{}", page.text);
}
