//! Draws a handful of maps: `cargo run -p lectern-atlas --example maps -- FOLDER`.

use std::path::Path;

use lectern_atlas::{Atlas, Kind, Place, View};
use vello_cpu::kurbo::{Affine, BezPath, Circle, Rect, Shape, Stroke};
use vello_cpu::peniko::color::AlphaColor;
use vello_cpu::{Pixmap, RenderContext, Resources};

const HEIGHT: f64 = 720.0;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("name a folder to draw into")?;
    let folder = Path::new(&folder);
    let atlas = Atlas::standard();
    let maps: [(&str, &str, f64); 12] = [
        ("bosphorus", "Constantinople lies on the Bosphorus, with the Golden Horn to its north.", 16.0 / 9.0),
        ("marmara", "From Constantinople over the Sea of Marmara to the Dardanelles.", 16.0 / 9.0),
        ("ottoman", "The fall of Constantinople was felt in Athens, Rome and Alexandria.", 16.0 / 9.0),
        ("nile", "The Nile flows past Khartoum, Luxor and Cairo.", 9.0 / 16.0),
        ("world", "", 16.0 / 9.0),
        ("pacific", "From Tokyo by way of Hawaii and Fiji to Los Angeles.", 16.0 / 9.0),
        ("europe", "Europe", 16.0 / 9.0),
        ("fiji", "Fiji and Tonga", 1.0),
        ("antarctica", "Antarctica", 16.0 / 9.0),
        ("arctic", "Svalbard and Alaska", 1.0),
        ("zealand", "New Zealand", 4.0 / 5.0),
        ("turkey", "Ankara is the capital of Turkey.", 16.0 / 9.0),
    ];
    for (name, text, aspect) in maps {
        let places = atlas.places_in(text);
        let view = atlas.frame(&places, aspect);
        draw(&view, &places, &folder.join(format!("{name}.png")))?;
    }
    Ok(())
}

fn draw(view: &View<'_>, places: &[Place], file: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let (width, height) = ((HEIGHT * view.width()).round() as u16, HEIGHT as u16);
    let mut context = RenderContext::new(width, height);
    let scale = Affine::scale(HEIGHT);
    let tolerance = 0.4 / HEIGHT;
    let mut fill = |path: &BezPath, color: [u8; 3]| {
        context.set_paint(AlphaColor::from_rgba8(color[0], color[1], color[2], 255));
        context.fill_path(&(scale * path));
    };
    fill(&Rect::new(0.0, 0.0, view.width(), 1.0).to_path(1e-3), [176, 200, 206]);
    fill(&view.land(tolerance), [236, 222, 190]);
    for place in places.iter().filter(|place| place.kind == Kind::Country) {
        fill(&view.country(&place.country, tolerance), [226, 178, 140]);
    }
    fill(&view.lakes(tolerance), [176, 200, 206]);
    let mut stroke = |path: &BezPath, color: [u8; 3], width: f64| {
        context.set_paint(AlphaColor::from_rgba8(color[0], color[1], color[2], 255));
        context.set_stroke(Stroke::new(width));
        context.stroke_path(&(scale * path));
    };
    stroke(&view.rivers(tolerance), [120, 160, 180], 1.5);
    stroke(&view.borders(tolerance), [170, 140, 110], 1.0);
    stroke(&view.coasts(tolerance), [60, 50, 40], 1.5);
    for place in places {
        let dot = view.project(place.longitude, place.latitude);
        let radius = if place.kind == Kind::City { 5.0 } else { 9.0 };
        stroke(&Circle::new(dot, radius / HEIGHT).to_path(1e-4), [170, 20, 20], 3.0);
    }
    let mut resources = Resources::new();
    let mut pixmap = Pixmap::new(width, height);
    context.flush();
    context.render(&mut pixmap, &mut resources);
    let image = image::RgbaImage::from_raw(u32::from(width), u32::from(height), pixmap.data_as_u8_slice().to_vec())
        .ok_or("the picture has another size than its pixels")?;
    image.save(file)?;
    Ok(())
}
