use lectern_lesson::TextRole;
use vello_cpu::kurbo::Point;

use crate::composer::Composer;
use crate::element::{Composition, Content, Element, Entrance, GlowContent, Ground};
use crate::text::{Align, Face};

/// A quotation: the words large, the mark that opens them at the left or above, the author below.
pub(crate) fn compose(text: &str, author: Option<&str>, composer: &Composer<'_>) -> Composition {
    let mut composition = Composition::default();
    let palette = composer.palette();
    let (safe, is_wide) = (composer.safe(), composer.is_wide());
    let (left, width) = if is_wide { (safe.x + 230.0, 1330.0) } else { (safe.x + 30.0, safe.width - 60.0) };
    let author = author.filter(|author| !author.trim().is_empty());
    // Above the words the mark takes room of its own.
    let lead = if is_wide { 0.0 } else { 190.0 };
    let room = if is_wide { 660.0 } else { safe.height * 0.7 - lead };
    let room = if author.is_some() { room - 100.0 } else { room };
    let setting = composer.display(composer.larger(composer.scale().question * 0.92), width, Align::Left);
    let setting = crate::text::Setting { line_height: 1.14, ..setting };
    let fitted = composer.fit_plain(text.trim(), Face::DisplaySemi, palette.text, setting, room);
    if !fitted.fits {
        composition.overflow(Some(0), "the quotation is too long for one frame");
    }
    let whole = fitted.block.height + if author.is_some() { 120.0 } else { 0.0 };
    let (middle, highest) = if is_wide { (450.0, 60.0) } else { (safe.y + safe.height * 0.42, 10.0) };
    let top = (middle - (whole + lead) / 2.0).max(safe.y + highest);
    let mark = composer.plain("“", Face::Display, palette.structure, composer.display(340.0, 400.0, Align::Left));
    let light = GlowContent {
        center: Point::new(safe.x + 96.0, top + 70.0),
        radius: 300.0,
        color: palette.structure,
        strength: 0.26,
    };
    composition.push(Element::new(Content::Glow(light)));
    let at = Point::new(safe.x + 20.0 - mark.ink.x, top + 4.0 - mark.ink.y);
    let top = top + lead;
    composition.push(Element::text(mark, at.x, at.y, TextRole::Label, Ground::World).enter(Entrance::Pop));
    let below = top + fitted.block.height + 46.0;
    composition
        .push(Element::text(fitted.block, left, top, TextRole::Body, Ground::World).part(0).enter(Entrance::Rise));
    if let Some(author) = author {
        let setting = composer.body(composer.scale().body * 0.93, width, Align::Left);
        let fitted = composer.fit_plain(author, Face::Body, palette.result, setting, 80.0);
        if !fitted.fits {
            composition.overflow(Some(1), "the author's name is too long");
        }
        composition.push(
            Element::text(fitted.block, left + 4.0, below, TextRole::Label, Ground::World)
                .part(1)
                .enter(Entrance::Rise),
        );
    }
    composition
}
