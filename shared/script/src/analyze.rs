//! The analyze step: a script to a lesson.

use lectern_lesson::{
    Block, BlockKind, Fact, FactKind, Finding, Lesson, Lexicon, Passage, PassageKind, RichText, Script, Section,
    SectionRole, Sentence, Severity, Span, Term, Turn,
};

use crate::line_index::LineIndex;
use crate::read::heading_key;
use crate::{dialogue, fact, front_matter, mask, pace, plain_text, sentence, subject};

const SUMMARY: [&str; 20] = [
    "summary",
    "section summary",
    "chapter summary",
    "remember",
    "recap",
    "key takeaways",
    "takeaways",
    "conclusion",
    "conclusions",
    "key points",
    "in short",
    "to sum up",
    "what to remember",
    "key concepts",
    "review",
    "wrap up",
    "resumen",
    "recuerda",
    "conclusión",
    "en resumen",
];

const QUESTIONS: [&str; 15] = [
    "check yourself",
    "quiz",
    "questions",
    "test yourself",
    "check your understanding",
    "self check",
    "self-check",
    "check",
    "knowledge check",
    "review questions",
    "your turn",
    "exit ticket",
    "preguntas",
    "compruébalo",
    "comprueba lo aprendido",
];

/// Finds what a script teaches: sections and sentences, objectives, terms, facts, subject, language and level. `estimate`
/// tells the seconds of speech of a narration text.
pub fn analyze(script: &Script, estimate: &dyn Fn(&str) -> f64) -> Lesson {
    let places = Places::new(script);
    let mut blocks: Vec<Block> = script.blocks.clone();
    move_figures(script, &mut blocks);
    let title = title(script, &blocks);
    let mut sections =
        vec![Section { title: None, level: 0, role: SectionRole::Body, passages: Vec::new(), span: Span::default() }];
    let mut objectives = Vec::new();
    let mut is_first_heading = true;
    let dialogues = dialogue::find(script, &blocks);
    for (index, block) in blocks.iter().enumerate() {
        if let Some((range, turns)) = dialogues.iter().find(|(range, _)| range.contains(&index)) {
            if range.start == index
                && let Some(section) = sections.last_mut()
            {
                let turns = turns.iter().map(|turn| said(turn, &places)).collect();
                let span = places.lines.span(block.span.start, blocks[range.end - 1].span.end);
                section.passages.push(Passage { kind: PassageKind::Dialogue { turns }, span });
            }
            continue;
        }
        match &block.kind {
            BlockKind::Heading { level, text } => {
                let text = text.text();
                let repeats_title = is_first_heading && heading_key(&text) == heading_key(&title);
                is_first_heading = false;
                if repeats_title {
                    continue;
                }
                let key = heading_key(&text);
                let role = if SUMMARY.contains(&key.as_str()) {
                    SectionRole::Summary
                } else if QUESTIONS.contains(&key.as_str()) {
                    SectionRole::Questions
                } else {
                    SectionRole::Body
                };
                let title = text.trim_end_matches([':', '.']).to_owned();
                sections.push(Section {
                    title: Some(title),
                    level: *level,
                    role,
                    passages: Vec::new(),
                    span: block.span,
                });
            }
            BlockKind::Objectives { items } => objectives.extend(items.iter().cloned()),
            _ => {
                if let Some(kind) = passage(block, &places)
                    && let Some(section) = sections.last_mut()
                {
                    if section.passages.is_empty() && section.title.is_none() {
                        section.span = block.span;
                    }
                    section.passages.push(Passage { kind, span: block.span });
                }
            }
        }
    }
    close_roles(&mut sections);
    let mut sections = without_empty(sections);
    let prose: Vec<String> = sections
        .iter()
        .flat_map(|section| &section.passages)
        .flat_map(|passage| match &passage.kind {
            PassageKind::Prose { sentences } => {
                sentences.iter().map(|sentence| sentence.text.text()).collect::<Vec<_>>()
            }
            PassageKind::List { items, .. } => items.iter().map(|item| item.text.text()).collect(),
            PassageKind::Dialogue { turns } => {
                turns.iter().flat_map(|turn| &turn.sentences).map(|sentence| sentence.text.text()).collect()
            }
            _ => Vec::new(),
        })
        .collect();
    let all = format!("{title}. {title}. {}", prose.join(" "));
    let count = |test: &dyn Fn(&BlockKind) -> bool| blocks.iter().filter(|block| test(&block.kind)).count();
    let code_blocks = count(&|kind| matches!(kind, BlockKind::Code { .. }));
    let formulas = count(&|kind| matches!(kind, BlockKind::Formula(_)));
    let matter = &script.front_matter;
    let language = matter.language.clone().unwrap_or_else(|| subject::language(&all));
    if !subject::is_english(&language) {
        sections.iter_mut().for_each(forget_facts);
    }
    let terms = terms(&sections, &blocks);
    let mut lesson = Lesson {
        language,
        subject: matter
            .subject
            .as_deref()
            .and_then(subject::named)
            .unwrap_or_else(|| subject::guess(&all, code_blocks, formulas)),
        audience: matter.audience.clone(),
        reading_level: subject::reading_level(&prose),
        objectives,
        terms,
        sections,
        voices: dialogue::voices(script),
        lexicon: Lexicon { readings: dialogue::readable_map(matter.other.get("lexicon")) },
        credits: credits(script),
        estimated_secs: 0.0,
        findings: script.findings.clone(),
        title,
    };
    lesson.estimated_secs = pace::lesson_secs(&lesson, estimate);
    warn(&mut lesson, &script.source);
    lesson
}

