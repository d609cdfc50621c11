//! Names worth writing beside the asked places, for orientation.

use kurbo::{Point, Rect, Size};

use crate::place::{Kind, Place};
use crate::view::View;

/// A name to write in a view.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// What is named.
    pub place: Place,
    /// The middle of the name in view units.
    pub center: Point,
    /// The estimated size of the name in view units.
    pub size: Size,
    /// The dot beside which the name stands, for cities.
    pub dot: Option<Point>,
    /// Whether it is one of the asked places.
    pub asked: bool,
}

/// How many names there are beside the asked ones at most.
const MOST: usize = 12;

impl View<'_> {
    /// The asked places' names, then seas, neighboring countries, regions and the largest cities in the order of their importance;
    /// none touches another or the edge. Asked places are left out only where no side of their dot is free.
    ///
    /// `measure` tells the size of a name in view units when it is written as its kind is.
    pub fn labels(&self, asked: &[Place], measure: impl Fn(&str, Kind) -> Size) -> Vec<Label> {
        let mut labels: Vec<Label> = Vec::new();
        // Dots are kept free of names.
        let mut taken: Vec<Rect> = asked
            .iter()
            .filter(|place| place.kind == Kind::City)
            .map(|place| Rect::from_center_size(self.project(place.longitude, place.latitude), (0.02, 0.02)))
            .collect();
        for place in asked {
            self.put(place, true, &measure, &mut taken, &mut labels);
        }
        let mut others: Vec<(f64, &Place)> = self
            .atlas
            .gazetteer()
            .entries
            .iter()
            .filter(|entry| {
                !matches!(entry.place.kind, Kind::Historical | Kind::Continent) && entry.place.note.is_empty()
            })
            .filter(|entry| entry.rank == 9 || entry.place.kind != Kind::City)
            .filter(|entry| asked.iter().all(|place| self.apart(place, &entry.place)))
            .filter_map(|entry| Some((self.importance(&entry.place, entry.rank, entry.capital)?, &entry.place)))
            .collect();
        others.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.name.cmp(&b.1.name)));
        for (_, place) in others.into_iter().take(120) {
            if labels.iter().filter(|label| !label.asked).count() == MOST {
                break;
            }
            self.put(place, false, &measure, &mut taken, &mut labels);
        }
        labels
    }

    /// Whether two places are not the same under two names, as Constantinople and Istanbul are.
    fn apart(&self, asked: &Place, other: &Place) -> bool {
        let both_cities = asked.kind == Kind::City && other.kind == Kind::City;
        let distance =
            self.project(asked.longitude, asked.latitude).distance(self.project(other.longitude, other.latitude));
        asked.name != other.name && !(both_cities && distance < 0.04)
    }

    /// How much a name helps in this view; none when it does not belong in it.
    fn importance(&self, place: &Place, rank: u8, capital: bool) -> Option<f64> {
        if !self.shows(place.longitude, place.latitude) {
            return None;
        }
        let size = place.extent_km / self.kilometers_at(place.longitude, place.latitude);
        match place.kind {
            Kind::City => {
                let people = (place.population.max(1) as f64).log10();
                (self.height_km() < 4000.0).then_some(people - 4.0 + if capital { 1.5 } else { 0.0 })
            }
            // What is larger than the view or a speck in it does not help.
            _ if !(0.06..=2.5).contains(&size) => None,
            Kind::Country => Some(5.0 + size.min(1.0)),
            kind if kind.is_water() => Some(5.5 - f64::from(rank) * 0.5 + size.min(1.0)),
            _ => Some(3.0 - f64::from(rank) * 0.5 + size.min(1.0)),
        }
    }

    fn put(
        &self,
        place: &Place,
        asked: bool,
        measure: &impl Fn(&str, Kind) -> Size,
        taken: &mut Vec<Rect>,
        labels: &mut Vec<Label>,
    ) {
        let at = self.project(place.longitude, place.latitude);
        let size = measure(&place.name, place.kind);
        let gap = size.height * 0.5;
        let centers: Vec<Point> = if place.kind == Kind::City {
            let (beside, above) = (size.width / 2.0 + gap, size.height / 2.0 + gap);
            [(beside, 0.0), (-beside, 0.0), (0.0, -above), (0.0, above), (beside, -above), (-beside, -above)]
                .map(|offset| at + offset)
                .to_vec()
        } else {
            [0.0, -1.2, 1.2].map(|rows| at + (0.0, rows * size.height)).to_vec()
        };
        let edge = self.bounds().inset(-0.015);
        let free = centers.into_iter().find(|center| {
            let area = Rect::from_center_size(*center, size);
            area.x0 >= edge.x0
                && area.x1 <= edge.x1
                && area.y0 >= edge.y0
                && area.y1 <= edge.y1
                && taken.iter().all(|other| !area.overlaps(*other))
        });
        if let Some(center) = free {
            taken.push(Rect::from_center_size(center, size).inflate(gap / 2.0, gap / 2.0));
            let dot = (place.kind == Kind::City).then_some(at);
            labels.push(Label { place: place.clone(), center, size, dot, asked });
        }
    }
}
