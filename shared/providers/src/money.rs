use std::{fmt, iter::Sum, ops::Add};

use serde::{Deserialize, Serialize};

/// An amount of money in millionths of a US dollar. Sums stop at the largest amount instead of wrapping.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MicroDollars(pub u64);

impl MicroDollars {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// An amount in dollars; none when it is negative, finer than a millionth, or over a billion dollars.
    pub fn of_dollars(dollars: f64) -> Option<Self> {
        let micros = dollars * 1e6;
        // Decimal fractions are off by far less than a thousandth of a millionth; what is off by more was finer.
        let exact = (0.0..=1e15).contains(&micros) && (micros - micros.round()).abs() < 1e-3_f64.max(micros * 1e-12);
        exact.then(|| Self(micros.round() as u64))
    }

    /// In dollars, for scores and people; never for sums.
    pub fn dollars(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// What `units` cost where `per` of them cost this much, rounded up: an estimate never tells too little.
    pub fn times(self, units: u64, per: u64) -> Self {
        let micros = (u128::from(self.0) * u128::from(units)).div_ceil(u128::from(per.max(1)));
        Self(u64::try_from(micros).unwrap_or(u64::MAX))
    }
}

impl Add for MicroDollars {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sum for MicroDollars {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for MicroDollars {
    /// `$16`, `$0.07`, `$0.105`: at least cents where there is a fraction.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (dollars, micros) = (self.0 / 1_000_000, self.0 % 1_000_000);
        if micros == 0 {
            return write!(formatter, "${dollars}");
        }
        let fraction = format!("{micros:06}");
        let fraction = fraction.trim_end_matches('0');
        write!(formatter, "${dollars}.{fraction:0<2}")
    }
}

/// Amounts in files that people write and read: `usd = 0.12`. Everywhere else they are whole millionths.
pub(crate) mod in_dollars {
    use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

    use super::MicroDollars;

    pub(crate) fn serialize<S: Serializer>(amount: &MicroDollars, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(amount.dollars())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<MicroDollars, D::Error> {
        let dollars = f64::deserialize(deserializer)?;
        MicroDollars::of_dollars(dollars).ok_or_else(|| {
            D::Error::custom(format!("{dollars} is no amount in dollars: from 0 to a billion, six places at most"))
        })
    }

    /// The same for an amount that may be left out.
    pub(crate) mod optional {
        use serde::{Deserializer, Serializer};

        use super::MicroDollars;

        pub(crate) fn serialize<S: Serializer>(
            amount: &Option<MicroDollars>,
            serializer: S,
        ) -> Result<S::Ok, S::Error> {
            match amount {
                Some(amount) => serializer.serialize_some(&amount.dollars()),
                None => serializer.serialize_none(),
            }
        }

        pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
            deserializer: D,
        ) -> Result<Option<MicroDollars>, D::Error> {
            super::deserialize(deserializer).map(Some)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars_become_whole_millionths() {
        for (dollars, micros) in
            [(0.0, 0), (0.023, 23_000), (0.105, 105_000), (16.0, 16_000_000), (1e9, 1_000_000_000_000_000)]
        {
            assert_eq!(MicroDollars::of_dollars(dollars), Some(MicroDollars(micros)), "{dollars}");
        }
        for dollars in [-0.01, 0.000_000_5, 2e9, f64::NAN, f64::INFINITY] {
            assert_eq!(MicroDollars::of_dollars(dollars), None, "{dollars}");
        }
    }

    #[test]
    fn amounts_are_written_as_people_write_them() {
        for (micros, text) in
            [(0, "$0"), (70_000, "$0.07"), (105_000, "$0.105"), (1_200_000, "$1.20"), (1, "$0.000001")]
        {
            assert_eq!(MicroDollars(micros).to_string(), text);
        }
    }

    #[test]
    fn parts_of_a_price_are_rounded_up() {
        // $16 a million characters: one character costs 16 millionths; a third of a cent for three costs a whole one each.
        assert_eq!(MicroDollars(16_000_000).times(1, 1_000_000), MicroDollars(16));
        assert_eq!(MicroDollars(10).times(1, 3), MicroDollars(4));
        assert_eq!(MicroDollars(u64::MAX).times(u64::MAX, 1), MicroDollars(u64::MAX));
        assert_eq!(MicroDollars(u64::MAX) + MicroDollars(1), MicroDollars(u64::MAX));
    }
}