/// Leaves only what marks tell: the rules by which facts are found are those of English, and would find wrong ones.
fn forget_facts(section: &mut Section) {
    for passage in &mut section.passages {
        let sentences: Vec<&mut Sentence> = match &mut passage.kind {
            PassageKind::Prose { sentences } | PassageKind::List { items: sentences, .. } => {
                sentences.iter_mut().collect()
            }
            PassageKind::Dialogue { turns } => turns.iter_mut().flat_map(|turn| &mut turn.sentences).collect(),
            _ => Vec::new(),
        };
        for sentence in sentences {
            sentence.facts.retain(|fact| fact.kind == FactKind::Question);
        }
    }
}

fn title(script: &Script, blocks: &[Block]) -> String {
    if let Some(title) = script.front_matter.title.as_ref().filter(|title| !title.trim().is_empty()) {
        return title.clone();
    }
    let headings = || {
        blocks.iter().filter_map(|block| match &block.kind {
            BlockKind::Heading { level, text } => Some((*level, text.text())),
            _ => None,
        })
    };
    let first_is_heading = matches!(blocks.first().map(|block| &block.kind), Some(BlockKind::Heading { .. }));
    if let Some((_, title)) =
        headings().find(|(level, _)| *level == 1).or_else(|| headings().next().filter(|_| first_is_heading))
    {
        return title;
    }
    // The first words of the first sentence.
    let first = blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Paragraph { text } => Some(text.text()),
        BlockKind::List { items, .. } => items.first().map(|item| item.text.text()),
        _ => None,
    });
    let first = first.unwrap_or_else(|| script.name.clone());
    let end = sentence::bounds(&first).first().map_or(first.len(), |bounds| bounds.1);
    let words: Vec<&str> = first[..end].split_whitespace().collect();
    if words.len() <= 9 {
        words.join(" ").trim_end_matches(['.', ':']).to_owned()
    } else {
        format!("{} …", words[..8].join(" ").trim_end_matches([',', ';', ':']))
    }
}

