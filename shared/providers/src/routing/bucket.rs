/// Keeps the calls under one key below the rate that its provider allows: a bucket of tokens that fills evenly, from which each
/// call takes one. Times are milliseconds since some fixed moment; one that lies before the last is taken as the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenBucket {
    capacity: u32,
    per_minute: u32,
    /// What it holds, in 60,000ths of a token: what flows in during a millisecond is a whole number of them.
    level: u64,
    latest: u64,
}

const TOKEN: u64 = 60_000;

impl TokenBucket {
    /// A full one. `capacity` is the most that may be called at once, `per_minute` how many calls flow in; 0 counts as 1.
    pub fn new(capacity: u32, per_minute: u32) -> Self {
        let capacity = capacity.max(1);
        Self { capacity, per_minute: per_minute.max(1), level: u64::from(capacity) * TOKEN, latest: 0 }
    }

    /// Whether a call may be made at a time.
    pub fn holds(&self, now: u64) -> bool {
        self.level_at(now) >= TOKEN
    }

    /// Takes a token for a call; false, and nothing taken, where there is none.
    pub fn take(&mut self, now: u64) -> bool {
        self.level = self.level_at(now);
        self.latest = self.latest.max(now);
        let holds = self.level >= TOKEN;
        if holds {
            self.level -= TOKEN;
        }
        holds
    }

    /// The milliseconds until a call may be made, from a time on.
    pub fn wait_millis(&self, now: u64) -> u64 {
        TOKEN.saturating_sub(self.level_at(now)).div_ceil(u64::from(self.per_minute))
    }

    /// The provider has refused for a while (`Retry-After`): it is empty until then, and fills from there.
    pub fn drain_until(&mut self, until: u64) {
        self.level = 0;
        self.latest = self.latest.max(until);
    }

    fn level_at(&self, now: u64) -> u64 {
        let inflow = now.saturating_sub(self.latest).saturating_mul(u64::from(self.per_minute));
        self.level.saturating_add(inflow).min(u64::from(self.capacity) * TOKEN)
    }
}
