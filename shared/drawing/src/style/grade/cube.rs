//! Color look-up tables in three dimensions.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, de};

/// Entries along a side of a table that a style carries: what colorists exchange as a preview has 17, and a finer one is read at
/// these places.
pub(crate) const CARRIED_SIZE: usize = 17;

/// Entries along a side, at least and at most.
const SIZES: std::ops::RangeInclusive<usize> = 2..=65;

/// What a carried table begins with in a style.
const CARRIED: &str = "table 17 ";

/// A table of colors: what each color becomes. Colors are sRGB values from 0 to 1.
#[derive(Clone, PartialEq)]
pub struct Cube {
    size: usize,
    /// What the first and the last entry of each axis stand for.
    domain: [[f32; 3]; 2],
    /// Red changes fastest, then green, then blue.
    colors: Arc<[[f32; 3]]>,
}

/// Why a file is no table that can be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{what}", line.map(|line| format!("line {line}: ")).unwrap_or_default())]
pub struct CubeError {
    /// The line, counted from 1; none when something is missing from the whole.
    pub line: Option<usize>,
    /// What is wrong, and what would be right.
    pub what: String,
}

impl Cube {
    /// The table of a function of colors, with that many entries along each side.
    pub(crate) fn of(size: usize, color: impl Fn([f32; 3]) -> [f32; 3]) -> Self {
        let last = (size - 1) as f32;
        let at = |index: usize| index as f32 / last;
        let colors = (0..size * size * size)
            .map(|index| color([at(index % size), at(index / size % size), at(index / size / size)]))
            .collect();
        Self { size, domain: [[0.0; 3], [1.0; 3]], colors }
    }

    /// Reads a `.cube` file (Adobe Cube LUT Specification 1.0): a table of 2 to 65 entries along each side, with remarks, a title and a
    /// domain.
    ///
    /// # Errors
    /// When it is a table in one dimension, has entries too few or too many, or a line that cannot be read.
    pub fn parse(text: &str) -> Result<Self, CubeError> {
        let mut size = None;
        let mut domain = [[0.0; 3], [1.0; 3]];
        let mut colors: Vec<[f32; 3]> = Vec::new();
        for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let wrong = |what: String| CubeError { line: Some(index + 1), what };
            let line = line.split('#').next().unwrap_or_default().trim();
            let (keyword, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
            match keyword {
                "" | "TITLE" => {}
                "LUT_3D_SIZE" => {
                    let asked = rest.trim().parse().ok().filter(|size| SIZES.contains(size));
                    let told = || wrong(format!("{rest:?} is no size of a table: 2 to 65 entries along a side"));
                    size = Some(asked.ok_or_else(told)?);
                }
                "LUT_1D_SIZE" => {
                    return Err(wrong(
                        "this is a table in one dimension; export one in three (LUT_3D_SIZE)".to_owned(),
                    ));
                }
                "DOMAIN_MIN" => domain[0] = three(rest).map_err(wrong)?,
                "DOMAIN_MAX" => domain[1] = three(rest).map_err(wrong)?,
                // A form of one program, for both ends at once.
                "LUT_3D_INPUT_RANGE" => {
                    let ends: Vec<f32> = rest.split_whitespace().filter_map(|value| value.parse().ok()).collect();
                    let [low, high] = ends[..] else {
                        return Err(wrong(format!("{rest:?} are not the two ends of a range")));
                    };
                    domain = [[low; 3], [high; 3]];
                }
                _ => {
                    colors.push(three(line).map_err(wrong)?);
                    if colors.len() > size.unwrap_or(65).pow(3) {
                        let size = size.unwrap_or(65);
                        return Err(wrong(format!(
                            "a table of {size} entries along a side has {} colors",
                            size.pow(3)
                        )));
                    }
                }
            }
        }
        let whole = |what: String| CubeError { line: None, what };
        let size: usize = size.ok_or_else(|| whole("it has no LUT_3D_SIZE: this is no .cube file".to_owned()))?;
        if colors.len() != size.pow(3) {
            let (has, needed) = (colors.len(), size.pow(3));
            return Err(whole(format!("it has {has} colors; a table of {size} entries along a side has {needed}")));
        }
        if (0..3).any(|axis| domain[1][axis] <= domain[0][axis]) {
            return Err(whole("its DOMAIN_MAX is not above its DOMAIN_MIN".to_owned()));
        }
        Ok(Self { size, domain, colors: colors.into() })
    }

