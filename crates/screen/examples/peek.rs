//! scratch
use screen::name::{Kind, parse};
use screen::find::sound;
fn main() { for a in std::env::args().skip(1) { for p in parse(&a, Kind::Person).parts { 
 let s = sound::of(&p.latin);
 println!("{} {} {:?} {:?} {:?} | {} {:?} {}", p.text, p.latin, p.script, p.role, p.skeletons, String::from_utf8_lossy(&s.first), s.others.iter().map(|o| String::from_utf8_lossy(o).into_owned()).collect::<Vec<_>>(), String::from_utf8_lossy(&s.bones)); } } }
