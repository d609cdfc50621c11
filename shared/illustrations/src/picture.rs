use kurbo::{BezPath, Rect, Shape as _};

/// The pictures, one a line; see `assets/illustrations/pack.py` for the form.
#[cfg(feature = "pictures")]
const PICTURES: &str = include_str!("../../../assets/illustrations/pictures.txt");
#[cfg(not(feature = "pictures"))]
const PICTURES: &str = "";

/// A picture, ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Illustration {
    /// Its name, such as `red-apple`.
    pub name: String,
    /// From back to front, in a square of 32 by 32 units, y downwards.
    pub shapes: Vec<Shape>,
    /// The box around all shapes: center by it, since many pictures leave room at one side.
    pub ink: Rect,
    /// The color that covers most of it, red, green and blue (sRGB): on a ground too near to it the picture is lost.
    pub color: [u8; 3],
}

/// A filled path.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// Its outline.
    pub path: BezPath,
    /// Red, green and blue (sRGB).
    pub fill: [u8; 3],
    /// 0 to 1.
    pub opacity: f32,
    /// Whether holes are told by the even-odd rule instead of the nonzero one.
    pub even_odd: bool,
}

/// The picture of that name; none when there is no such picture, or in a program without pictures.
///
/// It is looked up by halving and parsed alone: a few microseconds.
pub fn picture(name: &str) -> Option<Illustration> {
    let line = line_of(name)?;
    let shapes: Vec<Shape> = line.split(';').filter_map(shape).collect();
    let ink = shapes.iter().map(|shape| shape.path.bounding_box()).reduce(|one, other| one.union(other))?;
    let color = main_color(&shapes);
    Some(Illustration { name: name.to_owned(), shapes, ink, color })
}

/// The fill with the greatest area. What later shapes cover is counted too, so it is an estimate; of equals the lowest shape holds.
fn main_color(shapes: &[Shape]) -> [u8; 3] {
    let mut areas: Vec<([u8; 3], f64)> = Vec::new();
    for shape in shapes {
        let area = shape.path.area().abs() * f64::from(shape.opacity);
        match areas.iter_mut().find(|(fill, _)| *fill == shape.fill) {
            Some((_, sum)) => *sum += area,
            None => areas.push((shape.fill, area)),
        }
    }
    areas.into_iter().reduce(|most, next| if next.1 > most.1 { next } else { most }).map_or([0; 3], |(fill, _)| fill)
}

/// The shapes of a picture as they are stored. The lines are in the order of their names.
fn line_of(name: &str) -> Option<&'static str> {
    let (mut low, mut high) = (0, PICTURES.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        let start = PICTURES.get(..middle)?.rfind('\n').map_or(0, |end| end + 1);
        let end = PICTURES.get(start..)?.find('\n').map_or(PICTURES.len(), |length| start + length);
        let (found, shapes) = PICTURES.get(start..end)?.split_once('\t')?;
        match found.cmp(name) {
            std::cmp::Ordering::Equal => return Some(shapes),
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

fn shape(text: &str) -> Option<Shape> {
    let mut fields = text.splitn(4, '|');
    let color = u32::from_str_radix(fields.next()?, 16).ok()?;
    let opacity = fields.next()?.parse().ok()?;
    let even_odd = fields.next()? == "e";
    let path = BezPath::from_svg(fields.next()?).ok()?;
    Some(Shape { path, fill: [(color >> 16) as u8, (color >> 8) as u8, color as u8], opacity, even_odd })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_picture_is_found_by_its_name_and_lies_in_its_square() {
        let names: Vec<&str> = PICTURES.lines().filter_map(|line| Some(line.split_once('\t')?.0)).collect();
        assert!(names.len() > 1_000, "{}", names.len());
        for name in names {
            let picture = picture(name).unwrap_or_else(|| panic!("{name} is stored"));
            let stored = line_of(name).map_or(0, |line| line.split(';').count());
            assert_eq!(picture.shapes.len(), stored, "{name}");
            let square = Rect::new(-1.0, -1.0, 33.0, 33.0);
            assert!(square.contains_rect(picture.ink) && picture.ink.area() > 16.0, "{name}: {:?}", picture.ink);
        }
        assert_eq!(picture("no-such-picture"), None);
        let color = |name: &str| picture(name).map(|picture| picture.color);
        assert!(
            color("deciduous-tree").is_some_and(|[red, green, blue]| green > red && green > blue),
            "a tree is green"
        );
        assert!(color("red-apple").is_some_and(|[red, green, blue]| red > green && red > blue), "a red apple is red");
        assert_eq!(picture(""), None);
    }
}
