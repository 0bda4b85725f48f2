//! scratch
use screen::name::{self, Kind};
use screen::score::{align, feature};
use std::io::BufRead;
fn main() {
    let mode = std::env::args().nth(1).unwrap_or_default();
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let c: Vec<&str> = line.split('\t').collect();
        let k = match c[2] {
            "Person" => Kind::Person,
            "Vessel" => Kind::Vessel,
            "LegalEntity" => Kind::Unknown,
            _ => Kind::Organisation,
        };
        let (a, b) = (name::parse(c[3], k), name::parse(c[4], k));
        let al = align::align(&a, &b);
        if mode == "f" {
            let v = feature::values(&a, &b, &al);
            print!("{}\t{}\t{}", c[0], c[1], c[2]);
            for x in v {
                print!("\t{x}");
            }
            println!();
            continue;
        }
        let cat = |n: &name::Name, ix: &[usize]| {
            let mut s = String::new();
            for i in ix {
                s.push_str(std::str::from_utf8(&n.parts[*i].units).unwrap());
            }
            s
        };
        let lu = |n: &name::Name, ix: &[usize]| {
            let mut s = String::new();
            for i in ix {
                s.push_str(std::str::from_utf8(&n.parts[*i].latin_units).unwrap());
            }
            s
        };
        for p in &al.pairs {
            let (x, y) = (&a.parts[p.left[0]], &b.parts[p.right[0]]);
            println!(
                "P\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{:?}\t{}\t{}\t{}",
                c[0],
                c[1],
                x.script.word(),
                y.script.word(),
                cat(&a, &p.left),
                cat(&b, &p.right),
                lu(&a, &p.left),
                lu(&b, &p.right),
                p.likeness.way,
                p.likeness.gain,
                p.likeness.loss,
                p.left.len() + p.right.len()
            );
        }
        for i in &al.left_over {
            println!(
                "L\t{}\t{}\t{}\t{}\t{}\t{:?}",
                c[0],
                c[1],
                a.parts[*i].script.word(),
                cat(&a, &[*i]),
                a.parts[*i].latin,
                a.parts[*i].role
            );
        }
        for i in &al.right_over {
            println!(
                "R\t{}\t{}\t{}\t{}\t{}\t{:?}",
                c[0],
                c[1],
                b.parts[*i].script.word(),
                cat(&b, &[*i]),
                b.parts[*i].latin,
                b.parts[*i].role
            );
        }
    }
}
