//! The planner: what a teacher who directs would do with a plain script.
//!
//! Each section becomes drafts ([`section`]): exhibits find the sentences that speak of them ([`exhibits`]), lists, formulas
//! and questions take their lead-in ([`blocks`]), and the prose between is parted into scenes by what its sentences call for
//! ([`prose`], [`pictures`], [`statement`]). Drafts that do not fit are parted or cut ([`fit`]); chapters get their names and
//! ids ([`chapters`]).

mod amounts;
mod blocks;
mod case;
mod cause;
mod chapters;
mod code_trace;
mod contrast;
mod deed;
mod definition;
mod describe;
mod dialogue;
mod draft;
mod enumeration;
mod exhibits;
mod fit;
mod geometry;
mod hold;
mod illustrate;
mod line;
mod map;
mod nouns;
mod number;
mod parts;
mod phrases;
mod pictures;
mod plain;
mod points;
mod prose;
mod recap;
mod relations;
mod scale;
mod section;
mod sequence;
mod shots;
mod shown;
mod statement;
mod things;
mod timeline;
mod unparsed;
mod vary;
mod web;
mod worth;

use std::collections::BTreeMap;

use lectern_lesson::{
    FactKind, Format, Lesson, Mood, PassageKind, Scene, Section, SectionRole, Shot, Storyboard, Subject, Transition,
    Visual,
};

use self::chapters::ChapterDraft;
use self::draft::Draft;
use self::line::Line;
use self::phrases::{Phrases, phrases};
use self::prose::{Grammar, Guide, Known};
use crate::{Layouts, References};

pub(crate) use self::chapters::CHAPTER_SECS;

/// What the planner is told beside the lesson.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanOptions {
    /// Name of the style.
    pub style: String,
    /// Name of the voice.
    pub voice: String,
    /// The voices of those who speak in dialogues, by their names.
    pub cast: BTreeMap<String, String>,
    /// Speaking rate, 0.5 to 2; 1 is the voice's own.
    pub pace: f64,
    /// Size and frame rate.
    pub format: Format,
}

/// Seconds that a title and a heading stand after they are spoken.
const TITLE_PAUSE_SECS: f64 = 1.2;
const HEADING_PAUSE_SECS: f64 = 0.7;

/// Plans the film of `lesson`. A pure function: the same lesson, options and layouts give the same storyboard.
pub fn plan(lesson: &Lesson, options: &PlanOptions, layouts: &dyn Layouts, references: &dyn References) -> Storyboard {
    let words = phrases(&lesson.language);
    let events = timeline::events(lesson);
    let about = about(lesson);
    let guide = Guide { references, about: &about, events: &events, grammar: Grammar::of(&lesson.language) };
    let mut chapters = draft_chapters(lesson, options, &guide, words);
    for chapter in &mut chapters {
        chapter.drafts = std::mem::take(&mut chapter.drafts)
            .into_iter()
            .flat_map(|draft| fit::limit_parts(fit::fit(draft, layouts, words), words))
            .map(|draft| illustrate::illustrate(draft, &guide, layouts))
            .collect();
    }
    chapters.retain(|chapter| !chapter.drafts.is_empty());
    for chapter in &mut chapters {
        hold::hold(&mut chapter.drafts);
    }
    vary_all(&mut chapters, layouts);
    let titled = lesson.sections.iter().any(|section| is_heading_of_its_own(section, lesson));
    let chapters = chapters::part_long(chapters, titled, words);
    Storyboard {
        title: lesson.title.clone(),
        language: lesson.language.clone(),
        style: options.style.clone(),
        voice: options.voice.clone(),
        pace: if options.pace.is_finite() { options.pace.clamp(0.5, 2.0) } else { 1.0 },
        format: options.format,
        scenes: scenes(&chapters, lesson.subject, guide.grammar, layouts),
        credits: lesson.credits.clone(),
    }
}

/// [`vary::vary`] over the film: chapters do not part what is seen one after the other.
fn vary_all(chapters: &mut [ChapterDraft], layouts: &dyn Layouts) {
    let counts: Vec<usize> = chapters.iter().map(|chapter| chapter.drafts.len()).collect();
    let mut drafts: Vec<Draft> = chapters.iter_mut().flat_map(|chapter| std::mem::take(&mut chapter.drafts)).collect();
    vary::vary(&mut drafts, layouts);
    let mut rest = drafts.into_iter();
    for (chapter, count) in chapters.iter_mut().zip(counts) {
        chapter.drafts = rest.by_ref().take(count).collect();
    }
}

/// Whether the section's heading opens a chapter: not the title again, and of the highest two levels or of the highest
/// level that the lesson uses.
fn opens_chapter(section: &Section, lesson: &Lesson) -> bool {
    let highest = lesson
        .sections
        .iter()
        .filter(|section| is_heading_of_its_own(section, lesson))
        .map(|section| section.level)
        .min();
    is_heading_of_its_own(section, lesson) && highest.is_some_and(|highest| section.level <= highest.max(2))
}

fn is_heading_of_its_own(section: &Section, lesson: &Lesson) -> bool {
    section.title.as_deref().is_some_and(|title| !title.trim().is_empty() && !same_title(title, &lesson.title))
}

fn same_title(left: &str, right: &str) -> bool {
    let key = |title: &str| title.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    key(left) == key(right)
}

