/// When a circuit opens and closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BreakerSettings {
    /// Failures in a row that open it; 0 counts as 1.
    pub failures_to_open: u32,
    /// Milliseconds that it stays open at first.
    pub open_millis: u64,
    /// Milliseconds that it stays open at most: the time doubles with each trial that fails.
    pub longest_open_millis: u64,
    /// Successes in a row that close it after a trial; 0 counts as 1.
    pub successes_to_close: u32,
}

impl Default for BreakerSettings {
    /// Three failures open for half a minute, then a minute, up to ten minutes; one success closes.
    fn default() -> Self {
        Self { failures_to_open: 3, open_millis: 30_000, longest_open_millis: 600_000, successes_to_close: 1 }
    }
}

/// Whether calls go through to a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Circuit {
    /// They do.
    Closed,
    /// None does.
    Open,
    /// One at a time does, to try.
    HalfOpen,
}

/// Keeps calls away from a provider that fails, and tries it again later. Times are milliseconds since some fixed moment; one
/// that lies before the last is taken as the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breaker {
    settings: BreakerSettings,
    state: State,
    latest: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Closed { failures: u32 },
    Open { until: u64, open_millis: u64 },
    HalfOpen { successes: u32, trial_since: Option<u64>, open_millis: u64 },
}

impl Breaker {
    /// A closed one.
    pub fn new(settings: BreakerSettings) -> Self {
        Self { settings, state: State::Closed { failures: 0 }, latest: 0 }
    }

    /// The circuit at a time.
    pub fn circuit(&self, now: u64) -> Circuit {
        match self.state {
            State::Closed { .. } => Circuit::Closed,
            State::Open { until, .. } if now.max(self.latest) < until => Circuit::Open,
            State::Open { .. } | State::HalfOpen { .. } => Circuit::HalfOpen,
        }
    }

    /// Whether a call would be let through at a time.
    pub fn would_admit(&self, now: u64) -> bool {
        match (self.circuit(now), self.state) {
            (Circuit::Closed, _) => true,
            (Circuit::Open, _) => false,
            // A trial of which nothing is heard is given up after the longest time, else one lost answer would close the
            // way for good.
            (Circuit::HalfOpen, State::HalfOpen { trial_since: Some(since), .. }) => {
                now.max(self.latest).saturating_sub(since) >= self.settings.longest_open_millis
            }
            (Circuit::HalfOpen, _) => true,
        }
    }

    /// Asks for a call at a time. One that is let through is to be followed by [`Breaker::succeeded`] or [`Breaker::failed`].
    pub fn admit(&mut self, now: u64) -> bool {
        let admits = self.would_admit(now);
        let now = self.advance(now);
        if admits {
            self.state = match self.state {
                State::Open { open_millis, .. } => {
                    State::HalfOpen { successes: 0, trial_since: Some(now), open_millis }
                }
                State::HalfOpen { successes, open_millis, .. } => {
                    State::HalfOpen { successes, trial_since: Some(now), open_millis }
                }
                closed @ State::Closed { .. } => closed,
            };
        }
        admits
    }

    /// A call was answered.
    pub fn succeeded(&mut self, now: u64) {
        self.advance(now);
        self.state = match self.state {
            State::Closed { .. } => State::Closed { failures: 0 },
            State::HalfOpen { successes, .. } if successes + 1 >= self.settings.successes_to_close => {
                State::Closed { failures: 0 }
            }
            State::HalfOpen { successes, open_millis, .. } => {
                State::HalfOpen { successes: successes + 1, trial_since: None, open_millis }
            }
            // The late answer of a call from before it opened: what came after it counts.
            open @ State::Open { .. } => open,
        };
    }

    /// A call failed in a way that is the provider's fault: no answer, an error of the server, a refusal for its load.
    pub fn failed(&mut self, now: u64) {
        let now = self.advance(now);
        let open = |open_millis: u64| State::Open { until: now.saturating_add(open_millis), open_millis };
        self.state = match self.state {
            State::Closed { failures } if failures + 1 >= self.settings.failures_to_open => {
                open(self.settings.open_millis)
            }
            State::Closed { failures } => State::Closed { failures: failures + 1 },
            State::HalfOpen { open_millis, .. } => {
                open(open_millis.saturating_mul(2).min(self.settings.longest_open_millis))
            }
            still @ State::Open { .. } => still,
        };
    }

    fn advance(&mut self, now: u64) -> u64 {
        self.latest = self.latest.max(now);
        self.latest
    }
}
