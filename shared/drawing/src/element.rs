//! What a visual is composed of: elements on a plane of 1920 × 1080 design pixels, drawn in the order they stand in.

use std::sync::Arc;

use lectern_lesson::{Overflow, Rect, TextRole};
use vello_cpu::kurbo::{Affine, BezPath, Point, Vec2};

use crate::illustration::Artwork;
use crate::text::TextBlock;
use crate::timeline::Timeline;
use crate::{Color, Picture};

/// A visual, measured and placed.
#[derive(Default)]
pub(crate) struct Composition {
    /// From back to front.
    pub(crate) elements: Vec<Element>,
    pub(crate) overflows: Vec<Overflow>,
}

impl Composition {
    /// Adds an element in front of the others.
    pub(crate) fn push(&mut self, element: Element) {
        self.elements.push(element);
    }

    /// Reports that something did not fit.
    pub(crate) fn overflow(&mut self, part: Option<usize>, message: impl Into<String>) {
        self.overflows.push(Overflow { part, message: message.into() });
    }
}

/// One thing on the plane, with how it comes, answers to the voice, and goes.
pub(crate) struct Element {
    pub(crate) content: Content,
    /// The part of the visual that it belongs to; none for furniture.
    pub(crate) part: Option<usize>,
    /// What its entrance waits for.
    pub(crate) start: Start,
    /// Seconds between what it waits for and its entrance.
    pub(crate) delay: f64,
    pub(crate) entrance: Entrance,
    pub(crate) response: Response,
    pub(crate) exit: Exit,
    /// How much larger it is while its part is in focus, and the point that it grows around.
    pub(crate) swell: Option<(f64, Point)>,
    /// Where it stands until a part is shown.
    pub(crate) glide: Option<Glide>,
    /// Where it comes from, when the scene before has shown it.
    pub(crate) arrival: Option<Arrival>,
}

/// An element begins where the scene before left it, and goes to its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Arrival {
    /// From its place to where it was, in design pixels.
    pub(crate) offset: Vec2,
    /// How large it was, as a part of its own size.
    pub(crate) scale: f64,
    /// How far it had stepped back, 0 to 1.
    pub(crate) dim: f64,
}

/// An element stands off its place by an offset until a part is shown, and then glides there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Glide {
    pub(crate) from: Vec2,
    pub(crate) with: usize,
    pub(crate) secs: f64,
}

impl Element {
    /// Furniture that fades in when the scene starts and fades out when it ends.
    pub(crate) fn new(content: Content) -> Self {
        Self {
            content,
            part: None,
            start: Start::Scene,
            delay: 0.0,
            entrance: Entrance::Fade,
            response: Response::Steady,
            exit: Exit::Fade,
            swell: None,
            glide: None,
            arrival: None,
        }
    }

    /// A text at rest at `x`, `y` (the block's top left corner).
    pub(crate) fn text(block: TextBlock, x: f64, y: f64, role: TextRole, ground: Ground) -> Self {
        Self::new(Content::Text(TextContent { block: Arc::new(block), x, y, role, ground, glow: None }))
    }

    /// Belongs to that part: enters on its `show` cue.
    pub(crate) fn part(mut self, part: usize) -> Self {
        self.part = Some(part);
        self.start = Start::Part(part);
        self
    }

    pub(crate) fn start(mut self, start: Start) -> Self {
        self.start = start;
        self
    }

    pub(crate) fn delay(mut self, secs: f64) -> Self {
        self.delay = secs;
        self
    }

    pub(crate) fn enter(mut self, entrance: Entrance) -> Self {
        self.entrance = entrance;
        self
    }

    pub(crate) fn respond(mut self, response: Response) -> Self {
        self.response = response;
        self
    }

    pub(crate) fn exit(mut self, exit: Exit) -> Self {
        self.exit = exit;
        self
    }

    /// Lets it grow by that fraction around a point while its part is in focus.
    pub(crate) fn swell(mut self, by: f64, about: Point) -> Self {
        self.swell = Some((by, about));
        self
    }

    /// Lets an illustration move up and down as if it breathed, by that many design pixels.
    pub(crate) fn drift(mut self, by: f64) -> Self {
        if let Content::Illustration(illustration) = &mut self.content {
            illustration.drift = by;
        }
        self
    }

