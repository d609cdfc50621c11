//! The user's picture, as large as it can be seen, with its caption and credit and what is named in it.

mod callouts;

use std::sync::Arc;

use lectern_lesson::{Callout, Rect, TextRole};
use vello_cpu::kurbo::Point;

use crate::Picture;
use crate::composer::{Composer, Fitted};
use crate::element::{Composition, Content, Element, Entrance, Ground, PanelContent, PictureContent, Tone};
use crate::retouch::{Backdrop, Paper, backdrop};
use crate::text::{Align, Face, Setting};
use crate::visual::caption::balanced;

/// Space under a figure: there the ridge begins.
const BELOW: f64 = 50.0;

/// Most width of the words under a narrow picture.
const WORDS_WIDTH: f64 = 1_100.0;

/// Space between a picture and its words.
const WORDS_GAP: f64 = 30.0;

/// Space between a picture and a column of words beside it.
const COLUMN_GAP: f64 = 64.0;

/// Width of the column beside a tall picture.
const COLUMN: (f64, f64) = (460.0, 720.0);

/// Most that a small picture is enlarged; beyond, it would look coarse.
const UPSCALE_LIMIT: f64 = 2.2;

/// Paper around a diagram that has a light background of its own.
const PAPER_MARGIN: f64 = 30.0;

/// How much closer the camera is to the picture at the end of the scene.
const ZOOM: f64 = 1.045;

/// The same for a diagram on paper.
const PAPER_ZOOM: f64 = 1.03;

/// Smallest size of a credit in design pixels, and the size it has if it fits.
const CREDIT_SIZES: [f64; 3] = [36.0, 34.0, 32.0];

/// A picture with its words.
pub(crate) fn compose(
    source: &str,
    alt: &str,
    caption: Option<&str>,
    credit: Option<&str>,
    callouts: &[Callout],
    composer: &Composer<'_>,
) -> Composition {
    let mut composition = Composition::default();
    let said = |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let words = Words { caption: said(caption), credit: said(credit) };
    let Some(picture) = composer.picture(source).filter(|picture| picture.width() > 0 && picture.height() > 0) else {
        without_picture(alt, &words, composer, &mut composition);
        return composition;
    };
    let backdrop = backdrop(&picture);
    let margin = if backdrop == Backdrop::None { 0.0 } else { PAPER_MARGIN };
    let size = (f64::from(picture.width()), f64::from(picture.height()));

    if !callouts.is_empty() {
        let arranged = callouts::Arranged::new(size, margin, callouts, &words, composer);
        arranged.place(&picture, backdrop, margin, composer, &mut composition);
        return composition;
    }
    let below = Arrangement::below(size, margin, &words, composer);
    let beside = Arrangement::beside(size, margin, &words, composer);
    // The picture counts most; with little between them, words below it leave the calmer frame.
    let arrangement = match beside {
        Some(beside) if !below.fits || (beside.fits && beside.area() > below.area() * 1.1) => beside,
        _ => below,
    };
    arrangement.place(&picture, backdrop, margin, composer, &mut composition);
    composition
}

/// Lowest edge of a figure and its words.
fn bottom(composer: &Composer<'_>) -> f64 {
    composer.safe().bottom() - BELOW
}

/// What is said about the picture.
struct Words {
    caption: Option<String>,
    credit: Option<String>,
}

impl Words {
    fn set(&self, width: f64, heights: (f64, f64), composer: &Composer<'_>) -> (Option<Fitted>, Option<Fitted>) {
        let palette = composer.palette();
        let caption = self.caption.as_ref().map(|text| {
            let short = text.chars().count() <= 64;
            let (face, size, line_height) = if short {
                (Face::DisplaySemi, composer.scale().body, 1.16)
            } else {
                (Face::Body, composer.scale().sublabel, 1.28)
            };
            let tracking = if short { composer.scale().display_tracking } else { 0.0 };
            let setting = Setting { size, line_height, tracking, width, align: Align::Left };
            balanced(composer, text, face, palette.text, setting, heights.0)
        });
        let credit = self.credit.as_ref().map(|text| {
            let block = |size: f64| {
                let setting = Setting { line_height: 1.24, ..composer.body(size, width, Align::Left) };
                composer.plain(text, Face::Body, palette.muted, setting)
            };
            let fitting =
                CREDIT_SIZES.into_iter().map(block).find(|block| block.height <= heights.1 && !block.breaks_word);
            let fits = fitting.is_some();
            // A credit is owed in full: it is never cut, but reported.
            Fitted { block: fitting.unwrap_or_else(|| block(CREDIT_SIZES[2])), fits }
        });
        (caption, credit)
    }
}

/// Picture and words in their places.
struct Arrangement {
    picture: Rect,
    caption: Option<(Fitted, Point)>,
    credit: Option<(Fitted, Point)>,
    fits: bool,
}

impl Arrangement {
    fn area(&self) -> f64 {
        self.picture.width * self.picture.height
    }

