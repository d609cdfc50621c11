//! The layers of a graph of causes and effects: what stands beside what, with as few crossings as little effort finds.

use lectern_lesson::Arrow;

/// Where the things of a graph stand, from causes to effects.
pub(super) struct Layers {
    /// In each layer what stands in it, in order.
    layers: Vec<Vec<Slot>>,
}

/// What stands in a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    Thing(usize),
    /// An arrow that passes on its way to a later layer.
    Pass(usize),
}

impl Layers {
    /// The layers of `count` things; an arrow from a later to an earlier thing does not count.
    pub(super) fn of(count: usize, arrows: &[Arrow]) -> Self {
        let mut depth = vec![0_usize; count];
        for to in 0..count {
            let before = arrows.iter().filter(|arrow| arrow.to == to && arrow.from < to);
            depth[to] = before.map(|arrow| depth[arrow.from] + 1).max().unwrap_or(0);
        }
        // A cause of something late stands right before it, not at the far end.
        for from in (0..count).rev() {
            let after = arrows.iter().filter(|arrow| arrow.from == from && arrow.to > from);
            let is_first = !arrows.iter().any(|arrow| arrow.to == from && arrow.from < from);
            if let Some(next) = after.map(|arrow| depth[arrow.to]).min()
                && is_first
            {
                depth[from] = next.saturating_sub(1);
            }
        }
        let mut layers: Vec<Vec<Slot>> = vec![Vec::new(); depth.iter().max().map_or(1, |depth| depth + 1)];
        for (thing, depth) in depth.iter().enumerate() {
            layers[*depth].push(Slot::Thing(thing));
        }
        for (index, arrow) in arrows.iter().enumerate() {
            for between in depth[arrow.from] + 1..depth[arrow.to] {
                layers[between].push(Slot::Pass(index));
            }
        }
        let mut layers = Self { layers };
        for sweep in 0..6 {
            layers.sort(arrows, sweep % 2 == 0);
        }
        layers
    }

    /// Orders each layer by the middle of what its slots are joined to in the layer before (or after) it.
    fn sort(&mut self, arrows: &[Arrow], forward: bool) {
        for step in 1..self.layers.len() {
            let (layer, other) =
                if forward { (step, step - 1) } else { (self.layers.len() - 1 - step, self.layers.len() - step) };
            let beside = self.layers[other].clone();
            let spread = |at: usize, count: usize| (at as f64 + 0.5) / count as f64;
            let own = self.layers[layer].len();
            let mut slots: Vec<(f64, Slot)> = self.layers[layer]
                .iter()
                .enumerate()
                .map(|(at, slot)| {
                    let joined = beside.iter().enumerate().filter(|(_, other)| joins(arrows, *slot, **other));
                    let places: Vec<f64> = joined.map(|(at, _)| spread(at, beside.len())).collect();
                    let mean = places.iter().sum::<f64>() / places.len().max(1) as f64;
                    (if places.is_empty() { spread(at, own) } else { mean }, *slot)
                })
                .collect();
            slots.sort_by(|one, two| one.0.total_cmp(&two.0));
            self.layers[layer] = slots.into_iter().map(|(_, slot)| slot).collect();
        }
    }

    /// How many layers there are; at least one.
    pub(super) fn count(&self) -> usize {
        self.layers.len().max(1)
    }

    /// How many slots the fullest layer has; at least one.
    pub(super) fn widest(&self) -> usize {
        self.layers.iter().map(Vec::len).max().unwrap_or(1).max(1)
    }

    /// Where a thing stands, along and across the way from causes to effects, each 0 to 1.
    pub(super) fn place(&self, thing: usize) -> (f64, f64) {
        self.find(Slot::Thing(thing)).first().copied().unwrap_or((0.5, 0.5))
    }

    /// Where an arrow passes layers between those of its ends, in order.
    pub(super) fn passes(&self, arrow: usize) -> Vec<(f64, f64)> {
        self.find(Slot::Pass(arrow))
    }

    fn find(&self, slot: Slot) -> Vec<(f64, f64)> {
        let count = self.count() as f64;
        let places = self.layers.iter().enumerate().filter_map(|(layer, slots)| {
            let at = slots.iter().position(|other| *other == slot)?;
            Some(((layer as f64 + 0.5) / count, (at as f64 + 0.5) / slots.len() as f64))
        });
        places.collect()
    }
}

/// Whether an arrow joins two slots of neighboring layers.
fn joins(arrows: &[Arrow], one: Slot, two: Slot) -> bool {
    let ends = |slot: Slot, index: usize, arrow: &Arrow| match slot {
        Slot::Thing(thing) => arrow.from == thing || arrow.to == thing,
        Slot::Pass(pass) => pass == index,
    };
    arrows.iter().enumerate().any(|(index, arrow)| ends(one, index, arrow) && ends(two, index, arrow))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn effects_stand_after_their_causes_and_arrows_do_not_cross_needlessly() {
        let arrow = |(from, to)| Arrow { from, to, label: None };
        let arrows: Vec<Arrow> = [(0, 3), (1, 2), (2, 4), (3, 4), (0, 4)].map(arrow).to_vec();
        let layers = Layers::of(5, &arrows);
        for Arrow { from, to, .. } in &arrows {
            assert!(layers.place(*from).0 < layers.place(*to).0, "{from} to {to}");
        }
        let above = |one: usize, two: usize| layers.place(one).1 < layers.place(two).1;
        assert_eq!(above(0, 1), above(3, 2));
        assert_eq!(layers.passes(4).len(), 1);
    }
}
