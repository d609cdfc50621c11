//! Time to scale: where dates stand on a line, and where labels stand that would touch.

use lectern_lesson::Moment;

/// A gap is left out when it is this many times as long as all others together.
const DWARFS: f64 = 3.0;

/// How much of the line a gap that is left out still has.
const BREAK: f64 = 0.22;

/// Least distance of a tick from an event, as a part of the line.
const TICK_GAP: f64 = 0.012;

/// A stretch of time from its first to its last event.
pub(super) struct Span {
    years: Vec<f64>,
    /// The gap that is left out: the event that it leads to.
    broken: Option<usize>,
}

impl Span {
    /// The span of events. Years that go back are read as standing still.
    pub(super) fn of(events: &[Moment]) -> Self {
        let mut years: Vec<f64> = Vec::with_capacity(events.len());
        for event in events {
            let before = years.last().copied().unwrap_or(f64::NEG_INFINITY);
            let year = if event.year.is_finite() { event.year } else { before.max(0.0) };
            years.push(year.max(before));
        }
        let gaps: Vec<f64> = years.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let total: f64 = gaps.iter().sum();
        let largest = gaps.iter().enumerate().max_by(|one, two| one.1.total_cmp(two.1));
        let broken = largest
            .filter(|(_, gap)| gaps.len() > 1 && total - **gap > 0.0 && **gap > DWARFS * (total - **gap))
            .map(|(index, _)| index + 1);
        Self { years, broken }
    }

    /// Where an event stands on the line, 0 to 1.
    pub(super) fn at(&self, part: usize) -> f64 {
        self.years.get(part).map_or(0.0, |year| self.place(*year, Some(part)))
    }

    /// Where the line is broken, 0 to 1.
    pub(super) fn broken(&self) -> Option<f64> {
        self.broken.map(|part| f64::midpoint(self.at(part - 1), self.at(part)))
    }

    /// Where a year stands; `part` tells on which side of a break it is when it is an event.
    fn place(&self, year: f64, part: Option<usize>) -> f64 {
        let (Some(first), Some(last)) = (self.years.first(), self.years.last()) else { return 0.0 };
        let total = last - first;
        if total <= 0.0 {
            // All on one date: evenly, since there is no scale.
            let count = self.years.len();
            return part.map_or(0.0, |part| (part as f64 + 0.5) / count as f64);
        }
        let Some(broken) = self.broken else { return (year - first) / total };
        let (from, to) = (self.years[broken - 1], self.years[broken]);
        let rest = total - (to - from);
        let is_after = part.map_or(year >= to, |part| part >= broken);
        if is_after {
            ((from - first) + (year - to)) / rest * (1.0 - BREAK) + BREAK
        } else {
            (year - first) / rest * (1.0 - BREAK)
        }
    }

    /// Round dates between the events, as places on the line: at most a few dozen.
    pub(super) fn ticks(&self) -> Vec<f64> {
        let (Some(first), Some(last)) = (self.years.first().copied(), self.years.last().copied()) else {
            return Vec::new();
        };
        let gap = self.broken.map_or((last, last), |part| (self.years[part - 1], self.years[part]));
        let length = last - first - (gap.1 - gap.0);
        // From a day to a million years: the finest that leaves them apart.
        let steps = [
            1.0 / 365.25,
            1.0 / 52.0,
            1.0 / 12.0,
            1.0,
            5.0,
            10.0,
            50.0,
            100.0,
            500.0,
            1e3,
            1e4,
            1e5,
            1e6,
            1e7,
            1e8,
            1e9,
        ];
        let Some(step) = steps.into_iter().find(|step| length / step <= 24.0).filter(|_| length > 0.0) else {
            return Vec::new();
        };
        let mut ticks = Vec::new();
        for (from, to) in [(first, gap.0), (gap.1, last)] {
            let mut index = (from / step).ceil();
            while index * step <= to && ticks.len() < 80 {
                let at = self.place(index * step, None);
                let is_free = (0..self.years.len()).all(|part| (self.at(part) - at).abs() > TICK_GAP);
                if is_free && (0.0..=1.0).contains(&at) {
                    ticks.push(at);
                }
                index += 1.0;
            }
        }
        ticks
    }
}

