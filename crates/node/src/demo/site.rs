//! The five nodes of the demo, and the two lines between them that will be cut.

use std::path::Path;

use record::{NodeCode, Unit};
use seal::directory::{Labels, MemberRole};

use super::free_address;
use crate::home::{Home, Init};
use crate::line::Line;
use crate::{Config, Error, cli};

/// One of the five.
struct Site {
    code: &'static str,
    labels: [&'static str; 4],
    region: &'static str,
    role: MemberRole,
    /// Whether it accepts connections; otherwise it asks.
    has_door: bool,
    relays: &'static [&'static str],
}

/// Three countries, an airport country that accepts no connections, and a regional body that
/// carries for Senegal.
const SITES: [Site; 5] = [
    Site {
        code: "CO",
        labels: ["كولومبيا", "Colombia", "Colombie", "Colombia"],
        region: "south-america",
        role: MemberRole::Country,
        has_door: true,
        relays: &[],
    },
    Site {
        code: "SN",
        labels: ["السنغال", "Senegal", "Sénégal", "Senegal"],
        region: "west-africa",
        role: MemberRole::Country,
        has_door: true,
        relays: &["AFRIPOL"],
    },
    Site {
        code: "ES",
        labels: ["إسبانيا", "Spain", "Espagne", "España"],
        region: "europe",
        role: MemberRole::Country,
        has_door: true,
        relays: &[],
    },
    Site {
        code: "TH",
        labels: ["تايلند", "Thailand", "Thaïlande", "Tailandia"],
        region: "south-east-asia",
        role: MemberRole::Country,
        has_door: false,
        relays: &[],
    },
    Site {
        code: "AFRIPOL",
        labels: ["أفريبول", "AFRIPOL", "AFRIPOL", "AFRIPOL"],
        region: "north-africa",
        role: MemberRole::RegionalBody,
        has_door: true,
        relays: &[],
    },
];

/// Between which of them a line runs that can be cut.
const CUT: [[usize; 2]; 2] = [[0, 1], [0, 2]];

/// Makes the folders, founds their network, and lays the lines.
pub async fn found(folder: &Path) -> Result<(Vec<Home>, Vec<Line>), Error> {
    let door = |site: &Site| if site.has_door { free_address() } else { Ok(String::new()) };
    let doors = SITES.iter().map(door).collect::<Result<Vec<String>, Error>>()?;
    let mut routes = vec![Vec::new(); SITES.len()];
    let mut lines = Vec::with_capacity(CUT.len());
    for [a, b] in CUT {
        let mut line = Line::new(1);
        for (from, to) in [(a, b), (b, a)] {
            let begins = line.lead(doors[to].clone()).await?;
            routes[from].push(format!("{}={begins}", SITES[to].code));
        }
        lines.push(line);
    }
    let mut homes = Vec::with_capacity(SITES.len());
    for (site, way) in SITES.iter().zip(doors.into_iter().zip(routes)) {
        let home = Home::new(folder.join(site.code.to_lowercase()));
        home.init(&init(site, way)?)?;
        homes.push(home);
    }
    cli::found_among("exercise", folder, &homes.iter().collect::<Vec<_>>())?;
    Ok((homes, lines))
}

fn init(site: &Site, (peer_listen, peer_routes): (String, Vec<String>)) -> Result<Init, Error> {
    let [ar, en, fr, es] = site.labels.map(str::to_owned);
    let relays = site.relays.iter().map(|code| NodeCode::new(code)).collect::<Result<_, _>>()?;
    Ok(Init {
        code: NodeCode::new(site.code)?,
        names: Labels { ar, en, fr, es },
        region: site.region.into(),
        role: site.role,
        config: Config {
            api_listen: free_address()?,
            peer_listen,
            peer_routes,
            // Nobody waits three days for a demonstration, nor minutes for a line that is back.
            erase_grace_h: 0,
            backoff_ms_min: 100,
            backoff_ms_max: 1_000,
            // One program asks for every record and its evidence again, to compare.
            rate_export_max: 1_000_000,
            rate_search_max: 1_000_000,
            rate_rest_max: 1_000_000,
            rate_stream_max: 1_000_000,
            // The links that it prints let whoever sits before it in at once.
            links_sign_in: true,
            ..Config::default()
        },
        units: vec![Unit::new("POLICE")?, Unit::new("CUSTOMS")?],
        relays,
        token: None,
    })
}