/// A figure that is anchored goes behind the block that refers to it first.
fn move_figures(script: &Script, blocks: &mut Vec<Block>) {
    for index in 0..blocks.len() {
        let BlockKind::Figure(figure) = &blocks[index].kind else {
            continue;
        };
        let Some(anchor) = &figure.anchor else {
            continue;
        };
        let link = format!("(#{anchor})");
        let reference = script.source.match_indices(&link).find_map(|(offset, _)| {
            blocks.iter().position(|block| {
                matches!(block.kind, BlockKind::Paragraph { .. } | BlockKind::List { .. })
                    && (block.span.start..block.span.end).contains(&offset)
            })
        });
        let Some(reference) = reference else { continue };
        // Past other figures that the same block refers to.
        let after = (reference + 1..blocks.len())
            .find(|at| *at == index || !matches!(blocks[*at].kind, BlockKind::Figure(_)))
            .unwrap_or(index);
        // A lead-in must not lose the formula or the list that it announces.
        if after == index || (index > after && leads_on(&blocks[reference].kind)) {
            continue;
        }
        let block = blocks.remove(index);
        let at = if after > index { after - 1 } else { after };
        blocks.insert(at, block);
    }
}

fn leads_on(kind: &BlockKind) -> bool {
    matches!(kind, BlockKind::Paragraph { text } if text.text().trim_end().ends_with([':', ',']))
}

fn passage(block: &Block, places: &Places) -> Option<PassageKind> {
    Some(match &block.kind {
        BlockKind::Paragraph { text } => {
            let sentences = sentences(text, block.span, places);
            if sentences.is_empty() {
                return None;
            }
            PassageKind::Prose { sentences }
        }
        BlockKind::List { ordered, items } => {
            let items: Vec<Sentence> = items
                .iter()
                .map(|item| Sentence { facts: fact::find(&item.text, None), text: item.text.clone(), span: item.span })
                .collect();
            PassageKind::List { steps: *ordered, items }
        }
        BlockKind::Quotation { text, author } => PassageKind::Quotation { text: text.clone(), author: author.clone() },
        BlockKind::Code { language, text } => PassageKind::Code { language: language.clone(), text: text.clone() },
        BlockKind::Formula(formula) => PassageKind::Formula(formula.clone()),
        BlockKind::Table(table) => PassageKind::Table(table.clone()),
        BlockKind::Figure(figure) => PassageKind::Figure(figure.clone()),
        BlockKind::Question(question) => PassageKind::Question(question.clone()),
        _ => return None,
    })
}

fn said(turn: &dialogue::FoundTurn, places: &Places) -> Turn {
    let span = places.lines.span(turn.range.start, turn.range.end);
    Turn { speaker: turn.speaker.clone(), sentences: sentences(&turn.text, span, places) }
}

fn sentences(text: &RichText, span: Span, places: &Places) -> Vec<Sentence> {
    let parts = sentence::split(text);
    let spans = places.locate(&parts.iter().map(|(_, text)| text.text()).collect::<Vec<_>>(), span);
    let mut before: Option<String> = None;
    let mut sentences = Vec::with_capacity(parts.len());
    for ((_, text), span) in parts.into_iter().zip(spans) {
        let plain = text.text();
        if !plain.chars().any(char::is_alphanumeric) {
            continue;
        }
        let facts: Vec<Fact> = fact::find(&text, before.as_deref());
        sentences.push(Sentence { text, span, facts });
        before = Some(plain);
    }
    sentences
}

/// Finds sentences again in the source.
struct Places<'a> {
    source: &'a str,
    lines: LineIndex<'a>,
    /// The source without markup that would be taken for words.
    masked: String,
}

impl<'a> Places<'a> {
    fn new(script: &'a Script) -> Self {
        let source = script.source.as_str();
        let masked = if plain_text::is_plain(&script.name, source) {
            source.to_owned()
        } else {
            mask::mask(source, front_matter::locate(source).map_or(0, |(end, _)| end)).text
        };
        Self { source, lines: LineIndex::new(source), masked }
    }

