//! The compute kernels, and how what they work on is bound.

use wgpu::{
    BindGroup, BindGroupDescriptor, BindGroupEntry, BindGroupLayout, BindGroupLayoutDescriptor, BindGroupLayoutEntry,
    BindingResource, BindingType, BufferBindingType, ComputePipeline, ComputePipelineDescriptor, Device,
    PipelineLayoutDescriptor, ShaderStages, TextureSampleType, TextureView, TextureViewDimension, include_wgsl,
};

/// A kernel of kernels.wgsl.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kernel {
    Sky,
    Layer,
    Lights,
    Sprite,
    Shrink,
    Spread,
    Enlarge,
    Fade,
    Dissolve,
    Whip,
}

impl Kernel {
    const ALL: [(Self, &str); 10] = [
        (Self::Sky, "sky"),
        (Self::Layer, "layer"),
        (Self::Lights, "lights"),
        (Self::Sprite, "sprite"),
        (Self::Shrink, "shrink"),
        (Self::Spread, "spread"),
        (Self::Enlarge, "enlarge"),
        (Self::Fade, "fade"),
        (Self::Dissolve, "dissolve"),
        (Self::Whip, "whip"),
    ];
}

/// The kernels, compiled.
pub(crate) struct Kernels {
    pipelines: Vec<ComputePipeline>,
    /// What a page binds: frame, work, planes, data and the step.
    pub(crate) page: BindGroupLayout,
    /// Two pictures.
    source: BindGroupLayout,
}

impl Kernels {
    pub(crate) fn new(device: &Device) -> Self {
        let module = device.create_shader_module(include_wgsl!("kernels.wgsl"));
        let buffer = |binding, ty, has_dynamic_offset| BindGroupLayoutEntry {
            binding,
            visibility: ShaderStages::COMPUTE,
            ty: BindingType::Buffer { ty, has_dynamic_offset, min_binding_size: None },
            count: None,
        };
        let written = BufferBindingType::Storage { read_only: false };
        let page = device.create_bind_group_layout(&BindGroupLayoutDescriptor {
            label: Some("page"),
            entries: &[
                buffer(0, written, false),
                buffer(1, written, false),
                buffer(2, BufferBindingType::Storage { read_only: true }, false),
                buffer(3, BufferBindingType::Uniform, true),
            ],
        });
        let texture = |binding| BindGroupLayoutEntry {
            binding,
            visibility: ShaderStages::COMPUTE,
            ty: BindingType::Texture {
                sample_type: TextureSampleType::Float { filterable: false },
                view_dimension: TextureViewDimension::D2,
                multisampled: false,
            },
            count: None,
        };
        let source = device.create_bind_group_layout(&BindGroupLayoutDescriptor {
            label: Some("source"),
            entries: &[texture(0), texture(1)],
        });
        let layout = device.create_pipeline_layout(&PipelineLayoutDescriptor {
            label: Some("kernels"),
            bind_group_layouts: &[Some(&page), Some(&source)],
            immediate_size: 0,
        });
        let pipelines = Kernel::ALL
            .iter()
            .map(|(_, name)| {
                device.create_compute_pipeline(&ComputePipelineDescriptor {
                    label: Some(name),
                    layout: Some(&layout),
                    module: &module,
                    entry_point: Some(name),
                    compilation_options: Default::default(),
                    cache: None,
                })
            })
            .collect();
        Self { pipelines, page, source }
    }

    /// A kernel, ready to run.
    pub(crate) fn pipeline(&self, kernel: Kernel) -> &ComputePipeline {
        let index = Kernel::ALL.iter().position(|(known, _)| *known == kernel);
        &self.pipelines[index.expect("every kernel is among all of them")]
    }

    /// Two pictures, to be read by a kernel.
    pub(crate) fn bind(&self, device: &Device, source: &TextureView, other: &TextureView) -> BindGroup {
        let entry = |binding, view| BindGroupEntry { binding, resource: BindingResource::TextureView(view) };
        device.create_bind_group(&BindGroupDescriptor {
            label: Some("source"),
            layout: &self.source,
            entries: &[entry(0, source), entry(1, other)],
        })
    }
}