    /// Lets it stand off its place until a part is shown.
    pub(crate) fn glide(mut self, glide: Glide) -> Self {
        self.glide = Some(glide);
        self
    }

    /// Gives a text a soft halo of that color beneath it.
    pub(crate) fn glow(mut self, color: Color) -> Self {
        if let Content::Text(text) = &mut self.content {
            text.glow = Some(color);
        }
        self
    }
}

/// What an entrance waits for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Start {
    /// The scene's start.
    Scene,
    /// The part's `show` cue (the scene's start, staggered, when it has none).
    Part(usize),
    /// The earlier of the entrances of two parts.
    First(usize, usize),
    /// When the voice comes to the part: its first focus, or its entrance when it is never in focus.
    Reached(usize),
    /// The `answer` cue; without one, the scene's tail.
    Answer,
    /// The pause before the answer.
    Pause,
    /// The later of the entrances of two parts.
    Both(usize, usize),
}

/// How an element comes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Entrance {
    /// It is there at once.
    Cut,
    /// Its opacity rises.
    Fade,
    /// Text rises line by line from behind a mask; other things rise 40 px while they fade in.
    Rise,
    /// It grows from 80 % past its size and back.
    Pop,
    /// It grows from 96 % while it fades in: panels.
    Scale,
    /// Its line draws itself over that many seconds; fills fade in.
    Draw(f64),
    /// It slides in from that offset while it fades in.
    Slide(Vec2),
    /// It grows over that many seconds from a line or point of the plane: bars. `x` and `y` tell which way.
    Grow { from: Point, x: bool, y: bool, secs: f64 },
    /// It is uncovered from left to right over that many seconds.
    Wipe(f64),
}

/// What an element does when the voice is at its part or another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Response {
    /// Nothing.
    Steady,
    /// Text takes the muted color and shapes fade a step while another part is in focus.
    Dims,
    /// It is seen only while its part is in focus: halos, accents, bright edges.
    Lights,
    /// It is seen only while its part is in focus, and gives way before the next comes: texts that share a place. Of parts that
    /// are in focus together only the first is seen.
    Alone,
    /// It tells where its part will be, and is gone once the voice has come to it.
    Foretells,
    /// It fades away at the answer: a countdown, a hint.
    LeavesAtAnswer,
    /// It falls back to 35 % at the answer: a wrong choice.
    Wrong,
    /// It keeps its colors and loses a quarter of its strength while another part is in focus: code.
    Recedes,
}

/// How an element goes in the scene's tail.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Exit {
    /// Its opacity falls.
    Fade,
    /// It slides by that offset while it fades.
    Slide(Vec2),
    /// It stands to the end: the next scene goes on with it.
    Stay,
}

/// What an element shows.
#[derive(Clone)]
pub(crate) enum Content {
    Text(TextContent),
    Shape(ShapeContent),
    Panel(PanelContent),
    Glow(GlowContent),
    Picture(PictureContent),
    Illustration(IllustrationContent),
    Formula(FormulaContent),
    /// Something that changes by itself: a number that counts, a ring that drains. Called for every frame.
    Live(Arc<Live>),
}

/// What live content draws at a moment; a pure function of it.
pub(crate) type Live = dyn Fn(&Moment<'_>) -> Vec<Content> + Send + Sync;

/// A moment in the life of an element.
pub(crate) struct Moment<'a> {
    /// Seconds since the scene's start.
    pub(crate) scene_secs: f64,
    /// Seconds since its entrance began; 0 before.
    pub(crate) secs: f64,
    /// When things happen in this scene.
    pub(crate) timeline: &'a Timeline,
}

/// A block of text.
#[derive(Clone)]
pub(crate) struct TextContent {
    pub(crate) block: Arc<TextBlock>,
    /// Left edge of the block.
    pub(crate) x: f64,
    /// Top edge of the block.
    pub(crate) y: f64,
    pub(crate) role: TextRole,
    /// What it stands on, for the contrast that the layout reports.
    pub(crate) ground: Ground,
    /// Color of a soft halo beneath it.
    pub(crate) glow: Option<Color>,
}

