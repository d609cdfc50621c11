//! Draws a contact sheet of found pictures on a dark and a light ground: `cargo run -p lectern-illustrations --example sheet -- FILE.png [TERM...]`.

use lectern_illustrations::{Context, find, picture};
use vello_cpu::kurbo::{Affine, Rect, Vec2};
use vello_cpu::peniko::Fill;
use vello_cpu::peniko::color::AlphaColor;
use vello_cpu::{Pixmap, RenderContext, Resources};

const CELL: f64 = 120.0;
const COLUMNS: usize = 10;

/// Terms of the lessons and of school, one for each cell.
const TERMS: &str = "sun,cloud,rain,snow,ocean,water vapor,mountains,volcano,tree,leaves,flower,mushroom,bacteria,DNA,microscope,test tube,heart,\
    lungs,brain,tooth,cat,dog,horse,whale,frog,bee,owl,snake,dinosaur,mammoth,king,queen,castle,soldiers,battle,stone walls,fleet,treaty,\
    temple,church,mosque,city,factory,steam engine,railway,car,bicycle,rocket,satellite,planet,moon,telescope,magnet,battery,light bulb,\
    thermometer,money,coins,price,bank,computer,robot,keyboard,book,pencil,right triangle,dice,scissors,guitar,coffee cup";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("name a file to draw into")?;
    let mut terms: Vec<String> = arguments.collect();
    if terms.is_empty() {
        terms = TERMS.split(',').map(|term| term.trim().to_owned()).collect();
    }
    let rows = terms.len().div_ceil(COLUMNS) as f64;
    let (width, height) = (CELL * COLUMNS as f64, CELL * rows);
    let mut context = RenderContext::new(width as u16, 2 * height as u16);
    for (ground, top) in [([18, 20, 28], 0.0), ([250, 247, 240], height)] {
        let [red, green, blue] = ground;
        context.set_transform(Affine::IDENTITY);
        context.set_paint(AlphaColor::from_rgba8(red, green, blue, 255));
        context.fill_rect(&Rect::new(0.0, top, width, top + height));
        for (place, term) in terms.iter().enumerate() {
            let cell = Vec2::new((place % COLUMNS) as f64 * CELL, top + (place / COLUMNS) as f64 * CELL);
            let found = find(term, Context::default()).and_then(picture);
            let found = found.ok_or_else(|| format!("nothing is shown for `{term}`"))?;
            let scale = 0.76 * CELL / found.ink.width().max(found.ink.height());
            let center = cell + Vec2::new(CELL / 2.0, CELL / 2.0);
            context.set_transform(
                Affine::translate(center) * Affine::scale(scale) * Affine::translate(-found.ink.center().to_vec2()),
            );
            for shape in &found.shapes {
                let [red, green, blue] = shape.fill;
                context.set_paint(AlphaColor::from_rgba8(red, green, blue, (shape.opacity * 255.0).round() as u8));
                context.set_fill_rule(if shape.even_odd { Fill::EvenOdd } else { Fill::NonZero });
                context.fill_path(&shape.path);
            }
        }
    }
    context.flush();
    let mut pixels = Pixmap::new(width as u16, 2 * height as u16);
    context.render(&mut pixels, &mut Resources::new());
    let bytes = pixels.data_as_u8_slice().to_vec();
    image::RgbaImage::from_raw(width as u32, 2 * height as u32, bytes).ok_or("the sheet has its size")?.save(file)?;
    Ok(())
}