    /// What a color becomes, between the entries by tetrahedral interpolation: the four nearest entries that enclose it, by the
    /// order of its fractions (as in ICC color management; gray stays on the diagonal that all six tetrahedra share).
    pub(crate) fn color(&self, color: [f32; 3]) -> [f32; 3] {
        let last = self.size - 1;
        let mut low = [0; 3];
        let mut part = [0.0; 3];
        for axis in 0..3 {
            let [from, to] = [self.domain[0][axis], self.domain[1][axis]];
            let at = ((color[axis] - from) / (to - from)).clamp(0.0, 1.0) * last as f32;
            low[axis] = (at as usize).min(last - 1);
            part[axis] = at - low[axis] as f32;
        }
        let strides = [1, self.size, self.size * self.size];
        let mut index = low[0] + low[1] * strides[1] + low[2] * strides[2];
        let mut axes = [0, 1, 2];
        axes.sort_by(|one, two| part[*two].total_cmp(&part[*one]));
        let mut found = self.colors[index].map(|value| value * (1.0 - part[axes[0]]));
        for (step, axis) in axes.into_iter().enumerate() {
            index += strides[axis];
            let weight = part[axis] - axes.get(step + 1).map_or(0.0, |next| part[*next]);
            for (found, value) in found.iter_mut().zip(self.colors[index]) {
                *found += value * weight;
            }
        }
        found
    }

    /// Its text in a style: 17 entries along each side, 16 bits for each value.
    pub(crate) fn carried(&self) -> String {
        let table = Self::of(CARRIED_SIZE, |color| self.color(color));
        let values = table.colors.iter().flatten().map(|value| (value.clamp(0.0, 1.0) * 65_535.0).round() as u16);
        values.fold(CARRIED.to_owned(), |mut text, value| {
            text.push_str(&format!("{value:04x}"));
            text
        })
    }

    /// Whether a style's text carries a table, rather than naming a file.
    pub(crate) fn is_carried(text: &str) -> bool {
        text.starts_with(CARRIED)
    }
}

/// Three numbers.
fn three(text: &str) -> Result<[f32; 3], String> {
    let values: Vec<f32> = text.split_whitespace().filter_map(|value| value.parse().ok()).collect();
    match values[..] {
        [red, green, blue] if values.iter().all(|value| value.is_finite()) && text.split_whitespace().count() == 3 => {
            Ok([red, green, blue])
        }
        _ => Err(format!("{text:?} are not three numbers")),
    }
}

impl FromStr for Cube {
    type Err = String;

    /// Reads a table as a style carries it.
    fn from_str(text: &str) -> Result<Self, String> {
        let Some(digits) = text.strip_prefix(CARRIED) else {
            return Err(format!("{text:?} is the name of a file: take the style from its own file, with --style FILE"));
        };
        let count = CARRIED_SIZE.pow(3) * 3;
        let values: Vec<f32> = digits
            .as_bytes()
            .chunks(4)
            .map_while(|four| u16::from_str_radix(std::str::from_utf8(four).ok()?, 16).ok())
            .map(|value| f32::from(value) / 65_535.0)
            .collect();
        if values.len() != count || digits.len() != count * 4 {
            return Err(format!("the table of colors is broken: {count} values of four hexadecimal digits are needed"));
        }
        let colors = values.chunks_exact(3).map(|color| [color[0], color[1], color[2]]).collect();
        Ok(Self { size: CARRIED_SIZE, domain: [[0.0; 3], [1.0; 3]], colors })
    }
}

