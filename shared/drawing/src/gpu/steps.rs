//! What the kernels are told to do, gathered before it is sent.

use wgpu::{BindGroup, Buffer};

use crate::damage::Area;
use crate::gpu::kernels::Kernel;

/// Pixels of a workgroup, both ways.
pub(crate) const TILE: usize = 16;

/// Bytes from one step to the next: what every device accepts as the beginning of a binding.
pub(crate) const STRIDE: usize = 256;

/// A step of a kernel, as `Step` of kernels.wgsl has it.
#[derive(Clone, Copy, Default)]
pub(crate) struct Step {
    pub(crate) area: Area,
    /// Where the step's own words begin.
    pub(crate) data: usize,
    /// Of 256.
    pub(crate) strength: u32,
    pub(crate) place: (i32, i32),
    pub(crate) one: u32,
    pub(crate) two: u32,
}

/// One thing after the other.
pub(crate) enum Deed {
    Run {
        kernel: Kernel,
        source: BindGroup,
        groups: (u32, u32),
    },
    /// All of one buffer of the size of the frame into another.
    Copy {
        from: Buffer,
        to: Buffer,
    },
}

/// The deeds of a frame, with the words that they read.
pub(crate) struct Steps {
    size: (usize, usize),
    pub(crate) deeds: Vec<Deed>,
    /// What the kernels are told, `STRIDE` bytes each.
    pub(crate) told: Vec<u32>,
    pub(crate) data: Vec<u32>,
}

impl Steps {
    pub(crate) fn new(size: (usize, usize)) -> Self {
        Self { size, deeds: Vec::new(), told: Vec::new(), data: Vec::new() }
    }

    /// Runs a kernel over the area of a step.
    pub(crate) fn run(&mut self, kernel: Kernel, step: Step, source: &BindGroup) {
        let Area { left, top, right, bottom } = step.area;
        if !step.area.is_empty() {
            let groups = ((right - left).div_ceil(TILE) as u32, (bottom - top).div_ceil(TILE) as u32);
            self.run_groups(kernel, step, source, groups);
        }
    }

    /// Runs as many workgroups of a kernel.
    pub(crate) fn run_groups(&mut self, kernel: Kernel, step: Step, source: &BindGroup, groups: (u32, u32)) {
        let Area { left, top, right, bottom } = step.area;
        let words = [
            left as u32,
            top as u32,
            (right - left) as u32,
            (bottom - top) as u32,
            self.size.0 as u32,
            self.size.1 as u32,
            step.data as u32,
            step.strength,
            step.place.0 as u32,
            step.place.1 as u32,
            step.one,
            step.two,
        ];
        self.told.extend(words);
        self.told.resize(self.told.len().next_multiple_of(STRIDE / 4), 0);
        self.deeds.push(Deed::Run { kernel, source: source.clone(), groups });
    }

    pub(crate) fn copy(&mut self, from: &Buffer, to: &Buffer) {
        self.deeds.push(Deed::Copy { from: from.clone(), to: to.clone() });
    }
}
