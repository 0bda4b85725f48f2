//! The pages lie beside this file; a release build takes in whatever was built last.

fn main() {
    println!("cargo:rerun-if-changed=pages");
}