impl<'de> Deserialize<'de> for Cube {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl fmt::Debug for Cube {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Cube of {} entries along a side", self.size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table of three entries along a side as a file writes it.
    fn written(color: impl Fn([f32; 3]) -> [f32; 3]) -> String {
        let table = Cube::of(3, color);
        let lines: Vec<String> =
            table.colors.iter().map(|color| format!("{} {} {}", color[0], color[1], color[2])).collect();
        format!("# made by hand\nTITLE \"Warm\"\nLUT_3D_SIZE 3\n\n{}\n", lines.join("\n"))
    }

    #[test]
    fn between_the_entries_a_linear_change_is_exact() {
        let change = |[red, green, blue]: [f32; 3]| [0.1 + 0.5 * red + 0.2 * blue, 0.9 * green, 0.3 * red + 0.6 * blue];
        let table = Cube::parse(&written(change)).expect("a table");
        for color in
            [[0.0, 0.0, 0.0], [1.0, 1.0, 1.0], [0.2, 0.7, 0.4], [0.9, 0.1, 0.6], [0.5, 0.5, 0.5], [0.3, 0.3, 0.8]]
        {
            for (found, wanted) in table.color(color).into_iter().zip(change(color)) {
                assert!((found - wanted).abs() < 1e-5, "{color:?} gives {found} and not {wanted}");
            }
        }
    }

    #[test]
    fn gray_depends_on_the_gray_entries_alone() {
        // Every entry off the diagonal is far off: trilinear interpolation would take them in.
        let table = Cube::of(2, |color| {
            if color == [0.0; 3] {
                [0.0; 3]
            } else if color == [1.0; 3] {
                [1.0; 3]
            } else {
                [9.0; 3]
            }
        });
        assert_eq!(table.color([0.25; 3]), [0.25; 3]);
    }

    #[test]
    fn a_domain_of_its_own_is_kept() {
        let text = written(|color| color).replace("TITLE", "DOMAIN_MIN 0 0 0\nDOMAIN_MAX 2 2 2\nTITLE");
        let table = Cube::parse(&text).expect("a table");
        assert_eq!(table.color([1.0, 0.5, 0.0]), [0.5, 0.25, 0.0]);
    }

    #[test]
    fn what_a_style_carries_is_the_same_within_its_bits() {
        let table = Cube::of(33, |[red, green, blue]| [red * red, green.sqrt(), 1.0 - blue]);
        let carried: Cube = table.carried().parse().expect("was written so");
        for color in [[0.1, 0.2, 0.3], [0.8, 0.5, 0.9]] {
            for (found, wanted) in carried.color(color).into_iter().zip(table.color(color)) {
                assert!((found - wanted).abs() < 0.01, "{found} and not {wanted}");
            }
        }
        for broken in ["", "film.cube", "table 17 00ff", &table.carried().replace("0000", "00zz")] {
            assert!(broken.parse::<Cube>().is_err(), "{broken:.20}");
        }
    }

    #[test]
    fn what_is_no_table_is_told_with_its_line() {
        let good = written(|color| color);
        let cases = [
            (String::new(), None, "LUT_3D_SIZE"),
            (good.replace("LUT_3D_SIZE 3", "LUT_3D_SIZE 66"), Some(3), "2 to 65"),
            (good.replace("LUT_3D_SIZE 3", "LUT_1D_SIZE 3"), Some(3), "one dimension"),
            (good.replace("LUT_3D_SIZE 3", "LUT_3D_SIZE 4"), None, "64"),
            (good.replace("LUT_3D_SIZE 3", "LUT_3D_SIZE 2"), Some(13), "8 colors"),
            (good.replacen("0 0 0", "0 0", 1), Some(5), "three numbers"),
            (good.replacen("0 0 0", "0 nan 0", 1), Some(5), "three numbers"),
            (good.replace("TITLE", "DOMAIN_MAX 0 0 0\nTITLE"), None, "DOMAIN_MAX"),
        ];
        for (text, line, told) in cases {
            let error = Cube::parse(&text).expect_err("no table");
            assert!(error.line == line && error.what.contains(told), "{error:?}");
        }
    }
}
