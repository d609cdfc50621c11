use lectern_lesson::Format;
use thiserror::Error;

/// Why something could not be drawn.
#[derive(Debug, Error)]
pub enum DrawingError {
    /// A frame shape that no layout exists for.
    #[error("frames of {}×{} cannot be drawn: films are 16:9, 9:16, 1:1 or 4:5, such as 1920×1080, 1080×1920, 1080×1080 or 1080×1350", .format.width, .format.height)]
    UnknownShape {
        /// The format asked for.
        format: Format,
    },
    /// A frame size that is out of range.
    #[error("frames of {}×{} at {} a second cannot be drawn: the shorter side may be 180 pixels or more, the longer one up to 3840, the rate 1 to 120", .format.width, .format.height, .format.fps)]
    SizeOutOfRange {
        /// The format asked for.
        format: Format,
    },
    /// The painter was made for another format than the scene.
    #[error("a painter of {}×{} cannot draw a scene of {}×{}", .painter.width, .painter.height, .scene.width, .scene.height)]
    PainterMismatch {
        /// The painter's format.
        painter: Format,
        /// The scene's format.
        scene: Format,
    },
    /// A frame beyond the end of its scene.
    #[error("scene {scene} has {frames} frames; frame {frame} does not exist")]
    NoSuchFrame {
        /// Id of the scene.
        scene: String,
        /// The frame asked for.
        frame: u32,
        /// How many there are.
        frames: u32,
    },
    /// An embedded font could not be read.
    #[error("the embedded font {name} cannot be read")]
    BadFont {
        /// Name of the font file.
        name: &'static str,
    },
    /// A contact sheet with more pixels than can be held in memory.
    #[error("a contact sheet of {width}×{height} pixels is too large; take more columns or fewer scenes")]
    SheetTooLarge {
        /// Its width.
        width: u32,
        /// Its height.
        height: u32,
    },
    /// Pixels that could not be encoded as PNG.
    #[error("the picture cannot be encoded as PNG")]
    Unencodable {
        /// What the encoder said.
        #[source]
        cause: image::ImageError,
    },
    /// A machine without a graphics processor to draw on.
    #[error("there is no graphics processor to draw on: {reason}; without it, the processor draws")]
    NoGraphics {
        /// What was looked for and not found.
        reason: String,
    },
    /// A graphics processor that failed while it drew.
    #[error("the graphics processor {name} failed: {said}; without it, the processor draws")]
    GraphicsFailed {
        /// Its name.
        name: String,
        /// What its driver said.
        said: String,
    },
    /// A picture in a form that is not known.
    #[error("the picture is neither PNG, JPEG, WebP nor GIF")]
    UnknownPicture,
    /// A picture with more pixels than can be drawn in bounded memory.
    #[error("the picture has {width}×{height} pixels; {} million are the limit", crate::picture::PIXEL_LIMIT / 1_000_000)]
    PictureTooLarge {
        /// Its width.
        width: u32,
        /// Its height.
        height: u32,
    },
    /// A picture that does not decode.
    #[error("the picture cannot be decoded")]
    BrokenPicture {
        /// What the decoder said.
        #[source]
        cause: image::ImageError,
    },
}

/// Why a style was refused.
#[derive(Debug, Error)]
pub enum StyleError {
    /// Not TOML, or not the fields of a style.
    #[error("the style cannot be read")]
    Unreadable {
        /// What the parser said, with the place.
        #[source]
        cause: toml::de::Error,
    },
    /// A text color that is too close to what lies behind it.
    #[error("{text} on {ground} has a contrast of {contrast:.2}; text needs {needed:.1}")]
    LowContrast {
        /// Name and value of the text color.
        text: String,
        /// Name and value of the ground.
        ground: String,
        /// The WCAG contrast found.
        contrast: f64,
        /// The contrast needed.
        needed: f64,
    },
    /// A face that is not embedded.
    #[error("{field} is {name:?}, which is not embedded; choose one of {}", crate::Style::face_names().join(", "))]
    UnknownFace {
        /// Path of the field, such as `type.display`.
        field: &'static str,
        /// The name found.
        name: String,
    },
    /// A table of colors that cannot be read.
    #[error("the style's grade.lut names {name:?}, which cannot be read; its place is counted from the style's file")]
    LutNotFound {
        /// The file's name as the style has it.
        name: String,
        /// What the system said.
        #[source]
        cause: std::io::Error,
    },
    /// A file that is no table of colors.
    #[error("the style's grade.lut names {name:?}, which is no table of colors (.cube)")]
    BadLut {
        /// The file's name as the style has it.
        name: String,
        /// What is wrong with it, with the line.
        #[source]
        cause: crate::CubeError,
    },
    /// A number out of its range.
    #[error("{field} is {value}; it may be {range}")]
    OutOfRange {
        /// Path of the field, such as `type_scale.floor`.
        field: &'static str,
        /// Its value.
        value: f64,
        /// The range in words.
        range: &'static str,
    },
}