/// Places for things that want a middle and need a length each, in order, so that none touch and all are within the bounds, each as near
/// to what it wants as the others let it. None when they do not fit at all.
pub(super) fn apart(wanted: &[(f64, f64)], low: f64, high: f64) -> Option<Vec<f64>> {
    let needed: f64 = wanted.iter().map(|(_, length)| length).sum();
    if needed > high - low + 0.01 {
        return None;
    }
    // Neighbors that would touch become a group that stands around the mean of what they want (pool adjacent violators).
    struct Group {
        start: f64,
        length: f64,
        /// Sum of the starts that its members want for the group.
        sum: f64,
        count: f64,
    }
    let mut groups: Vec<Group> = Vec::new();
    for (middle, length) in wanted {
        let start = middle - length / 2.0;
        groups.push(Group { start, length: *length, sum: start, count: 1.0 });
        while let [.., before, last] = &groups[..] {
            let settled = |group: &Group| group.start.clamp(low, (high - group.length).max(low));
            if settled(before) + before.length <= settled(last) + 1e-9 {
                break;
            }
            let merged = Group {
                start: (before.sum + last.sum - last.count * before.length) / (before.count + last.count),
                length: before.length + last.length,
                sum: before.sum + last.sum - last.count * before.length,
                count: before.count + last.count,
            };
            groups.truncate(groups.len() - 2);
            groups.push(merged);
        }
    }
    let mut middles = Vec::with_capacity(wanted.len());
    let mut members = wanted.iter();
    for group in groups {
        let mut at = group.start.clamp(low, (high - group.length).max(low));
        for (_, length) in members.by_ref().take(group.count as usize) {
            middles.push(at + length / 2.0);
            at += length;
        }
    }
    Some(middles)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(years: &[f64]) -> Span {
        let event = |year: &f64| Moment { date: String::new(), year: *year, text: String::new() };
        Span::of(&years.iter().map(event).collect::<Vec<_>>())
    }

    #[test]
    fn dates_stand_to_scale() {
        let span = span(&[1800.0, 1825.0, 1900.0]);
        assert_eq!([span.at(0), span.at(1), span.at(2)], [0.0, 0.25, 1.0]);
        assert_eq!(span.broken(), None);
        assert!(span.ticks().iter().all(|at| (0.0..=1.0).contains(at)) && !span.ticks().is_empty());
    }

    #[test]
    fn a_gap_that_dwarfs_the_others_is_broken() {
        let span = span(&[-3000.0, 1440.0, 1769.0, 2007.0]);
        assert!(span.broken().is_some_and(|at| (at - BREAK / 2.0).abs() < 1e-9));
        assert!(span.at(1) < span.at(2) && span.at(2) < span.at(3));
        assert_eq!(span.at(3), 1.0);
    }

    #[test]
    fn neighbors_move_apart_and_stay_in_order() {
        let middles = apart(&[(10.0, 20.0), (12.0, 20.0), (90.0, 20.0)], 0.0, 100.0).expect("60 of 100");
        assert_eq!(middles, [11.0 - 1.0, 30.0, 90.0]);
        assert!(apart(&[(1.0, 60.0), (2.0, 60.0)], 0.0, 100.0).is_none());
        for seed in 0..200_u32 {
            let wanted: Vec<(f64, f64)> =
                (0..6).map(|index| (f64::from((seed * 7919 + index * 104_729) % 1000) / 10.0, 12.0)).collect();
            let mut wanted = wanted;
            wanted.sort_by(|one, two| one.0.total_cmp(&two.0));
            let middles = apart(&wanted, 0.0, 100.0).expect("72 of 100");
            assert!(middles.windows(2).all(|pair| pair[1] - pair[0] >= 12.0 - 1e-6), "{middles:?}");
            assert!(middles[0] >= 6.0 - 1e-6 && middles[5] <= 94.0 + 1e-6, "{middles:?}");
        }
    }
}
