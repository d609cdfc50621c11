use lectern_lesson::{Node, Rect, TextRole};
use vello_cpu::kurbo::{BezPath, Point};

use crate::composer::Composer;
use crate::element::{Composition, Content, Element, Entrance, Ground, Line, Paint, Response, ShapeContent, Tone};
use crate::plane::Shape;
use crate::text::{Align, TextBlock};
use crate::visual::arrow::{Keep, between, swung};
use crate::visual::clearance::is_clear;
use crate::visual::furniture::{heading, panel};
use crate::visual::naming::{listed, names, picture};

/// Most nodes that an arrangement is tried for; more are listed.
const NODES_MAX: usize = 20;

/// Sizes of type that are tried, from large to small: few names fill the frame as many do.
const SIZES: [f64; 10] = [96.0, 84.0, 74.0, 64.0, 56.0, 50.0, 45.0, 41.0, 37.0, 34.0];

/// Space between an illustration and the text beside it.
const ART_GAP: f64 = 22.0;

/// Space between a panel's edge and its text.
const PADDING: f64 = 26.0;

/// A whole and its kinds or parts: a tidy tree, from the top down or from left to right, whichever has larger type.
pub(crate) fn compose(title: Option<&str>, nodes: &[Node], composer: &Composer<'_>) -> Composition {
    if (1..=NODES_MAX).contains(&nodes.len()) {
        let is_tall = matches!(composer.shape(), Shape::Tall | Shape::Portrait);
        // Levels one under another beside an outline's line are read more easily than type at its smallest.
        let readable = SIZES.iter().filter(|size| composer.shape() == Shape::Wide || **size >= 56.0);
        let trees = readable.flat_map(|size| [is_tall, !is_tall].map(|sideways| (*size, sideways)));
        let tried = trees
            .map(|(size, sideways)| tree(title, nodes, size, sideways, composer))
            .chain(SIZES.iter().map(|size| outline(title, nodes, *size, composer)));
        for composition in tried.flatten() {
            if is_clear(&composition, composer) {
                return composition;
            }
        }
    }
    let names: Vec<String> = nodes.iter().map(|node| node.name.clone()).collect();
    listed(title, &names, composer)
}

/// The parent of each node; none for the root. What names no node before it belongs to the root.
fn parents(nodes: &[Node]) -> Vec<Option<usize>> {
    let parent = |(index, node): (usize, &Node)| match (index, node.parent) {
        (0, _) => None,
        (_, Some(parent)) if parent < index => Some(parent),
        _ => Some(0),
    };
    nodes.iter().enumerate().map(parent).collect()
}

