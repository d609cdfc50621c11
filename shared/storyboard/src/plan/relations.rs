//! Who does what to what: "pigments absorb light", "light energy is converted into chemical energy".

use super::things::{Thing, is_telling};
use crate::tags::Tag;
use crate::words::normalize;

/// Words along an arrow.
const LABEL_MAX: usize = 3;

/// Verbs that say nothing that an arrow could show.
const SAY_NOTHING: &[&str] = &[
    "appears",
    "asked",
    "believed",
    "call",
    "called",
    "describe",
    "describes",
    "explains",
    "has",
    "have",
    "had",
    "involves",
    "know",
    "known",
    "let",
    "mean",
    "means",
    "named",
    "note",
    "prefer",
    "recall",
    "remains",
    "remember",
    "said",
    "says",
    "see",
    "seem",
    "seems",
    "show",
    "shows",
    "stands",
    "suggests",
    "tells",
    "termed",
    "think",
    "thought",
    "want",
    "wants",
    "understand",
];

/// Prepositions with which what is acted on goes somewhere.
const WAYS: &[&str] = &["into", "to", "onto", "from", "across", "through"];

/// Verbs that bring two things together "with" each other.
const JOINING: &[&str] = &[
    "combine", "combines", "connect", "connects", "couple", "couples", "join", "joins", "mix", "mixed", "mixes",
    "replace", "replaces", "share", "shares",
];

/// One thing that acts on another.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Relation {
    /// What stands before the arrow.
    pub from: Thing,
    /// The word or two along it.
    pub label: String,
    /// What stands at its end.
    pub to: Thing,
}

/// The relations that a sentence states, in order. What it denies or only supposes is left out.
pub(crate) fn relations(words: &[String], tags: &[Tag], things: &[Thing]) -> Vec<Relation> {
    let sentence = Sentence { words, tags, things };
    let mut found: Vec<Relation> = Vec::new();
    let mut subjects: Vec<Thing> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some(verb) = sentence.verb_group(at) else {
            found.extend(sentence.change(at));
            at += 1;
            continue;
        };
        at = verb.main + 1;
        let own = sentence.subjects(verb.start, &subjects);
        subjects.clone_from(&own);
        if verb.says_nothing || own.is_empty() {
            continue;
        }
        let Some((label, objects, end)) = sentence.objects(&verb) else { continue };
        for subject in &own {
            for (number, object) in objects.iter().enumerate() {
                let label = if number == 0 || own.len() == 1 { label.clone() } else { String::new() };
                found.push(Relation { from: subject.clone(), label, to: object.clone() });
            }
        }
        let joins = JOINING.contains(&sentence.core(verb.main).as_str());
        if let (Some((way, goal)), [object]) = (sentence.way(end, joins), &objects[..]) {
            found.push(Relation { from: object.clone(), label: way, to: goal });
        }
    }
    found.retain(|relation| {
        is_telling(&relation.from) && is_telling(&relation.to) && relation.from.key() != relation.to.key()
    });
    found
}

struct Verb {
    start: usize,
    main: usize,
    passive: bool,
    says_nothing: bool,
}

struct Sentence<'a> {
    words: &'a [String],
    tags: &'a [Tag],
    things: &'a [Thing],
}

