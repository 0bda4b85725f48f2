//! The five nodes, their network and the lines between each two of them.

use std::net::TcpListener;
use std::path::PathBuf;

use record::{NodeCode, Unit};
use seal::directory::{Labels, MemberRole};

use super::Plan;
use super::site::Site;
use crate::home::{Home, Init};
use crate::line::{Line, Weather};
use crate::{Config, Error, cli};

/// Code, region, and whether it accepts connections.
const NODES: [(&str, &str, bool); 5] = [
    ("XA", "north", true),
    ("XB", "south", true),
    ("XC", "north", true),
    ("XP", "south", false),
    ("XR", "south", true),
];
/// Carries for the one that accepts no connections, and for the one that is lost and comes back.
const RELAY: &str = "XR";
const CARRIED: [&str; 2] = ["XB", "XP"];
/// The one whose machine is lost.
pub const LOST: usize = 1;
/// Ports below those that the system gives to whoever calls: a node that was killed finds its own
/// port free.
const PORTS: std::ops::Range<u16> = 20_000..32_000;
const RATE_MAX: u32 = 100_000_000;

pub struct Net {
    pub folder: PathBuf,
    pub sites: Vec<Site>,
    pub pairs: Vec<Pair>,
}

/// The line between two nodes, and how it is when nothing happens to it.
pub struct Pair {
    pub ends: [usize; 2],
    pub usual: Weather,
    pub line: Line,
}

/// Ports that nobody listens at.
struct Ports(u16);

impl Ports {
    fn next(&mut self) -> Result<String, Error> {
        for _ in PORTS {
            self.0 = if PORTS.contains(&(self.0 + 1)) { self.0 + 1 } else { PORTS.start };
            let at = format!("127.0.0.1:{}", self.0);
            if TcpListener::bind(&at).is_ok() {
                return Ok(at);
            }
        }
        Err(Error::Config("no port is free".into()))
    }
}

impl Net {
    pub async fn found(plan: &Plan) -> Result<Self, Error> {
        let start = u64::from(std::process::id()) * 64 % PORTS.len() as u64;
        let mut ports = Ports(PORTS.start + start as u16);
        let door = |has_door: bool| if has_door { ports.next() } else { Ok(String::new()) };
        let doors = NODES.map(|(.., has_door)| has_door).map(door);
        let doors = doors.into_iter().collect::<Result<Vec<String>, Error>>()?;
        let mut routes = vec![Vec::new(); NODES.len()];
        let pairs = lay(&doors, &mut routes, plan.seed).await?;
        let mut sites = Vec::with_capacity(NODES.len());
        for (node, way) in NODES.iter().zip(doors.into_iter().zip(routes)) {
            let home = Home::new(plan.folder.join(node.0));
            home.init(&init(node, ports.next()?, way)?)?;
            sites.push(Site::new(home, plan.binary.clone())?);
        }
        let homes: Vec<&Home> = sites.iter().map(|site| &site.home).collect();
        cli::found_among("marathon", &plan.folder, &homes)?;
        Ok(Self { folder: plan.folder.clone(), sites, pairs })
    }

    pub fn site(&self, code: &str) -> Option<&Site> {
        self.sites.iter().find(|site| site.code.as_str() == code)
    }
}

/// Lays a line between each two, there and back where both have a door.
async fn lay(doors: &[String], routes: &mut [Vec<String>], seed: u64) -> Result<Vec<Pair>, Error> {
    let mut pairs = Vec::new();
    for a in 0..doors.len() {
        for b in a + 1..doors.len() {
            let mut line = Line::new(seed ^ pairs.len() as u64);
            for (from, to) in [(a, b), (b, a)].into_iter().filter(|(_, to)| !doors[*to].is_empty())
            {
                let begins = line.lead(doors[to].clone()).await?;
                routes[from].push(format!("{}={begins}", NODES[to].0));
            }
            // Some lines are poor all the time.
            let usual = match pairs.len() % 5 {
                1 => Weather::Slow { block_ms: 3 },
                3 => Weather::Lossy { permille: 5 },
                _ => Weather::Fair,
            };
            line.turn(usual);
            pairs.push(Pair { ends: [a, b], usual, line });
        }
    }
    Ok(pairs)
}

fn init(
    (code, region, _): &(&str, &str, bool),
    api_listen: String,
    (peer_listen, peer_routes): (String, Vec<String>),
) -> Result<Init, Error> {
    let name = (*code).to_owned();
    let relays = if CARRIED.contains(code) { vec![NodeCode::new(RELAY)?] } else { Vec::new() };
    Ok(Init {
        code: NodeCode::new(code)?,
        names: Labels { ar: name.clone(), en: name.clone(), fr: name.clone(), es: name },
        region: (*region).into(),
        role: if *code == RELAY { MemberRole::RegionalBody } else { MemberRole::Country },
        config: Config {
            api_listen,
            peer_listen,
            peer_routes,
            // What takes hours in a week takes seconds here.
            backoff_ms_min: 50,
            backoff_ms_max: 1_000,
            pull_wait_s_max: 2,
            relay_failures_min: 2,
            relay_again_min: 1,
            restore_wait_s_max: 5,
            // One program asks for everything.
            rate_export_max: RATE_MAX,
            rate_search_max: RATE_MAX,
            rate_rest_max: RATE_MAX,
            ..Config::default()
        },
        units: vec![Unit::new("POLICE")?],
        relays,
        token: None,
    })
}
