//! A painter's frame on the graphics processor.

use std::sync::{Arc, PoisonError, mpsc};

use lectern_lesson::Transition;
use wgpu::{
    BindGroup, BindGroupDescriptor, BindGroupEntry, BindingResource, Buffer, BufferBinding, BufferDescriptor,
    BufferUsages, MapMode, PollType, TextureUsages,
};

use crate::damage::Area;
use crate::gpu::kernels::Kernel;
use crate::gpu::lights::Lights;
use crate::gpu::steps::{Deed, STRIDE, Step, Steps};
use crate::gpu::textures::{texture, upload};
use crate::gpu::{Brush, Graphics, SpriteTexture, rows};
use crate::lens::Focus;
use crate::painter::ShownElement;
use crate::transition;
use crate::world::layer::{Placement, step, strength};
use crate::world::piece::Piece;
use crate::world::{Scenery, Star, World};
use crate::{Color, DrawingError};

/// What a frame is laid together from, from back to front.
pub(crate) struct Picture<'a> {
    pub(crate) world: &'a World,
    pub(crate) scenery: Option<&'a Arc<Scenery>>,
    pub(crate) stars: &'a [(Star, bool)],
    pub(crate) pieces: &'a [Piece],
    /// How far the world is out of focus, if it is; and whether it is the one laid last.
    pub(crate) focus: Option<Focus>,
    pub(crate) keeps_soft_world: bool,
    pub(crate) elements: &'a [ShownElement],
    /// How light the frame is, of 256, and what it sinks into.
    pub(crate) light: u16,
    pub(crate) ink: Color,
    /// The picture that this one passes over, with the scene that this is and how far it has come.
    pub(crate) before: Option<(&'a [u8], &'a Arc<()>, Transition, f64)>,
    /// Rows of the bars above and below.
    pub(crate) bar: usize,
}

/// The buffers of a frame, and what draws its sprites.
pub(crate) struct Page {
    graphics: Arc<Graphics>,
    pub(crate) brush: Brush,
    size: (usize, usize),
    frame: Buffer,
    work: Buffer,
    soft: Option<Buffer>,
    staging: Buffer,
    data: Buffer,
    told: Buffer,
    binding: BindGroup,
    /// What kernels are given that read no picture.
    blank: BindGroup,
    /// The last picture of the scene before, with the scene that it is needed for.
    before: Option<(Arc<()>, BindGroup)>,
    /// What went wrong while sprites were painted.
    failure: Option<DrawingError>,
}

impl Page {
    pub(crate) fn new(graphics: Arc<Graphics>, width: u16, height: u16) -> Self {
        let brush = Brush::new(Arc::clone(&graphics), width, height);
        let size = (usize::from(width), usize::from(height));
        let bytes = size.0 * size.1 * 4;
        let held = BufferUsages::STORAGE | BufferUsages::COPY_SRC | BufferUsages::COPY_DST;
        let (frame, work) = (buffer(&graphics, bytes, held), buffer(&graphics, bytes, held));
        let staging = buffer(&graphics, bytes, BufferUsages::MAP_READ | BufferUsages::COPY_DST);
        let (data, told) = (data_buffer(&graphics, 1 << 16), told_buffer(&graphics, STRIDE * 64));
        let binding = bind(&graphics, [&frame, &work, &data, &told]);
        let view = texture(&graphics.device, 1, 1, TextureUsages::empty()).create_view(&Default::default());
        let blank = graphics.kernels.bind(&graphics.device, &view, &view);
        Self {
            graphics,
            brush,
            size,
            frame,
            work,
            soft: None,
            staging,
            data,
            told,
            binding,
            blank,
            before: None,
            failure: None,
        }
    }

    /// The sprite that was drawn with its brush; what goes wrong is told when the frame is laid.
    pub(crate) fn sprite(&mut self) -> Option<SpriteTexture> {
        match self.brush.finish() {
            Ok(sprite) => Some(sprite),
            Err(failure) => {
                self.failure.get_or_insert(failure);
                None
            }
        }
    }