fn draft_chapters(lesson: &Lesson, options: &PlanOptions, guide: &Guide<'_>, words: &Phrases) -> Vec<ChapterDraft> {
    let mut known = Known {
        terms: lesson.terms.iter().map(|term| (term.name.clone(), term.meaning.clone())).collect(),
        title: lesson.title.clone(),
        cast: options.cast.clone(),
        ..Known::default()
    };
    let has_introduction = lesson
        .sections
        .iter()
        .take_while(|section| !opens_chapter(section, lesson))
        .any(|section| !section.passages.is_empty())
        && lesson.sections.iter().any(|section| opens_chapter(section, lesson));
    let title = lesson.title.split_whitespace().collect::<Vec<_>>().join(" ");
    let first = if has_introduction || title.is_empty() { words.introduction } else { &title };
    let mut opening = ChapterDraft::new(first);
    opening.drafts.extend(title_scene(&title));
    opening.drafts.extend(exhibits::objectives(&lesson.title, &lesson.objectives, words));
    let mut chapters = vec![opening];
    let mut number = 0;
    for section in &lesson.sections {
        known.section = section
            .title
            .as_deref()
            .filter(|title| !same_title(title, &lesson.title))
            .unwrap_or_default()
            .trim()
            .to_owned();
        let heading = section.title.as_deref().map(str::trim).unwrap_or_default();
        let opens = opens_chapter(section, lesson);
        if opens {
            chapters.push(ChapterDraft::new(heading));
        }
        let Some(chapter) = chapters.last_mut() else { continue };
        if section.role == SectionRole::Summary {
            chapter.drafts.extend(recap::of_summary(section, guide, words));
            continue;
        }
        if opens {
            number += 1;
            chapter.drafts.extend(
                heading_line(heading, section)
                    .map(|line| Draft::new(chapters::opening(number, heading, guide), vec![line])),
            );
        } else if is_heading_of_its_own(section, lesson) {
            // A heading inside a chapter is said over the first picture of its section.
            let mut drafts = section::scenes(section, &mut known, guide, words);
            match (drafts.first_mut(), heading_line(heading, section)) {
                (Some(first), Some(line)) => section::prepend(first, vec![line]),
                (None, Some(line)) => {
                    let text = heading.to_owned();
                    let visual = Visual::Statement { picture: None, emphasis: vec![text.clone()], text };
                    drafts.push(Draft::new(visual, vec![line]));
                }
                _ => {}
            }
            chapter.drafts.extend(drafts);
            continue;
        }
        chapter.drafts.extend(section::scenes(section, &mut known, guide, words));
    }
    if !lesson.sections.iter().any(|section| section.role == SectionRole::Summary && !section.passages.is_empty())
        && let Some(recap) = recap::of_terms(&known, lesson, guide, words)
        && let Some(last) = chapters.last_mut()
    {
        last.drafts.push(recap);
    }
    chapters
}

/// What tells meanings apart in this lesson: its title and subject, and the places that it names.
fn about(lesson: &Lesson) -> String {
    let mut words = vec![lesson.title.clone(), format!("{:?}", lesson.subject)];
    let sentences =
        lesson.sections.iter().flat_map(|section| &section.passages).flat_map(|passage| match &passage.kind {
            PassageKind::Prose { sentences } | PassageKind::List { items: sentences, .. } => sentences.as_slice(),
            _ => &[],
        });
    for fact in sentences.flat_map(|sentence| &sentence.facts) {
        if let FactKind::Place { name } = &fact.kind
            && !words.contains(name)
        {
            words.push(name.clone());
        }
    }
    words.join(", ")
}

fn title_scene(title: &str) -> Option<Draft> {
    let line = Line::added(title).ending_with('.').then_pause(TITLE_PAUSE_SECS);
    (!line.words.is_empty()).then(|| Draft::new(Visual::Title { title: title.to_owned(), subtitle: None }, vec![line]))
}

fn heading_line(heading: &str, section: &Section) -> Option<Line> {
    let line =
        Line { span: Some(section.span), ..Line::added(heading).ending_with('.').then_pause(HEADING_PAUSE_SECS) };
    (!line.words.is_empty()).then_some(line)
}

/// The drafts as scenes.
fn scenes(chapters: &[ChapterDraft], subject: Subject, grammar: Grammar, layouts: &dyn Layouts) -> Vec<Scene> {
    let titles: Vec<String> = chapters.iter().map(|chapter| chapter.title.clone()).collect();
    let slugs = chapters::slugs(&titles);
    let mut scenes = Vec::new();
    for (chapter, slug) in chapters.iter().zip(&slugs) {
        for (number, draft) in chapter.drafts.iter().enumerate() {
            let visual = case::in_display_case(draft.visual.clone());
            scenes.push(Scene {
                id: format!("{slug}-{}", number + 1),
                chapter: (number == 0).then(|| chapter.title.clone()),
                narration: line::narration_of(&draft.lines),
                description: describe::describe(&visual, grammar),
                visual,
                shot: Shot::default(),
                cues: draft.cues(),
                transition: Transition::default(),
                mood: draft.mood.unwrap_or_else(|| mood_of(&draft.visual, subject)),
                sources: draft.sources(),
                chosen_for: draft.reason.clone(),
            });
        }
    }
    shots::direct(&mut scenes, layouts);
    scenes
}

/// The mood of a scene by what it shows, else by what the lesson is about.
fn mood_of(visual: &Visual, subject: Subject) -> Mood {
    match visual {
        Visual::Recap { .. } => Mood::Triumphant,
        Visual::Question { .. } => Mood::Curious,
        Visual::Title { .. } | Visual::Chapter { .. } if subject != Subject::History => Mood::Bright,
        _ => match subject {
            Subject::Mathematics | Subject::Physics | Subject::Chemistry | Subject::ComputerScience => Mood::Curious,
            Subject::Biology | Subject::EarthScience | Subject::Geography | Subject::General => Mood::Calm,
            Subject::Economics | Subject::Language | Subject::Arts => Mood::Bright,
            Subject::History => Mood::Serious,
        },
    }
}
