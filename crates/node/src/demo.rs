use crate::Error;
pub async fn run(_once: bool, _seed: u64, _json: bool) -> Result<(), Error> {
    Ok(())
}
