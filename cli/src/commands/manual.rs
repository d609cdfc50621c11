use clap::CommandFactory;
use clap_complete::Shell;

use crate::{
    arguments::Arguments,
    commands::print,
    exit::{Failure, Fault},
};

/// Prints completions for a shell.
pub fn completions(shell: Shell) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "lectern", &mut script);
    print(&script)
}

/// Prints the manual page.
pub fn page() -> Result<(), Failure> {
    let mut page = Vec::new();
    let mut commands = vec![Arguments::command()];
    commands.extend(Arguments::command().get_subcommands().map(|command| {
        let name = format!("lectern-{}", command.get_name());
        command.clone().name(name)
    }));
    for command in commands {
        clap_mangen::Man::new(command)
            .render(&mut page)
            .map_err(|error| Failure::new(Fault::Defect, format!("cannot write the manual page: {error}")))?;
    }
    print(&page)
}
