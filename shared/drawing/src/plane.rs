//! The plane that visuals are laid out on, in design pixels, whatever a frame's real size.

use lectern_lesson::{Format, Rect};

use crate::DrawingError;

/// Shapes of films.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// 16:9.
    Wide,
    /// 9:16.
    Tall,
    /// 1:1.
    Square,
    /// 4:5.
    Portrait,
}

/// A plane of a shape. All planes have about the same area, so that a visual has the same room in each, and type of the same
/// size takes the same part of a frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Plane {
    pub(crate) shape: Shape,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// Every shape with its plane.
const PLANES: [Plane; 4] = [
    Plane { shape: Shape::Wide, width: 1920.0, height: 1080.0 },
    Plane { shape: Shape::Tall, width: 1080.0, height: 1920.0 },
    Plane { shape: Shape::Square, width: 1440.0, height: 1440.0 },
    Plane { shape: Shape::Portrait, width: 1280.0, height: 1600.0 },
];

impl Plane {
    /// The plane for frames of a format.
    ///
    /// # Errors
    /// When the format is out of range or of no known shape.
    pub(crate) fn of(format: Format) -> Result<Self, DrawingError> {
        let (short, long) = (format.width.min(format.height), format.width.max(format.height));
        if short < 180 || long > 3840 || !(1..=120).contains(&format.fps) {
            return Err(DrawingError::SizeOutOfRange { format });
        }
        // Within two pixels of the shape, since 854 × 480 is as close to 16:9 as even numbers come.
        let fits = |plane: &&Self| {
            let height = f64::from(format.width) * plane.height / plane.width;
            let width = f64::from(format.height) * plane.width / plane.height;
            (height - f64::from(format.height)).abs().min((width - f64::from(format.width)).abs()) <= 2.0
        };
        PLANES.iter().find(fits).copied().ok_or(DrawingError::UnknownShape { format })
    }

    /// The whole plane.
    pub(crate) fn rect(self) -> Rect {
        Rect::new(0.0, 0.0, self.width, self.height)
    }

    /// Where subjects may stand: 5 % from every edge (EBU R 95), and on a tall plane clear of what players of vertical video lay
    /// over it: names and tabs at the top, title, caption and buttons at the bottom.
    pub(crate) fn safe(self) -> Rect {
        let (above, below) = if self.shape == Shape::Tall { (0.08, 0.17) } else { (0.05, 0.05) };
        let height = self.height * (1.0 - above - below);
        Rect::new(self.width * 0.05, self.height * above, self.width * 0.9, height)
    }

    /// Frame pixels for a design pixel.
    pub(crate) fn scale(self, format: Format) -> f64 {
        f64::from(format.width) / self.width
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_find_their_shape() {
        let format = |width, height| Format { width, height, fps: 30 };
        for (width, height, shape) in [
            (1920, 1080, Shape::Wide),
            (854, 480, Shape::Wide),
            (3840, 2160, Shape::Wide),
            (1080, 1920, Shape::Tall),
            (720, 720, Shape::Square),
            (864, 1080, Shape::Portrait),
        ] {
            assert_eq!(Plane::of(format(width, height)).map(|plane| plane.shape).ok(), Some(shape), "{width}×{height}");
        }
        for (width, height) in [(1920, 1200), (1000, 200), (7680, 4320), (160, 90)] {
            assert!(Plane::of(format(width, height)).is_err(), "{width}×{height}");
        }
    }

    #[test]
    fn planes_have_the_same_room() {
        for plane in PLANES {
            let area = plane.width * plane.height / (1920.0 * 1080.0);
            assert!((0.98..1.02).contains(&area), "{plane:?}");
        }
    }
}
