use std::process::{ExitCode, Termination};

use lectern_pipeline::{BAD_SCRIPT, BAD_SETTINGS, BAD_STORYBOARD, MISSING_OBJECT, UNAVAILABLE};

/// How a job ends.
///
/// | code | what | retried |
/// |---|---|---|
/// | 0 | done | |
/// | 2 | the lesson is bad, or something it needs is not stored | no |
/// | 4 | the generation is final: cancelled or failed elsewhere | no |
/// | 70 | a defect (`EX_SOFTWARE` of sysexits.h) | no |
/// | 75 | a store did not answer (`EX_TEMPFAIL`) | yes |
/// | 143 | told to stop (128 + SIGTERM): the host is taken away | yes, on another host |
/// | 137 | killed (128 + SIGKILL), by the kernel for its memory or with its host; not given by the job itself | yes |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum JobExit {
    /// Done.
    Done = 0,
    /// Bad input.
    Input = 2,
    /// Nothing left to do.
    Final = 4,
    /// A defect.
    Defect = 70,
    /// Worth another try.
    Unavailable = 75,
    /// Told to stop.
    Stopped = 143,
}

impl JobExit {
    /// The exit for an error of that name.
    pub fn of_error(name: &str) -> Self {
        match name {
            BAD_SCRIPT | BAD_STORYBOARD | BAD_SETTINGS | MISSING_OBJECT => Self::Input,
            UNAVAILABLE => Self::Unavailable,
            lectern_lesson::CANCELLED => Self::Final,
            _ => Self::Defect,
        }
    }
}

impl Termination for JobExit {
    fn report(self) -> ExitCode {
        ExitCode::from(self as u8)
    }
}