    /// The spans of consecutive sentences of the block at `span`.
    fn locate(&self, sentences: &[String], span: Span) -> Vec<Span> {
        /// A word that markup has changed is not searched further than this.
        const WINDOW: usize = 600;
        let text = if self.masked.len() == self.source.len() { self.masked.as_str() } else { self.source };
        let mut cursor = span.start;
        let mut starts = Vec::with_capacity(sentences.len());
        for sentence in sentences {
            let mut start = None;
            for word in
                sentence.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| !word.is_empty())
            {
                let mut limit = (cursor + WINDOW).min(span.end);
                while limit > cursor && !text.is_char_boundary(limit) {
                    limit -= 1;
                }
                let found = text.get(cursor..limit).and_then(|window| {
                    window.match_indices(word).map(|(at, _)| cursor + at).find(|at| {
                        let is_joined = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
                        !is_joined(at.checked_sub(1).and_then(|before| text.as_bytes().get(before)))
                            && !is_joined(text.as_bytes().get(at + word.len()))
                    })
                });
                if let Some(found) = found {
                    start = start.or(Some(found));
                    cursor = found + word.len();
                }
            }
            starts.push(start.unwrap_or(cursor));
        }
        (0..starts.len())
            .map(|index| {
                let end = starts.get(index + 1).copied().unwrap_or(span.end).max(starts[index]);
                let end = text.get(starts[index]..end).map_or(end, |part| {
                    starts[index]
                        + part
                            .trim_end_matches(|character: char| {
                                character.is_whitespace() || "*_\u{1}\u{2}".contains(character)
                            })
                            .len()
                });
                self.lines.span(starts[index], end)
            })
            .collect()
    }
}

/// A section under a summary or a quiz has its role; the last section that only asks is a quiz.
fn close_roles(sections: &mut [Section]) {
    let mut parent: Option<(u8, SectionRole)> = None;
    for section in sections {
        if parent.is_some_and(|(level, _)| section.level <= level) {
            parent = None;
        }
        match (parent, section.role) {
            (Some((_, role)), SectionRole::Body) => section.role = role,
            (None, SectionRole::Body) => {}
            (_, role) => parent = Some((section.level, role)),
        }
        let only_asks = !section.passages.is_empty()
            && section.passages.iter().all(|passage| matches!(passage.kind, PassageKind::Question(_)));
        if only_asks {
            section.role = SectionRole::Questions;
        }
    }
}

/// A heading without text of its own stays when a section under it has some: it names them.
fn without_empty(sections: Vec<Section>) -> Vec<Section> {
    let keep: Vec<bool> = (0..sections.len())
        .map(|index| {
            let section = &sections[index];
            !section.passages.is_empty()
                || (section.title.is_some()
                    && section.level > 0
                    && sections[index + 1..]
                        .iter()
                        .take_while(|next| next.level > section.level)
                        .any(|next| !next.passages.is_empty()))
        })
        .collect();
    sections.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(section, _)| section).collect()
}

/// Name without case and plural, to tell that two mentions are of one term.
fn term_key(name: &str) -> String {
    let lower = name.to_lowercase().replace('-', " ");
    let trimmed = lower.trim();
    let is_plural = trimmed.len() > 4
        && trimmed.ends_with('s')
        && !trimmed.ends_with("ss")
        && !trimmed.ends_with("us")
        && !trimmed.ends_with("is");
    if is_plural { trimmed[..trimmed.len() - 1].to_owned() } else { trimmed.to_owned() }
}

