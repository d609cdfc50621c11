//! What a sentence states, by rule.

mod date;
mod definition;
mod phrase;
mod place;
mod quantity;

use lectern_lesson::{Fact, FactKind, RichText};

pub(crate) use definition::term_runs;

/// The facts of a sentence in order of position. `before` is the sentence before it in its passage.
pub(crate) fn find(text: &RichText, before: Option<&str>) -> Vec<Fact> {
    let plain = text.text();
    let words = words(&plain);
    let mut facts = date::find(&plain, &words);
    let quantities = quantity::find(&plain, &words);
    facts.extend(quantities.into_iter().filter(|fact| fact.start < fact.end).collect::<Vec<_>>());
    let dates: Vec<(usize, usize)> = facts
        .iter()
        .filter(|fact| matches!(fact.kind, FactKind::Date { .. }))
        .map(|fact| (fact.start, fact.end))
        .collect();
    facts.retain(|fact| {
        !matches!(fact.kind, FactKind::Quantity { .. })
            || dates.iter().all(|(start, end)| fact.end <= *start || fact.start >= *end)
    });
    facts.extend(place::find(&plain, &words));
    facts.extend(definition::find(text, &plain, before));
    facts.extend(phrase::enumerations(&plain));
    facts.extend(phrase::comparisons(&plain, &words));
    if plain.trim_end_matches(['"', '”', '’', ')']).ends_with('?') {
        facts.push(Fact { kind: FactKind::Question, start: 0, end: plain.len() });
    }
    facts.sort_by_key(|fact| (fact.start, fact.end));
    facts
}

/// A word of a sentence without the punctuation around it.
#[derive(Clone, Debug)]
pub(super) struct Word<'a> {
    pub text: &'a str,
    pub lower: String,
    pub start: usize,
    pub end: usize,
    /// The punctuation that follows it directly.
    pub after: &'a str,
}

pub(super) fn words(plain: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut offset = 0;
    for piece in plain.split([' ', '—', '\u{a0}']) {
        let is_part = |character: char| character.is_alphanumeric() || "$€£%°−-".contains(character);
        let start = piece.find(is_part);
        let end = piece
            .char_indices()
            .rev()
            .find(|(_, character)| is_part(*character))
            .map(|(at, character)| at + character.len_utf8());
        if let (Some(start), Some(end)) = (start, end)
            && start < end
        {
            words.push(Word {
                text: &piece[start..end],
                lower: piece[start..end].to_lowercase(),
                start: offset + start,
                end: offset + end,
                after: &piece[end..],
            });
        }
        let separator = plain[offset + piece.len()..].chars().next().map_or(0, char::len_utf8);
        offset += piece.len() + separator;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::find;
    use lectern_lesson::{FactKind, RichText, Run};

    fn facts(text: &str) -> Vec<String> {
        let mut runs = Vec::new();
        for (index, part) in text.split("**").enumerate() {
            let text = part.to_owned();
            runs.push(if index % 2 == 0 { Run::Plain { text } } else { Run::Strong { text } });
        }
        let text = RichText { runs };
        let plain = text.text();
        find(&text, Some("Some of that water turns into gas."))
            .into_iter()
            .map(|fact| {
                assert!(plain.get(fact.start..fact.end).is_some(), "{fact:?}");
                match fact.kind {
                    FactKind::Quantity { value, figure, unit } => {
                        format!("quantity {value} {figure} {}", unit.unwrap_or_default())
                    }
                    FactKind::Date { text, year } => {
                        format!("date {text} {}", year.map(|year| year.to_string()).unwrap_or_default())
                    }
                    FactKind::Place { name } => format!("place {name}"),
                    FactKind::Definition { term, meaning } => {
                        format!("definition {term}: {meaning}")
                    }
                    FactKind::Enumeration { items } => format!("enumeration {}", items.join("|")),
                    FactKind::Comparison { text } => format!("comparison {text}"),
                    FactKind::Question => "question".to_owned(),
                }
            })
            .map(|fact| fact.trim_end().to_owned())
            .collect()
    }

    #[test]
    fn facts_are_found() {
        for (text, expected) in [
            ("After a siege of fifty-three days the city fell.", "quantity 53 53 days"),
            ("He had seven thousand men.", "quantity 7000 7,000 men"),
            ("About 90 percent of the vapor rises.", "quantity 90 90 %"),
            ("It grew by 2.5% again.", "quantity 2.5 2.5 %"),
            ("A bottle costs $5 here.", "quantity 5 $5 dollars"),
            ("The ladder is 6.5 meters long.", "quantity 6.5 6.5 meters"),
            ("It weighs 500 tonnes.", "quantity 500 500 tonnes"),
            ("It took two and a half years.", "quantity 2.5 2.5 years"),
            ("More than four billion years passed.", "quantity 4000000000 4 billion years"),
            ("It has 300–400 molecules.", "quantity 300 300–400 molecules"),
            ("Half a million people lived there.", "quantity 500000 500,000 people"),
            ("On the 29th of May 1453 it fell.", "date 29th of May 1453 1453"),
            ("On the 22nd of April he moved.", "date 22nd of April"),
            ("It ended on July 4, 1776.", "date July 4, 1776 1776"),
            ("Caesar died in 44 BC there.", "date 44 BC -44"),
            ("Railways spread in the 1850s.", "date the 1850s 1850"),
            ("Many moved in the 19th century.", "date the 19th century 1801"),
            ("He sailed in 1492 again.", "date 1492 1492"),
            ("A frost in Brazil destroys it.", "place Brazil"),
            ("They fought near the Gate of Saint Romanus.", "place Gate of Saint Romanus"),
            ("It lies on the Sea of Marmara today.", "place Sea of Marmara"),
            ("Scholars carried their books to Italy.", "place Italy"),
            ("**Demand** is how much people want to buy.", "definition Demand: how much people want to buy"),
            ("The side opposite it is called the **hypotenuse**.", "definition hypotenuse: the side opposite it"),
            ("Water turns into an invisible gas called **water vapor**.", "definition water vapor: an invisible gas"),
            ("This is **evaporation**.", "definition evaporation: some of that water turns into gas"),
            (
                "It fills **aquifers**, the hidden lakes under our feet.",
                "definition aquifers: the hidden lakes under our feet",
            ),
            ("Below it there is a **shortage**: the queue is long.", "definition shortage: the queue is long"),
            (
                "It contains copies: trees, folders, fractals, sorting by halves.",
                "enumeration trees|folders|fractals|sorting by halves",
            ),
            ("The sun warms the oceans, the lakes and the rivers.", "enumeration the oceans|the lakes|the rivers"),
            ("It weighs as much as 100 elephants, and yet it floats.", "comparison as much as 100 elephants"),
            ("It is older than the dinosaurs.", "comparison older than the dinosaurs"),
            ("How high is it?", "question"),
        ] {
            let found = facts(text);
            assert!(found.iter().any(|fact| fact == expected), "{text}: {found:?}");
        }
    }

    #[test]
    fn what_is_no_fact_is_left_alone() {
        for (text, kind) in [
            ("Trade passed through Ottoman hands.", "place"),
            ("It happened in January and in DNA.", "place"),
            ("In the thylakoid it is passed to Mehmed.", "place"),
            ("One of them stayed.", "quantity"),
            ("A **very long emphasis** should not be here.", "definition"),
            ("It was in 1453 that it fell.", "quantity"),
        ] {
            let found = facts(text);
            assert!(!found.iter().any(|fact| fact.starts_with(kind)), "{text}: {found:?}");
        }
    }
}