impl Sentence<'_> {
    fn core(&self, at: usize) -> String {
        self.words.get(at).map(|word| normalize(word)).unwrap_or_default()
    }

    fn ends_clause(&self, at: usize) -> bool {
        self.words[at].ends_with([',', ';', ':', '.', '?', '!', '—'])
    }

    /// The verb that begins at a word, with its auxiliaries.
    fn verb_group(&self, start: usize) -> Option<Verb> {
        match self.tags[start] {
            Tag::Verb => {
                let core = self.core(start);
                Some(Verb { start, main: start, passive: false, says_nothing: SAY_NOTHING.contains(&core.as_str()) })
            }
            // ", creating a gap": what the sentence's subject does beside.
            Tag::Participle
                if start > 0
                    && self.words[start - 1].ends_with(',')
                    && self.core(start).ends_with("ing")
                    && self.starting_at(start + 1).is_some()
                    && !self.words[start..].iter().rev().skip(1).any(|word| word.ends_with(',')) =>
            {
                Some(Verb { start, main: start, passive: false, says_nothing: false })
            }
            Tag::Auxiliary => {
                let mut main = start + 1;
                let mut denied = false;
                let mut supposed = matches!(self.core(start).as_str(), "may" | "might" | "would" | "could" | "should");
                while main < self.words.len()
                    && matches!(self.tags[main], Tag::Auxiliary | Tag::Adverb | Tag::Other)
                    && !self.ends_clause(main - 1)
                {
                    let core = self.core(main);
                    denied |= matches!(core.as_str(), "not" | "never" | "hardly" | "rarely" | "to");
                    supposed |= matches!(core.as_str(), "perhaps" | "possibly");
                    main += 1;
                }
                let tag = *self.tags.get(main)?;
                if !matches!(tag, Tag::Participle | Tag::Infinitive | Tag::Verb) {
                    return None;
                }
                let before = self.core(main - 1);
                let core = self.core(main);
                let passive = tag == Tag::Participle
                    && (self.tags[main - 1] == Tag::Adverb
                        || matches!(before.as_str(), "is" | "are" | "was" | "were" | "be" | "been" | "being"));
                let passive = passive && !core.ends_with("ing");
                let denied = denied || self.core(start) == "cannot" || self.core(start).ends_with("n't");
                let says_nothing = denied || supposed || SAY_NOTHING.contains(&core.as_str());
                Some(Verb { start, main, passive, says_nothing })
            }
            _ => None,
        }
    }

    /// The things that do what the verb says; those of the verb before where it has none of its own.
    fn subjects(&self, verb: usize, before: &[Thing]) -> Vec<Thing> {
        let mut at = verb;
        while at > 0 && matches!(self.tags[at - 1], Tag::Adverb | Tag::Other) && !self.ends_clause(at - 1) {
            at -= 1;
        }
        let Some(last) = at.checked_sub(1) else { return Vec::new() };
        match self.tags[last] {
            Tag::Conjunction => return before.to_vec(),
            Tag::Participle | Tag::Verb if self.ends_clause(last) => return before.to_vec(),
            Tag::Pronoun | Tag::Subordinator if matches!(self.core(last).as_str(), "which" | "that" | "who") => {
                let named = self.ending_at(last);
                // "the spindle, the apparatus that moves …": what it is called, not what it is.
                let called = named.as_ref().and_then(|thing| {
                    let start = thing.words.start;
                    let apposed =
                        start > 0 && self.words[start - 1].ends_with(',') && self.tags[start] == Tag::Determiner;
                    self.ending_at(start).filter(|_| apposed)
                });
                return called.or(named).into_iter().collect();
            }
            _ => {}
        }
        let Some(mut thing) = self.ending_at(at) else { return Vec::new() };
        // ", creating a gap" and a last thing before the comma: the subject of the sentence.
        if self.ends_clause(last) {
            return before.to_vec();
        }
        // "Energy released from the hydrolysis of ATP is": what the words before it belong to.
        let mut start = thing.words.start;
        let mut linked = false;
        while start > 0 && !self.ends_clause(start - 1) {
            let tag = self.tags[start - 1];
            let past = tag == Tag::Verb && self.core(start - 1).ends_with("ed");
            if matches!(tag, Tag::Preposition | Tag::Participle) || past && linked {
                linked = true;
                start -= 1;
            } else if let Some(head) = self.ending_at(start).filter(|_| linked) {
                start = head.words.start;
                thing = head;
                linked = false;
            } else {
                break;
            }
        }
        if linked {
            // A preposition that nothing stands before: the phrase is no subject.
            return Vec::new();
        }
        let mut subjects = vec![thing.clone()];
        if start > 1
            && self.core(start - 1) == "and"
            && let Some(other) = self.ending_at(start - 1)
            && other
                .words
                .start
                .checked_sub(1)
                .is_none_or(|before| self.ends_clause(before) || matches!(self.tags[before], Tag::Subordinator))
        {
            subjects.insert(0, other);
        }
        subjects
    }

    /// The words along the arrow, what it leads to, and where that ends.
    fn objects(&self, verb: &Verb) -> Option<(String, Vec<Thing>, usize)> {
        if self.ends_clause(verb.main) {
            return None;
        }
        let mut label = vec![self.core(verb.main)];
        let mut at = verb.main + 1;
        // "changed how Athens was ruled": what follows is another clause.
        let asks = |at: usize| matches!(self.core(at).as_str(), "how" | "why" | "where" | "when" | "what");
        while matches!(self.tags.get(at), Some(Tag::Adverb)) && !self.ends_clause(at) && !asks(at) {
            at += 1;
        }
        let mut goes_on = false;
        if matches!(self.core(at).as_str(), "than" | "like" | "until" | "since" | "despite" | "about") {
            return None;
        }
        if self.tags.get(at) == Some(&Tag::Preposition) && self.starting_at(at + 1).is_some() && !self.ends_clause(at) {
            label.push(self.core(at));
            at += 1;
            goes_on = true;
        } else if self.core(at) == "to" && self.tags.get(at + 1) == Some(&Tag::Infinitive) && !self.ends_clause(at + 1)
        {
            label.push("to".to_owned());
            label.push(self.core(at + 1));
            at += 2;
            goes_on = true;
        }
        // "is released" alone has no arrow; "found the pump open" has none either.
        if verb.passive && !goes_on || label.len() > LABEL_MAX {
            return None;
        }
        let first = self.starting_at(at)?;
        let mut end = first.words.end;
        // "allows it to …", "causes the phosphate to detach": the thing alone is not what is caused.
        if self.core(end) == "to"
            && matches!(self.tags.get(end + 1), Some(Tag::Infinitive | Tag::Auxiliary))
            && !goes_on
        {
            return None;
        }
        // "makes the heart stronger": what changes is not told by the thing.
        if self.tags.get(end) == Some(&Tag::Adjective)
            && !self.ends_clause(end - 1)
            && matches!(
                label[0].as_str(),
                "makes" | "make" | "made" | "keeps" | "keep" | "kept" | "leaves" | "left" | "renders"
            )
        {
            return None;
        }
        let mut objects = vec![first];
        while objects.len() < 3 {
            let comma = self.words[end - 1].ends_with(',');
            let joined = matches!(self.core(end).as_str(), "and" | "or");
            if !comma && !joined {
                break;
            }
            let Some(next) = self.starting_at(end + usize::from(joined)) else { break };
            let verbal = matches!(self.tags.get(next.words.end), Some(Tag::Verb | Tag::Auxiliary | Tag::Pronoun));
            let last_of_list = joined || self.core(next.words.end) == "and" || self.core(next.words.end) == "or";
            if verbal || !last_of_list {
                break;
            }
            end = next.words.end;
            objects.push(next);
            if joined {
                break;
            }
        }
        Some((label.join(" "), objects, end))
    }

    /// "… to convert solar energy into chemical energy": what becomes what, whoever does it.
    fn change(&self, at: usize) -> Option<Relation> {
        let changes = ["convert", "transform", "turn", "change", "converting", "transforming", "turning", "changing"];
        if !matches!(self.tags[at], Tag::Infinitive | Tag::Participle) || !changes.contains(&self.core(at).as_str()) {
            return None;
        }
        let from = self.starting_at(at + 1)?;
        let (label, to) = self.way(from.words.end, false).filter(|(way, _)| way == "into")?;
        Some(Relation { from, label, to })
    }

    /// "…, into chemical energy" after what is acted on.
    fn way(&self, at: usize, joins: bool) -> Option<(String, Thing)> {
        let way = self.core(at);
        if !(WAYS.contains(&way.as_str()) || joins && way == "with") || self.ends_clause(at) || self.ends_clause(at - 1)
        {
            return None;
        }
        Some((way, self.starting_at(at + 1)?))
    }

    fn ending_at(&self, end: usize) -> Option<Thing> {
        self.things.iter().find(|thing| thing.words.end == end).cloned()
    }

    fn starting_at(&self, start: usize) -> Option<Thing> {
        self.things.iter().find(|thing| thing.words.start == start).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::things::things;
    use crate::tags::tags;

    fn told(text: &str) -> String {
        let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        let tags = tags(&words);
        let found = relations(&words, &tags, &things(&words, &tags));
        let lines: Vec<String> =
            found.iter().map(|one| format!("{} > {} > {}", one.from.name, one.label, one.to.name)).collect();
        lines.join("; ")
    }

    #[test]
    fn what_a_sentence_states_is_found_with_its_ends() {
        for (text, expected) in [
            ("Pigments absorb visible light.", "Pigments > absorb > Visible light"),
            ("Light energy is converted into chemical energy.", "Light energy > converted into > Chemical energy"),
            (
                "The cell replenishes its energy stores and synthesizes proteins.",
                "Cell > replenishes > Energy stores; Cell > synthesizes > Proteins",
            ),
            ("Greek scholars carried their books to Italy.", "Greek scholars > carried > Books; Books > to > Italy"),
            ("The glacier does not erode the granite.", ""),
            ("This allows the pump to turn.", ""),
            ("It might damage the roots.", ""),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }
}