    /// Lays what of a picture lies in an area, and reads it into `pixels`, which are those of the whole frame.
    ///
    /// # Errors
    /// When the graphics processor fails.
    pub(crate) fn lay(&mut self, picture: &Picture<'_>, area: Area, pixels: &mut [u8]) -> Result<(), DrawingError> {
        if let Some(failure) = self.failure.take() {
            return Err(failure);
        }
        let mut steps = Steps::new(self.size);
        // What is out of focus or passes over another is laid whole.
        let whole = Area::whole(self.size.0, self.size.1);
        let area = if picture.focus.is_some() || picture.before.is_some() { whole } else { area };
        match picture.focus {
            None => self.world(picture, area, &mut steps),
            Some(focus) => self.soft_world(picture, focus, &mut steps),
        }
        for painted in picture.elements.iter().flat_map(|shown| [&shown.halo, &shown.body]) {
            let Some((sprite, ..)) = &painted.sprite else { continue };
            let Some(texture) = sprite.texture() else { continue };
            let place = (sprite.area().left as i32, sprite.area().top as i32);
            let area = sprite.area().within(area);
            let strength = painted.strength.into();
            steps.run(Kernel::Sprite, Step { area, place, strength, ..Step::default() }, &texture.0);
        }
        let ink = u32::from_le_bytes([picture.ink.red, picture.ink.green, picture.ink.blue, 255]);
        if picture.light < 256 {
            let strength = picture.light.into();
            steps.run(Kernel::Fade, Step { area, strength, one: ink, ..Step::default() }, &self.blank);
        }
        if let Some((last, scene, transition, along)) = picture.before {
            self.pass(last, scene, transition, along, &mut steps);
        }
        for (top, bottom) in [(0, picture.bar), (self.size.1 - picture.bar, self.size.1)] {
            let area = area.within(Area { top, bottom, ..whole });
            steps.run(Kernel::Fade, Step { area, one: ink, ..Step::default() }, &self.blank);
        }
        self.send(&steps, area, pixels)
    }

    fn world(&self, picture: &Picture<'_>, area: Area, steps: &mut Steps) {
        let Picture { world, scenery, stars, .. } = *picture;
        let graphics = &*self.graphics;
        let (open, lit) = {
            let mut worlds = graphics.worlds.lock().unwrap_or_else(PoisonError::into_inner);
            (worlds.world(world, graphics), scenery.map(|scenery| (worlds.scenery(scenery, world, graphics), scenery)))
        };
        let scale = world.scale();
        let mut lights = Lights::default();
        for piece in picture.pieces {
            match *piece {
                Piece::Sky { lit: presence } => {
                    let other = lit.as_ref().map_or(&open.sky, |(backdrop, _)| &backdrop.sky);
                    let source = graphics.kernels.bind(&graphics.device, &open.sky, other);
                    let strength = presence.min(256).into();
                    steps.run(Kernel::Sky, Step { area, strength, ..Step::default() }, &source);
                }
                Piece::Star { index, place, opacity } => {
                    if let Some((star, _)) = stars.get(index) {
                        lights.star(star, place, scale, self.size, opacity);
                    }
                }
                Piece::Dash { index, rect, opacity } => {
                    if let Some(color) = scenery.and_then(|scenery| scenery.dash_color(index)) {
                        lights.dash(rect, [color.red, color.green, color.blue], opacity);
                    }
                }
                Piece::Ridge { index, place } => {
                    self.lights(&mut lights, area, steps);
                    let layer = world.ridges().get(index).zip(open.layers.get(index));
                    self.layer(layer, place, area, steps);
                }
                Piece::Layer { index, place } => {
                    self.lights(&mut lights, area, steps);
                    let layer = lit
                        .as_ref()
                        .and_then(|(backdrop, scenery)| scenery.layers().nth(index).zip(backdrop.layers.get(index)));
                    self.layer(layer, place, area, steps);
                }
            }
        }
        self.lights(&mut lights, area, steps);
    }

