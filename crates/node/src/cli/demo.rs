//! demo: five nodes that exchange invented data.

use clap::Args;

use super::{Call, Failure};

#[derive(Args)]
pub struct DemoArgs {
    /// Run the scenario, compare, print one line of JSON, and end.
    #[arg(long)]
    once: bool,
    /// The generator's seed.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

pub async fn demo(call: &Call, args: DemoArgs) -> Result<(), Failure> {
    let DemoArgs { once, seed } = args;
    crate::demo::run(once, seed, call.json).await.map_err(Failure::from)
}
