//! What all Lambda functions of Lectern share: how they start, how a failed step is named to the state machine, and how a
//! batch of messages is worked through.

mod authority;
mod authorization;
mod failure;
mod intake;
mod messages;
mod relay;
mod step;

pub use authority::{AuthorityError, authority};
pub use authorization::{Question, caller};
pub use failure::{Caught, Failed, UnknownEvent, failure_of};
pub use intake::{FilmRequest, Intake, UnknownMessage};
pub use messages::run_messages;
pub use relay::Relay;
pub use step::{StepError, run_step};