fn tree(
    title: Option<&str>,
    nodes: &[Node],
    size: f64,
    sideways: bool,
    composer: &Composer<'_>,
) -> Option<Composition> {
    let mut composition = Composition::default();
    let top = heading(title, composer, &mut composition);
    let safe = composer.safe();
    let place = Rect::new(safe.x, top, safe.width, safe.bottom() - top);
    let parents = parents(nodes);
    let depths = depths(&parents);
    let levels = depths.iter().max().map_or(1, |depth| depth + 1);
    let between_levels = if sideways { 96.0 } else { 84.0 };
    let long = if sideways { place.width } else { place.height };
    let deep = (long - between_levels * (levels as f64 - 1.0)) / levels as f64;
    // Beside its text when the tree grows sideways, over it when it grows down.
    let art = |node: &Node| if picture(node.picture.as_ref()).is_some() { size * 2.4 } else { 0.0 };
    let widest_art = nodes.iter().map(art).fold(0.0, f64::max);
    let width = if sideways { (deep - 2.0 * PADDING - widest_art).min(size * 9.0) } else { size * 5.6 };
    let texts: Vec<&str> = nodes.iter().map(|node| node.name.as_str()).collect();
    let blocks = names(&texts, size, width, size * 3.6, Align::Center, composer)?;
    if blocks.first()?.size < size - 0.5 {
        return None;
    }
    let boxes: Vec<(f64, f64)> = nodes
        .iter()
        .zip(&blocks)
        .map(|(node, block)| {
            let (text, art) = ((block.ink.width, block.height), art(node));
            let gap = if art > 0.0 { ART_GAP } else { 0.0 };
            if sideways {
                (text.0 + art + gap + 2.0 * PADDING, text.1.max(art) + PADDING)
            } else {
                (text.0.max(art) + 2.0 * PADDING, text.1 + art + PADDING)
            }
        })
        .collect();
    let breadth = |part: usize| if sideways { boxes[part].1 } else { boxes[part].0 };
    let gap = if sideways { 20.0 } else { 28.0 };
    let mut at = tidy(&parents, breadth, gap);
    let low = (0..nodes.len()).map(|part| at[part] - breadth(part) / 2.0).fold(f64::INFINITY, f64::min);
    let high = (0..nodes.len()).map(|part| at[part] + breadth(part) / 2.0).fold(f64::NEG_INFINITY, f64::max);
    let room = if sideways { place.height } else { place.width };
    if high - low > room {
        return None;
    }
    // Spare room goes between the nodes, up to half as much again.
    let air = (room / (high - low)).min(1.8);
    let center = (low + high) / 2.0;
    at.iter_mut().for_each(|at| *at = (*at - center) * air);
    let level_size = |level: usize| {
        let of_level = (0..nodes.len()).filter(|part| depths[*part] == level);
        of_level.map(|part| if sideways { boxes[part].0 } else { boxes[part].1 }).fold(0.0, f64::max)
    };
    let sizes: Vec<f64> = (0..levels).map(level_size).collect();
    let used: f64 = sizes.iter().sum();
    if used + between_levels * (levels as f64 - 1.0) > long {
        return None;
    }
    let step = ((long - used) / (levels as f64 - 1.0).max(1.0)).min(if sideways { 260.0 } else { 190.0 });
    let whole = used + step * (levels as f64 - 1.0);
    let begin = (if sideways { place.x } else { place.y }) + (long - whole) * if sideways { 0.5 } else { 0.4 };
    let along: Vec<f64> =
        (0..levels).map(|level| begin + sizes[..level].iter().sum::<f64>() + step * level as f64).collect();
    let rect = |part: usize| {
        let (width, height) = boxes[part];
        let level = depths[part];
        if sideways {
            Rect::new(along[level], place.y + place.height / 2.0 + at[part] - height / 2.0, width, height)
        } else {
            let y = along[level] + (sizes[level] - height) / 2.0;
            Rect::new(place.x + place.width / 2.0 + at[part] - width / 2.0, y, width, height)
        }
    };
    for (part, parent) in parents.iter().enumerate() {
        if let Some(parent) = parent {
            composition.push(link(rect(*parent), rect(part), sideways, part, composer));
        }
    }
    for (part, (node, block)) in nodes.iter().zip(blocks).enumerate() {
        shown(node, block, rect(part), (width, sideways, art(node)), part, composer, &mut composition);
    }
    Some(composition)
}