    /// The words under the picture: caption in up to two lines, credit in up to two.
    fn below(size: (f64, f64), margin: f64, words: &Words, composer: &Composer<'_>) -> Self {
        let scale = composer.scale();
        let (mut width, mut set) = (composer.safe().width, (None, None));
        let mut picture = Rect::default();
        // The words are as wide as the picture, and the picture as high as the words let it be: two rounds settle it.
        for _ in 0..3 {
            let credit_height = 2.0 * 1.24 * CREDIT_SIZES[0] + 1.0;
            set = words.set(
                width.max(WORDS_WIDTH.min(composer.safe().width)),
                (2.0 * 1.3 * scale.body, credit_height),
                composer,
            );
            let height = words_height(&set);
            let room = (
                composer.safe().width,
                bottom(composer) - composer.safe().y - if height > 0.0 { height + WORDS_GAP } else { 0.0 },
            );
            let (shown_width, shown_height) = contained(size, room, margin);
            picture = Rect::new(
                composer.safe().x + (composer.safe().width - shown_width) / 2.0,
                composer.safe().y,
                shown_width,
                shown_height,
            );
            if (shown_width - width).abs() < 1.0 {
                break;
            }
            width = shown_width;
        }
        let height = words_height(&set);
        let whole = picture.height + if height > 0.0 { height + WORDS_GAP } else { 0.0 };
        picture.y = composer.safe().y + ((bottom(composer) - composer.safe().y - whole) / 2.0).max(0.0);
        let fits = all_fit(&set) && picture.bottom() + height <= bottom(composer) + 1.0;
        let widest = [&set.0, &set.1].into_iter().flatten().map(|fitted| fitted.block.width).fold(0.0, f64::max);
        // Words start under the picture's left edge, unless they are wider than the picture: then both are centered.
        let left = if widest <= picture.width {
            picture.x
        } else {
            composer.safe().x + (composer.safe().width - widest) / 2.0
        };
        let (caption, credit) = stack(set, Point::new(left, picture.bottom() + WORDS_GAP));
        Self { picture, caption, credit, fits }
    }

    /// The words in a column at the right; none when there are no words.
    fn beside(size: (f64, f64), margin: f64, words: &Words, composer: &Composer<'_>) -> Option<Self> {
        if words.caption.is_none() && words.credit.is_none() {
            return None;
        }
        let room = (composer.safe().width - COLUMN.0 - COLUMN_GAP, bottom(composer) - composer.safe().y);
        let (width, height) = contained(size, room, margin);
        let column = (composer.safe().width - width - COLUMN_GAP).clamp(COLUMN.0, COLUMN.1);
        let limit = bottom(composer) - composer.safe().y;
        let set = words.set(column, (limit * 0.46, limit * 0.5), composer);
        let total = words_height(&set);
        let fits = all_fit(&set) && total <= limit;
        let widest = [&set.0, &set.1].into_iter().flatten().map(|fitted| fitted.block.width).fold(0.0, f64::max);
        let left = composer.safe().x + (composer.safe().width - width - COLUMN_GAP - widest.min(column)) / 2.0;
        let picture =
            Rect::new(left, composer.safe().y + (bottom(composer) - composer.safe().y - height) / 2.0, width, height);
        let middle = picture.y + picture.height / 2.0;
        let top = (middle - total / 2.0).clamp(composer.safe().y, (bottom(composer) - total).max(composer.safe().y));
        let (caption, credit) = stack(set, Point::new(picture.right() + COLUMN_GAP, top));
        Some(Self { picture, caption, credit, fits })
    }

    fn place(
        self,
        picture: &Arc<Picture>,
        backdrop: Backdrop,
        margin: f64,
        composer: &Composer<'_>,
        composition: &mut Composition,
    ) {
        // Diagrams have words at their edges, which must not be cut off.
        let zoom = if backdrop == Backdrop::None { ZOOM } else { PAPER_ZOOM };
        composition.push(shown(picture, self.picture, backdrop, margin, zoom, composer));
        place_words(self.caption, self.credit, composition);
    }
}

/// A picture in its place, on paper where it needs some; it grows to the place by that factor.
fn shown(
    picture: &Arc<Picture>,
    rect: Rect,
    backdrop: Backdrop,
    margin: f64,
    zoom: f64,
    composer: &Composer<'_>,
) -> Element {
    let palette = composer.palette();
    let ground = match backdrop {
        Backdrop::None => None,
        // Paper takes a tint of the style's own light color, so that no area is pure white.
        Backdrop::Paper if palette.is_light() => Some(palette.panel_top),
        Backdrop::Paper => Some(palette.text.mix(palette.muted, 0.14)),
        Backdrop::Night if palette.is_light() => Some(palette.text),
        Backdrop::Night => Some(palette.board),
    };
    let picture = match ground {
        Some(color) => Arc::new(picture.on(Paper { color, margin: margin / (rect.width - 2.0 * margin).max(1.0) })),
        None => Arc::clone(picture),
    };
    let content = PictureContent { picture, rect, radius: 28.0, zoom, whole: true, toward: Point::new(0.5, 0.45) };
    Element::new(Content::Picture(content)).part(0).enter(Entrance::Scale)
}