fn terms(sections: &[Section], blocks: &[Block]) -> Vec<Term> {
    let mut terms: Vec<Term> = Vec::new();
    let all: Vec<&Sentence> = sections
        .iter()
        .flat_map(|section| &section.passages)
        .flat_map(|passage| match &passage.kind {
            PassageKind::Prose { sentences } => sentences.iter().collect::<Vec<_>>(),
            PassageKind::List { items, .. } => items.iter().collect(),
            _ => Vec::new(),
        })
        .collect();
    for sentence in &all {
        let plain = sentence.text.text();
        for (start, end) in fact::term_runs(&sentence.text) {
            let name = plain[start..end].to_owned();
            if terms.iter().all(|term| term_key(&term.name) != term_key(&name)) {
                terms.push(Term { name, meaning: None, span: sentence.span });
            }
        }
        for fact in &sentence.facts {
            if let FactKind::Definition { term, meaning } = &fact.kind
                && let Some(known) =
                    terms.iter_mut().find(|known| term_key(&known.name) == term_key(term) && known.meaning.is_none())
            {
                known.meaning = Some(meaning.clone());
            }
        }
    }
    for block in blocks {
        let BlockKind::GlossaryEntry { term, meaning } = &block.kind else {
            continue;
        };
        // What the author wrote as a definition is better than what was found in a sentence.
        let meaning = meaning.text();
        // "(also, first gap) first phase of …": another name is no part of the meaning.
        let meaning = match meaning.strip_prefix("(also").and_then(|rest| rest.split_once(") ")) {
            Some((_, rest)) => rest,
            None => meaning.as_str(),
        };
        let meaning = Some(meaning.trim_end_matches('.').to_owned());
        if let Some(known) = terms.iter_mut().find(|known| term_key(&known.name) == term_key(term)) {
            known.meaning = meaning;
            continue;
        }
        let key = term_key(term);
        let mention = all.iter().find(|sentence| mentions(&sentence.text.text().to_lowercase(), &key));
        terms.push(Term { name: term.clone(), meaning, span: mention.map_or(block.span, |sentence| sentence.span) });
    }
    terms.sort_by_key(|term| term.span.start);
    terms
}

/// Whether `text` (lower case) holds `key` as whole words.
fn mentions(text: &str, key: &str) -> bool {
    text.match_indices(key).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + key.len()..].chars().next();
        before.is_none_or(|character| !character.is_alphanumeric())
            && after.is_none_or(|character| !character.is_alphanumeric() || character == 's')
    })
}

fn credits(script: &Script) -> Vec<String> {
    let mut credits: Vec<String> = Vec::new();
    let matter = &script.front_matter;
    credits.extend(matter.credit.clone());
    credits.extend(matter.license.clone());
    for block in &script.blocks {
        if let BlockKind::Figure(figure) = &block.kind
            && let Some(credit) = &figure.credit
            && !credits.contains(credit)
        {
            credits.push(credit.clone());
        }
    }
    credits
}

fn warn(lesson: &mut Lesson, source: &str) {
    let has_prose = lesson.sections.iter().flat_map(|section| &section.passages).any(|passage| {
        matches!(
            passage.kind,
            PassageKind::Prose { .. }
                | PassageKind::List { .. }
                | PassageKind::Quotation { .. }
                | PassageKind::Dialogue { .. }
        )
    });
    if !has_prose {
        lesson.findings.push(
            Finding::new(Severity::Warning, "nothing-to-tell", "the script has no prose; the film will say little")
                .with_hint("write a few sentences around the pictures and formulas")
                .at(Span::locate(source, 0, 0)),
        );
    }
    let long: Vec<Span> = lesson
        .sections
        .iter()
        .flat_map(|section| &section.passages)
        .filter_map(|passage| match &passage.kind {
            PassageKind::Prose { sentences } => Some(sentences),
            _ => None,
        })
        .flatten()
        .filter(|sentence| sentence.text.text().split_whitespace().count() > 60)
        .map(|sentence| sentence.span)
        .collect();
    for span in long {
        lesson.findings.push(
            Finding::new(Severity::Note, "long-sentence", "a sentence of more than 60 words is hard to follow by ear")
                .with_hint("split it in two")
                .at(span),
        );
    }
}