/// One node under another, each level further to the right, with lines that lead down from each parent: for tall planes.
fn outline(title: Option<&str>, nodes: &[Node], size: f64, composer: &Composer<'_>) -> Option<Composition> {
    let mut composition = Composition::default();
    let top = heading(title, composer, &mut composition);
    let safe = composer.safe();
    let parents = parents(nodes);
    let depths = depths(&parents);
    let order = preorder(&parents);
    let deepest = depths.iter().max().map_or(0, |depth| *depth) as f64;
    let indent = (size * 2.0).min(safe.width * 0.36 / deepest.max(1.0));
    let art = |node: &Node| if picture(node.picture.as_ref()).is_some() { size * 1.7 } else { 0.0 };
    let width = safe.width - indent * deepest - 2.0 * PADDING - size * 1.7 - ART_GAP;
    let texts: Vec<&str> = nodes.iter().map(|node| node.name.as_str()).collect();
    let blocks = names(&texts, size, width, size * 2.6, Align::Center, composer)?;
    let height = |part: usize| blocks[part].height.max(art(&nodes[part])) + PADDING;
    let whole: f64 = (0..nodes.len()).map(height).sum();
    let spare = safe.bottom() - top - whole;
    let gap = (spare / (nodes.len() as f64 - 1.0).max(1.0)).min(size * 0.9);
    if gap < 14.0 && nodes.len() > 1 {
        return None;
    }
    let widest = |part: usize| {
        let art = art(&nodes[part]);
        blocks[part].ink.width + art + if art > 0.0 { ART_GAP } else { 0.0 } + 2.0 * PADDING
    };
    let reach = (0..nodes.len()).map(|part| indent * depths[part] as f64 + widest(part)).fold(0.0, f64::max);
    let left = safe.x + ((safe.width - reach) / 2.0).max(0.0) * 0.8;
    let mut y = top + (spare - gap * (nodes.len() as f64 - 1.0)) * 0.4;
    let mut rects = vec![Rect::default(); nodes.len()];
    for part in order {
        rects[part] = Rect::new(left + indent * depths[part] as f64, y, widest(part), height(part));
        y += height(part) + gap;
    }
    for (part, parent) in parents.iter().enumerate() {
        let Some(parent) = parent else { continue };
        let (from, to) = (rects[*parent], rects[part]);
        let x = from.x + indent * 0.42;
        let middle = to.y + to.height / 2.0;
        let corner = 22.0_f64.min(to.x - x);
        let mut path = BezPath::new();
        path.move_to((x, from.bottom()));
        path.line_to((x, middle - corner));
        path.quad_to((x, middle), (x + corner, middle));
        path.line_to((to.x, middle));
        composition.push(drawn(path, part, composer));
    }
    for (part, (node, block)) in nodes.iter().zip(blocks).enumerate() {
        shown(node, block, rects[part], (width, true, art(node)), part, composer, &mut composition);
    }
    Some(composition)
}

/// The nodes as they are read in an outline: each before its children, children in their order.
fn preorder(parents: &[Option<usize>]) -> Vec<usize> {
    let mut order = Vec::with_capacity(parents.len());
    let mut waiting = vec![0];
    while let Some(node) = waiting.pop() {
        order.push(node);
        waiting.extend((0..parents.len()).rev().filter(|child| parents[*child] == Some(node)));
    }
    order
}

fn depths(parents: &[Option<usize>]) -> Vec<usize> {
    let mut depths: Vec<usize> = Vec::with_capacity(parents.len());
    for parent in parents {
        // A parent stands before its children, so its depth is known.
        depths.push(parent.and_then(|parent| depths.get(parent)).map_or(0, |depth| depth + 1));
    }
    depths
}

/// The middles of nodes across the direction that a tree grows in, so that no two of a level are nearer than `gap`, a parent stands in
/// the middle of its children, and equal subtrees look equal (Reingold and Tilford, 1981).
fn tidy(parents: &[Option<usize>], breadth: impl Fn(usize) -> f64, gap: f64) -> Vec<f64> {
    let count = parents.len();
    let mut at = vec![0.0; count];
    // The outline of each subtree, level by level, from its root: lowest and highest, relative to the root.
    let mut outlines: Vec<Vec<(f64, f64)>> = vec![Vec::new(); count];
    // Children stand after their parent, so from the last to the first every subtree is done before it is needed.
    for node in (0..count).rev() {
        let children: Vec<usize> = (0..count).filter(|child| parents[*child] == Some(node)).collect();
        let mut merged: Vec<(f64, f64)> = Vec::new();
        let mut places = Vec::with_capacity(children.len());
        for child in &children {
            let outline = &outlines[*child];
            let shift = merged
                .iter()
                .zip(outline)
                .map(|(done, new)| done.1 + gap - new.0)
                .fold(if merged.is_empty() { 0.0 } else { f64::NEG_INFINITY }, f64::max);
            places.push(shift);
            for (level, new) in outline.iter().enumerate() {
                let moved = (new.0 + shift, new.1 + shift);
                match merged.get_mut(level) {
                    Some(done) => *done = (done.0.min(moved.0), done.1.max(moved.1)),
                    None => merged.push(moved),
                }
            }
        }
        let middle = match (places.first(), places.last()) {
            (Some(first), Some(last)) => (first + last) / 2.0,
            _ => 0.0,
        };
        for (child, place) in children.iter().zip(&places) {
            // Relative to its parent for now.
            at[*child] = place - middle;
        }
        let half = breadth(node) / 2.0;
        let mut outline = vec![(-half, half)];
        outline.extend(merged.iter().map(|(low, high)| (low - middle, high - middle)));
        outlines[node] = outline;
    }
    for node in 0..count {
        at[node] += parents[node].map_or(0.0, |parent| at[parent]);
    }
    at
}

