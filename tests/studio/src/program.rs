use std::{
    env,
    path::{Path, PathBuf},
};

/// The root of the checkout.
///
/// # Panics
/// When the tests have been moved.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the checkout")
}

/// The target folder that the running test was built in.
pub(crate) fn target() -> PathBuf {
    let test = env::current_exe().expect("the running test");
    test.ancestors().nth(3).expect("target/<profile>/deps/<test>").to_owned()
}

/// A program of this workspace, beside the running test in the target folder.
///
/// # Panics
/// When it was not built; `make test` builds all of them.
pub fn program(name: &str) -> PathBuf {
    let test = env::current_exe().expect("the running test");
    let folder = test.parent().and_then(Path::parent).expect("target/<profile>/deps");
    let program = folder.join(name);
    assert!(program.exists(), "{} is not there; `make test` builds it", program.display());
    program
}
