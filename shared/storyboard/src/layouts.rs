use lectern_lesson::{Layout, Visual};

/// The real layout of a visual: what stands where on the frame at rest. Implemented over the drawing crate for one style and
/// one format. The same visual gives the same layout.
pub trait Layouts {
    /// Lays out `visual`.
    fn layout(&self, visual: &Visual) -> Layout;
}