/// The line from a parent to its child, drawn when the child comes.
fn link(from: Rect, to: Rect, sideways: bool, part: usize, composer: &Composer<'_>) -> Element {
    let middle = |rect: Rect| Point::new(rect.x + rect.width / 2.0, rect.y + rect.height / 2.0);
    let (start, end) = if sideways {
        (Point::new(from.right(), middle(from).y), Point::new(to.x, middle(to).y))
    } else {
        (Point::new(middle(from).x, from.bottom()), Point::new(middle(to).x, to.y))
    };
    let points = between(swung(start, end, sideways), &[Keep::Box(from)], &[Keep::Box(to)]);
    let mut path = BezPath::new();
    for (index, point) in points.iter().enumerate() {
        if index == 0 { path.move_to(*point) } else { path.line_to(*point) }
    }
    drawn(path, part, composer)
}

/// A line that draws itself when its part comes.
fn drawn(path: BezPath, part: usize, composer: &Composer<'_>) -> Element {
    let line = Line { paint: Paint::Solid(composer.palette().flow, 0.85), width: 5.0, dots: None, glow: None };
    Element::new(Content::Shape(ShapeContent { path, fill: None, stroke: Some(line) }))
        .part(part)
        .enter(Entrance::Draw(0.45))
        .respond(Response::Dims)
}

fn shown(
    node: &Node,
    block: TextBlock,
    rect: Rect,
    (width, sideways, art): (f64, bool, f64),
    part: usize,
    composer: &Composer<'_>,
    composition: &mut Composition,
) {
    composition.push(panel(rect, part, composer.palette().flow).delay(0.1));
    let middle = Point::new(rect.x + rect.width / 2.0, rect.y + rect.height / 2.0);
    let (mut x, mut y) = (middle.x - width / 2.0, middle.y - block.height / 2.0);
    if let Some(name) = picture(node.picture.as_ref()) {
        let place = if sideways {
            x = rect.x + PADDING + art + ART_GAP - (width - block.ink.width) / 2.0;
            Rect::new(rect.x + PADDING * 0.7, middle.y - art / 2.0, art, art)
        } else {
            y = rect.bottom() - PADDING * 0.5 - block.height;
            Rect::new(middle.x - art / 2.0, rect.y + PADDING * 0.4, art, art)
        };
        composition.push(
            composer.illustration(name, place).part(part).delay(0.15).enter(Entrance::Pop).respond(Response::Dims),
        );
    }
    composition.push(
        Element::text(block, x, y, TextRole::Label, Ground::Panel(Tone::Panel))
            .part(part)
            .delay(0.15)
            .enter(Entrance::Rise)
            .respond(Response::Dims),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tidy_tree_centers_parents_and_keeps_its_distance() {
        let parents = [None, Some(0), Some(0), Some(1), Some(1), Some(1), Some(2)];
        let at = tidy(&parents, |_| 10.0, 4.0);
        assert_eq!(at[0], (at[1] + at[2]) / 2.0);
        assert_eq!(at[1], at[4]);
        assert_eq!(at[2], at[6]);
        for (one, two) in [(1, 2), (3, 4), (4, 5), (5, 6)] {
            assert!(at[two] - at[one] >= 14.0 - 1e-9, "{at:?}");
        }
    }
}
