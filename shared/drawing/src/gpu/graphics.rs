use std::sync::{Arc, Mutex, PoisonError};

use wgpu::{
    Adapter, Backends, Device, DeviceDescriptor, DeviceType, DownlevelFlags, Instance, InstanceDescriptor, Queue,
};

use crate::DrawingError;
use crate::gpu::kernels::Kernels;
use crate::gpu::textures::WorldTextures;

/// A graphics processor, opened. Shared by all painters that draw on it.
pub(crate) struct Graphics {
    pub(crate) device: Device,
    pub(crate) queue: Queue,
    pub(crate) kernels: Kernels,
    pub(crate) worlds: Mutex<WorldTextures>,
    name: String,
    /// What the device complained about first.
    failure: Arc<Mutex<Option<String>>>,
}

impl Graphics {
    /// Looks for the best graphics processor of this machine, or one that is computed by the processor.
    ///
    /// # Errors
    /// When there is none.
    pub(crate) fn find(is_software: bool) -> Result<Adapter, DrawingError> {
        if Instance::enabled_backend_features().is_empty() {
            return Err(none("this program reaches none on this system"));
        }
        let instance = Instance::new(InstanceDescriptor::new_without_display_handle());
        let adapters = pollster::block_on(instance.enumerate_adapters(Backends::all()));
        adapters
            .into_iter()
            .filter_map(|adapter| Some((rank(&adapter, is_software)?, adapter)))
            .min_by_key(|(rank, _)| *rank)
            .map(|(_, adapter)| adapter)
            .ok_or_else(|| none(if is_software { "no driver computes one in software" } else { "none was found" }))
    }

    /// Opens what [`Graphics::find`] finds.
    ///
    /// # Errors
    /// When there is none, or it cannot be opened.
    pub(crate) fn open(is_software: bool) -> Result<Self, DrawingError> {
        let adapter = Self::find(is_software)?;
        let info = adapter.get_info();
        let descriptor =
            DeviceDescriptor { label: None, required_limits: adapter.limits(), ..DeviceDescriptor::default() };
        let (device, queue) = pollster::block_on(adapter.request_device(&descriptor))
            .map_err(|cause| none(&format!("{} cannot be opened: {cause}", info.name)))?;
        let failure = Arc::new(Mutex::new(None));
        let noted = Arc::clone(&failure);
        device.on_uncaptured_error(Arc::new(move |error: wgpu::Error| {
            noted.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| error.to_string());
        }));
        let kernels = Kernels::new(&device);
        let graphics = Self { device, queue, kernels, worlds: Mutex::default(), name: info.name, failure };
        graphics.check()?;
        Ok(graphics)
    }

    /// Its name as its driver tells it.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// What went wrong on it, if something has.
    pub(crate) fn check(&self) -> Result<(), DrawingError> {
        match &*self.failure.lock().unwrap_or_else(PoisonError::into_inner) {
            None => Ok(()),
            Some(said) => Err(self.failed(said)),
        }
    }

    /// That it failed.
    pub(crate) fn failed(&self, said: &dyn std::fmt::Display) -> DrawingError {
        DrawingError::GraphicsFailed { name: self.name.clone(), said: said.to_string() }
    }
}

fn none(reason: &str) -> DrawingError {
    DrawingError::NoGraphics { reason: reason.to_owned() }
}

/// Which adapter is taken first; none for those that are not of the kind asked for or cannot compute.
fn rank(adapter: &Adapter, is_software: bool) -> Option<u8> {
    let rank = match adapter.get_info().device_type {
        DeviceType::DiscreteGpu => 0,
        DeviceType::VirtualGpu => 1,
        DeviceType::IntegratedGpu => 2,
        DeviceType::Cpu => 3,
        DeviceType::Other => return None,
    };
    let computes = adapter.get_downlevel_capabilities().flags.contains(DownlevelFlags::COMPUTE_SHADERS);
    ((rank == 3) == is_software && computes).then_some(rank)
}