    fn layer(
        &self,
        layer: Option<(&crate::world::layer::Layer, &BindGroup)>,
        placement: Placement,
        area: Area,
        steps: &mut Steps,
    ) {
        let Some((layer, source)) = layer else { return };
        let area = layer.bounds(self.size.0, self.size.1, placement).within(area);
        let strength = strength(placement.opacity);
        if area.is_empty() || strength == 0 {
            return;
        }
        let data = steps.data.len();
        rows::write(layer, self.size, area, placement, &mut steps.data);
        let (place, one) = ((0, area.top as i32), step(placement.scale) as u32);
        steps.run(Kernel::Layer, Step { area, data, strength, place, one, ..Step::default() }, source);
    }

    fn lights(&self, lights: &mut Lights, area: Area, steps: &mut Steps) {
        let data = steps.data.len();
        let (tiles, first) = lights.write(self.size, area, &mut steps.data);
        if tiles > 0 {
            let step = Step { area, data, one: first as u32, ..Step::default() };
            steps.run_groups(Kernel::Lights, step, &self.blank, (tiles as u32, 1));
        }
    }

    /// The world out of focus; the one laid last is kept beside the frame.
    fn soft_world(&mut self, picture: &Picture<'_>, focus: Focus, steps: &mut Steps) {
        let (width, height) = self.size;
        let held = BufferUsages::COPY_SRC | BufferUsages::COPY_DST;
        let keeps = picture.keeps_soft_world && self.soft.is_some();
        let soft = self.soft.get_or_insert_with(|| buffer(&self.graphics, width * height * 4, held)).clone();
        if keeps {
            steps.copy(&soft, &self.frame);
            return;
        }
        let whole = Area::whole(width, height);
        self.world(picture, whole, steps);
        let (small_width, small_height) = Focus::small(width, height);
        let small = Area::whole(small_width, small_height);
        let half = (small_width * small_height * 3) as u32;
        if focus.weight > 0 {
            steps.run(Kernel::Shrink, Step { area: small, ..Step::default() }, &self.blank);
            if focus.radius > 0 {
                for _ in 0..3 {
                    for (data, two, one) in [(0, half, 1), (half as usize, 0, small_width as u32)] {
                        let strength = focus.radius as u32;
                        let step = Step { area: small, data, strength, one, two, ..Step::default() };
                        steps.run(Kernel::Spread, step, &self.blank);
                    }
                }
            }
            let place = (small_width as i32, small_height as i32);
            let step = Step { area: whole, strength: focus.weight, place, ..Step::default() };
            steps.run(Kernel::Enlarge, step, &self.blank);
        }
        steps.copy(&self.frame, &soft);
    }

    /// Passes over the picture before.
    fn pass(&mut self, last: &[u8], scene: &Arc<()>, transition: Transition, along: f64, steps: &mut Steps) {
        let (width, height) = self.size;
        if along >= 1.0 || last.len() != width * height * 4 {
            return;
        }
        let known = self.before.as_ref().filter(|(known, _)| Arc::ptr_eq(known, scene)).map(|(_, source)| source);
        let source = known.cloned().unwrap_or_else(|| {
            let Graphics { device, queue, kernels, .. } = &*self.graphics;
            let view = upload(device, queue, last, width as u32, height as u32);
            let source = kernels.bind(device, &view, &view);
            self.before = Some((Arc::clone(scene), source.clone()));
            source
        });
        let step = Step { area: Area::whole(width, height), ..Step::default() };
        if transition == Transition::Whip {
            let (offset, radius) = transition::thrown(along, width);
            steps.copy(&self.frame, &self.work);
            steps.run(Kernel::Whip, Step { one: offset as u32, two: radius as u32, ..step }, &source);
        } else if let Some(shares) = transition::shares(transition, along, width) {
            let data = steps.data.len();
            steps.data.extend(shares);
            steps.run(Kernel::Dissolve, Step { data, ..step }, &source);
        }
    }

