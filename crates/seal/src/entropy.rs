//! Entropy is handed in: the node's comes from the operating system, the simulator's from a seed.

/// A source of unpredictable bytes.
pub trait Entropy: Send {
    fn fill(&mut self, out: &mut [u8]);
}

/// Lends entropy to libraries that ask for a random number generator.
pub(crate) struct Lent<'a>(pub &'a mut dyn Entropy);

impl hpke::rand_core::TryRng for Lent<'_> {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
        self.0.fill(out);
        Ok(())
    }
}

impl hpke::rand_core::TryCryptoRng for Lent<'_> {}