fn place_words(caption: Option<(Fitted, Point)>, credit: Option<(Fitted, Point)>, composition: &mut Composition) {
    if let Some((fitted, at)) = caption {
        if !fitted.fits {
            composition.overflow(Some(1), "the caption of the figure is too long");
        }
        // Slanted letters may begin before their place.
        let x = at.x - fitted.block.ink.x.min(0.0);
        let text = Element::text(fitted.block, x, at.y, TextRole::Label, Ground::World).part(1);
        composition.push(text.enter(Entrance::Rise).delay(0.25));
    }
    if let Some((fitted, at)) = credit {
        if !fitted.fits {
            composition.overflow(None, "the credit of the figure is too long");
        }
        composition.push(Element::text(fitted.block, at.x, at.y, TextRole::Credit, Ground::World).delay(0.5));
    }
}

/// The size at which a picture with its margin is contained in a room.
fn contained(size: (f64, f64), room: (f64, f64), margin: f64) -> (f64, f64) {
    let inner = ((room.0 - 2.0 * margin).max(1.0), (room.1 - 2.0 * margin).max(1.0));
    let scale = (inner.0 / size.0).min(inner.1 / size.1).min(UPSCALE_LIMIT);
    // A picture of a few pixels still is a picture, not a line.
    ((size.0 * scale + 2.0 * margin).max(24.0), (size.1 * scale + 2.0 * margin).max(24.0))
}

fn words_height(set: &(Option<Fitted>, Option<Fitted>)) -> f64 {
    let height = |fitted: &Option<Fitted>| fitted.as_ref().map_or(0.0, |fitted| fitted.block.height);
    let gap = if set.0.is_some() && set.1.is_some() { 14.0 } else { 0.0 };
    height(&set.0) + gap + height(&set.1)
}

fn all_fit(set: &(Option<Fitted>, Option<Fitted>)) -> bool {
    [&set.0, &set.1].into_iter().flatten().all(|fitted| fitted.fits)
}

type Placed = Option<(Fitted, Point)>;

/// Caption over credit.
fn stack(set: (Option<Fitted>, Option<Fitted>), at: Point) -> (Placed, Placed) {
    let (caption, credit) = set;
    let below = caption.as_ref().map_or(0.0, |fitted| fitted.block.height + 14.0);
    (caption.map(|fitted| (fitted, at)), credit.map(|fitted| (fitted, Point::new(at.x, at.y + below))))
}

/// A picture that is missing: a calm panel says what would be seen.
fn without_picture(alt: &str, words: &Words, composer: &Composer<'_>, composition: &mut Composition) {
    let panel_width = composer.safe().width.min(1_360.0);
    let alt = alt.trim();
    let inside = if alt.is_empty() { words.caption.as_deref().unwrap_or("") } else { alt };
    let shown_inside = alt.is_empty();
    let words = Words { caption: words.caption.clone().filter(|_| !shown_inside), credit: words.credit.clone() };
    let set = words.set(panel_width, (2.0 * 1.3 * composer.scale().body, 2.0 * 1.24 * CREDIT_SIZES[0] + 1.0), composer);
    let words_below = words_height(&set) + if words_height(&set) > 0.0 { WORDS_GAP + 10.0 } else { 0.0 };
    let limit = bottom(composer) - composer.safe().y - words_below - 140.0;
    let size = composer.scale().body;
    let setting = Setting { line_height: 1.35, ..composer.body(size, panel_width - 160.0, Align::Center) };
    let fitted = balanced(composer, inside, Face::Body, composer.palette().text, setting, limit);
    if !fitted.fits {
        composition.overflow(Some(0), "the description of the missing picture is too long");
    }
    let height = (fitted.block.height + 140.0).max(360.0).min(limit + 140.0);
    let top = composer.safe().y + ((bottom(composer) - composer.safe().y - height - words_below) / 2.0).max(0.0);
    let panel = Rect::new(composer.safe().x + (composer.safe().width - panel_width) / 2.0, top, panel_width, height);
    let content = PanelContent { rect: panel, radius: 40.0, tone: Tone::Panel, accent: None };
    composition.push(Element::new(Content::Panel(content)).part(0).enter(Entrance::Scale));
    let y = panel.y + (height - fitted.block.height) / 2.0;
    let text = Element::text(fitted.block, panel.x + 80.0, y, TextRole::Body, Ground::Panel(Tone::Panel)).part(0);
    composition.push(text.enter(Entrance::Fade).delay(0.2));
    let (caption, credit) = stack(set, Point::new(panel.x, panel.bottom() + WORDS_GAP + 10.0));
    place_words(caption, credit, composition);
}