impl TextContent {
    /// Bounding box of its ink on the plane.
    pub(crate) fn ink(&self) -> Rect {
        let ink = self.block.ink;
        Rect::new(self.x + ink.x, self.y + ink.y, ink.width, ink.height)
    }
}

/// What a text stands on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Ground {
    /// The world itself.
    World,
    /// A panel over the world.
    Panel(Tone),
    /// An opaque color.
    Plain(Color),
}

/// What a panel is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Glass in the style's panel colors.
    Panel,
    /// Almost opaque board, for code.
    Board,
}

/// A panel with a rounded edge and a soft shadow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct PanelContent {
    pub(crate) rect: Rect,
    pub(crate) radius: f64,
    pub(crate) tone: Tone,
    /// Color of its edge when its part is in focus or it is the answer.
    pub(crate) accent: Option<Color>,
}

/// A path, filled, stroked or both.
#[derive(Clone, PartialEq)]
pub(crate) struct ShapeContent {
    pub(crate) path: BezPath,
    pub(crate) fill: Option<Paint>,
    pub(crate) stroke: Option<Line>,
}

/// A stroke.
#[derive(Clone, PartialEq)]
pub(crate) struct Line {
    pub(crate) paint: Paint,
    pub(crate) width: f64,
    /// Dots of the line's width with that distance between their middles; solid without.
    pub(crate) dots: Option<f64>,
    /// Color of a soft light along it.
    pub(crate) glow: Option<Color>,
}

/// What a shape is painted with. Opacities 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Paint {
    Solid(Color, f64),
    /// From one point to another.
    Linear {
        from: Point,
        to: Point,
        stops: Vec<(f64, Color, f64)>,
    },
    /// From the middle to the radius.
    Radial {
        center: Point,
        radius: f64,
        stops: Vec<(f64, Color, f64)>,
    },
}

/// Light around a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct GlowContent {
    pub(crate) center: Point,
    pub(crate) radius: f64,
    pub(crate) color: Color,
    /// Opacity in the middle, 0 to 1.
    pub(crate) strength: f64,
}

/// A picture, clipped to a rounded rectangle that it covers.
#[derive(Clone)]
pub(crate) struct PictureContent {
    pub(crate) picture: Arc<Picture>,
    pub(crate) rect: Rect,
    pub(crate) radius: f64,
    /// How much larger it is at the end of the scene than at the start; 1 for none.
    pub(crate) zoom: f64,
    /// Whether it grows with its frame, to `rect` at the end, instead of within it: a zoom within its frame would cut the
    /// labels of a diagram off at its edges.
    pub(crate) whole: bool,
    /// The point of the picture that it grows around, as fractions of its width and height.
    pub(crate) toward: Point,
}

/// An illustration of the library, in its own proportions in the middle of its place.
#[derive(Clone)]
pub(crate) struct IllustrationContent {
    /// Its name in the library. Its place is the same whether the library has it or not.
    pub(crate) name: String,
    pub(crate) rect: Rect,
    /// How far it moves up and down as if it breathed, in design pixels; 0 for not at all.
    pub(crate) drift: f64,
    /// What is painted, once a scene is prepared; none before, and when the library has no such name.
    pub(crate) artwork: Option<Arc<Artwork>>,
}

/// A line of a formula as outlines on the plane.
#[derive(Clone)]
pub(crate) struct FormulaContent {
    /// Outlines to be filled, in reading order, with their colors.
    pub(crate) pieces: Arc<Vec<(BezPath, Color)>>,
    /// Width of a stroke along the outlines that makes thin type readable on film.
    pub(crate) weight: f64,
    /// Its LaTeX.
    pub(crate) text: String,
    /// Bounding box of its ink.
    pub(crate) ink: Rect,
    /// Font size of its smallest glyphs.
    pub(crate) size: f64,
    /// What it stands on.
    pub(crate) ground: Ground,
    /// Where its pieces come from, one for each of them or none at all: glyphs of the line before that become its own.
    pub(crate) flights: Arc<Vec<Option<Flight>>>,
}

/// How a piece of a formula comes from a piece of another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Flight {
    /// From its place at rest to where it comes from.
    pub(crate) from: Affine,
    /// Its color on the way, where it changes its place among the others.
    pub(crate) color: Option<Color>,
}