    /// Has the steps done and reads the rows of an area.
    fn send(&mut self, steps: &Steps, area: Area, pixels: &mut [u8]) -> Result<(), DrawingError> {
        let (data, told): (&[u8], &[u8]) = (bytemuck::cast_slice(&steps.data), bytemuck::cast_slice(&steps.told));
        self.grow(data.len(), told.len());
        let Graphics { device, queue, kernels, .. } = &*self.graphics;
        queue.write_buffer(&self.data, 0, data);
        queue.write_buffer(&self.told, 0, told);
        let mut encoder = device.create_command_encoder(&Default::default());
        let mut deeds = steps.deeds.iter().peekable();
        let mut offset = 0;
        while let Some(deed) = deeds.peek() {
            if let Deed::Copy { from, to } = deed {
                encoder.copy_buffer_to_buffer(from, 0, to, 0, (self.size.0 * self.size.1 * 4) as u64);
                deeds.next();
                continue;
            }
            let mut pass = encoder.begin_compute_pass(&Default::default());
            while let Some(Deed::Run { kernel, source, groups }) =
                deeds.next_if(|deed| matches!(deed, Deed::Run { .. }))
            {
                pass.set_pipeline(kernels.pipeline(*kernel));
                pass.set_bind_group(0, &self.binding, &[offset]);
                pass.set_bind_group(1, source, &[]);
                pass.dispatch_workgroups(groups.0, groups.1, 1);
                offset += STRIDE as u32;
            }
        }
        let row = self.size.0 * 4;
        let (from, bytes) = (area.top * row, (area.bottom - area.top) * row);
        encoder.copy_buffer_to_buffer(&self.frame, from as u64, &self.staging, 0, bytes as u64);
        let submission_index = Some(queue.submit([encoder.finish()]));

        let (tell, told) = mpsc::sync_channel(1);
        let range = 0..bytes as u64;
        self.staging.map_async(MapMode::Read, range.clone(), move |mapped| {
            // Nobody listens any more when the painter gave up on the frame.
            let _ = tell.send(mapped);
        });
        let waited = device.poll(PollType::Wait { submission_index, timeout: None });
        self.graphics.check()?;
        waited.map_err(|error| self.graphics.failed(&error))?;
        // All painters share the device, so another one's poll may have taken this answer and be about to tell it.
        match told.recv() {
            Ok(mapped) => mapped.map_err(|error| self.graphics.failed(&error))?,
            Err(gone) => return Err(self.graphics.failed(&gone)),
        }
        {
            let read = self.staging.get_mapped_range(range).map_err(|error| self.graphics.failed(&error))?;
            pixels[from..from + bytes].copy_from_slice(&read);
        }
        self.staging.unmap();
        Ok(())
    }

    /// Makes room for as many bytes of data and of steps.
    fn grow(&mut self, data: usize, told: usize) {
        let is_enough = |buffer: &Buffer, bytes: usize| buffer.size() >= bytes as u64;
        if is_enough(&self.data, data) && is_enough(&self.told, told) {
            return;
        }
        self.data = data_buffer(&self.graphics, data.next_power_of_two().max(self.data.size() as usize));
        self.told = told_buffer(&self.graphics, told.next_power_of_two().max(self.told.size() as usize));
        self.binding = bind(&self.graphics, [&self.frame, &self.work, &self.data, &self.told]);
    }
}

fn buffer(graphics: &Graphics, bytes: usize, usage: BufferUsages) -> Buffer {
    let size = bytes as u64;
    graphics.device.create_buffer(&BufferDescriptor { label: None, size, usage, mapped_at_creation: false })
}

fn data_buffer(graphics: &Graphics, bytes: usize) -> Buffer {
    buffer(graphics, bytes, BufferUsages::STORAGE | BufferUsages::COPY_DST)
}

fn told_buffer(graphics: &Graphics, bytes: usize) -> Buffer {
    buffer(graphics, bytes, BufferUsages::UNIFORM | BufferUsages::COPY_DST)
}

fn bind<'a>(graphics: &Graphics, [frame, work, data, told]: [&'a Buffer; 4]) -> BindGroup {
    let entry = |(binding, buffer): (u32, &'a Buffer)| BindGroupEntry { binding, resource: buffer.as_entire_binding() };
    let step = BufferBinding { buffer: told, offset: 0, size: std::num::NonZeroU64::new(48) };
    graphics.device.create_bind_group(&BindGroupDescriptor {
        label: Some("page"),
        layout: &graphics.kernels.page,
        entries: &[
            entry((0, frame)),
            entry((1, work)),
            entry((2, data)),
            BindGroupEntry { binding: 3, resource: BindingResource::Buffer(step) },
        ],
    })
}
