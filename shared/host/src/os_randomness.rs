use lectern_pipeline::Randomness;

/// The randomness of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsRandomness;

impl Randomness for OsRandomness {
    fn fill(&self, bytes: &mut [u8]) {
        // It fails on systems without any source only (getrandom(2)), where no secret can be made at all.
        getrandom::fill(bytes).expect("the operating system gives random bytes");
    }
}
