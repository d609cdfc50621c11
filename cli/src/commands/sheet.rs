use std::path::PathBuf;

use crate::{
    arguments::SheetArguments,
    commands::input,
    exit::{Failure, Fault},
};

/// Draws a contact sheet as PNG, on the estimated clock: nothing is spoken for it.
pub fn run(arguments: &SheetArguments) -> Result<(), Failure> {
    let input = input::open(&arguments.plan)?;
    let path = arguments.output.clone().unwrap_or_else(|| PathBuf::from(format!("{}.sheet.png", input.name)));
    let png = lectern_pipeline::sheet(&input.plan.storyboard, &input.sources, arguments.columns)?;
    std::fs::write(&path, png)
        .map_err(|error| Failure::new(Fault::Output, format!("cannot write {}: {error}", path.display())))
}
