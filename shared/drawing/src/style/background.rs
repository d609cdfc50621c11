//! What a style says about the world behind the subject.

use serde::Deserialize;

use crate::Color;

/// The world behind the subject, told apart by its `kind`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum World {
    /// Sky, stars, ridges, lake, moon, clouds, trees.
    NightSky(NightSky),
    /// A lit surface with a texture and, in scenes with room for it, ornaments: paper, a board, a wall, a meadow.
    Backdrop(Backdrop),
}

/// The world at night.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NightSky {
    /// Lit land.
    pub haze: Color,
    /// Far ridges, bodies of clouds.
    pub violet: Color,
    /// Warm horizon.
    pub warm: Color,
    /// How many stars a frame has.
    pub stars: u32,
    /// Strength of the static grain that hides banding, 0 to 0.1.
    pub grain: f64,
    /// Darkness of the corners, 0 to 1.
    pub vignette: f64,
    /// How much of the camera's motion the stars make.
    pub star_parallax: f64,
    /// The same for the moon and far clouds.
    pub moon_parallax: f64,
    /// The same for the far ridge.
    pub far_parallax: f64,
    /// The same for the mid ridge and water.
    pub mid_parallax: f64,
    /// The same for what stands in front.
    pub near_parallax: f64,
}

/// A lit surface with a texture.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Backdrop {
    /// What the surface is.
    pub texture: Texture,
    /// Strength of the texture; 1 is what it was drawn for.
    pub texture_strength: f64,
    /// Color at the top of a frame.
    pub top: Color,
    /// Color at the bottom of a frame.
    pub bottom: Color,
    /// Color where the light falls.
    pub light: Color,
    /// The middle of the light as parts of the frame's width and height.
    pub light_at: [f64; 2],
    /// Strength of the light in its middle, 0 to 1.
    pub light_strength: f64,
    /// Color that the corners take.
    pub edge: Color,
    /// How much of it they take, 0 to 1.
    pub vignette: f64,
    /// Strength of the static grain that hides banding, 0 to 0.1.
    pub grain: f64,
    /// What is drawn on it in scenes that leave room.
    pub ornament: Ornament,
    /// Color of what is near in the ornament.
    pub near: Color,
    /// Color of what is in its middle.
    pub middle: Color,
    /// Color of what is far.
    pub far: Color,
    /// Color of its sun, moon or lamp.
    pub sun: Color,
    /// Color of its lines.
    pub mark: Color,
}

/// What a backdrop is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Texture {
    /// Nothing but light.
    Plain,
    /// Laid paper: relief, laid lines, fibers.
    Paper,
    /// A board that chalk was wiped from.
    Board,
    /// A sheet with a drafting grid in the color of its lines.
    Grid,
    /// A plastered wall.
    Plaster,
}

/// What is drawn on a backdrop in scenes that leave room: titles, chapters, definitions, sentences, big numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ornament {
    /// Nothing.
    None,
    /// A landscape of ink lines and washes.
    Ink,
    /// Figures of geometry in chalk.
    Chalk,
    /// A technical drawing: a wheel, a compass rose, a section, with their measures.
    Drafting,
    /// A room of a museum: a picture in its frame, a vase on a plinth, a floor.
    Museum,
    /// A bright day: hills, sun, trees, drifting clouds.
    Meadow,
    /// The last light of a day over ridges in haze.
    Dusk,
    /// A page of a magazine: fields of color, halftone, hairlines.
    Press,
}
