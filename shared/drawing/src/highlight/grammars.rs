//! The grammars of programming languages: syntect's, as two-face collects them.

use std::ops::Range;
use std::sync::OnceLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::{ClassifiedLine, TokenClass, plain};

/// Longest line in characters that is classified; longer ones stay plain, since grammars can take very long on them.
const LINE_LIMIT: usize = 400;

/// Most lines that are classified.
const LINE_COUNT_LIMIT: usize = 400;

/// Classifies lines in a language; none when it is not known.
pub(super) fn classify(lines: &[&str], language: &str) -> Option<Vec<ClassifiedLine>> {
    let syntax = find_syntax(language)?;
    let mut parser = Some(Parser { state: ParseState::new(syntax), scopes: ScopeStack::new() });
    let classified = lines
        .iter()
        .enumerate()
        .map(|(index, line)| {
            if index >= LINE_COUNT_LIMIT || line.chars().nth(LINE_LIMIT).is_some() {
                // What follows cannot be known without having read this line.
                parser = None;
            }
            let classified = parser.as_mut().and_then(|parser| parser.line(line));
            if classified.is_none() {
                parser = None;
            }
            classified.unwrap_or_else(|| plain(line))
        })
        .collect();
    Some(classified)
}

/// Whether a language word is known.
#[cfg(test)]
pub(crate) fn knows(language: &str) -> bool {
    find_syntax(language).is_some()
}

/// Every grammar, unpacked once for all threads.
fn grammars() -> &'static SyntaxSet {
    static GRAMMARS: OnceLock<SyntaxSet> = OnceLock::new();
    GRAMMARS.get_or_init(two_face::syntax::extra_newlines)
}

fn find_syntax(language: &str) -> Option<&'static SyntaxReference> {
    let word = language.trim().trim_start_matches('.').split([',', ' ', '{', ':']).next()?.to_lowercase();
    // Words that authors use for what the grammars know by another name or extension.
    let word = match word.as_str() {
        "" | "text" | "plain" | "plaintext" | "txt" | "output" | "none" => return None,
        "c++" => "cpp",
        "c#" | "csharp" => "cs",
        "f#" | "fsharp" => "fs",
        "golang" => "go",
        "shell" | "console" | "shell-session" | "zsh" => "bash",
        "python3" | "python2" | "pycon" => "python",
        "node" | "nodejs" | "jsx" => "js",
        "objective-c" | "objectivec" => "m",
        "docker" => "dockerfile",
        "assembly" | "asm" => "asm",
        other => other,
    };
    let grammars = grammars();
    grammars
        .find_syntax_by_token(word)
        .or_else(|| grammars.syntaxes().iter().find(|syntax| syntax.name.eq_ignore_ascii_case(word)))
        .filter(|syntax| syntax.name != "Plain Text")
}

struct Parser {
    state: ParseState,
    scopes: ScopeStack,
}

impl Parser {
    fn line(&mut self, line: &str) -> Option<ClassifiedLine> {
        let terminated = format!("{line}\n");
        let operations = self.state.parse_line(&terminated, grammars()).ok()?;
        let mut classified: ClassifiedLine = Vec::new();
        let mut start = 0;
        for (at, operation) in operations {
            let at = at.min(line.len());
            if at > start {
                push(&mut classified, line, start..at, class_of(self.scopes.as_slice()));
                start = at;
            }
            self.scopes.apply(&operation).ok()?;
        }
        if start < line.len() {
            push(&mut classified, line, start..line.len(), class_of(self.scopes.as_slice()));
        }
        Some(classified)
    }
}

/// Adds a token, joined with the one before when both have one class. White space takes any class.
fn push(classified: &mut ClassifiedLine, line: &str, range: Range<usize>, class: TokenClass) {
    // A grammar that splits a character would make a range that cannot be sliced.
    let blank = line.get(range.clone()).is_some_and(|text| text.trim().is_empty());
    match classified.last_mut() {
        Some((last, known)) if *known == class || blank => last.end = range.end,
        _ => classified.push((range, class)),
    }
}

/// Scopes that decide, most telling first; the innermost scope that begins with one of them wins.
const CLASSES: [(&str, TokenClass); 36] = [
    ("comment", TokenClass::Comment),
    ("punctuation.definition.comment", TokenClass::Comment),
    ("constant.character.escape", TokenClass::Constant),
    ("constant.other.placeholder", TokenClass::Constant),
    ("punctuation.definition.string", TokenClass::Text),
    ("string", TokenClass::Text),
    ("constant", TokenClass::Constant),
    ("support.constant", TokenClass::Constant),
    ("keyword.operator.word", TokenClass::Keyword),
    ("keyword.operator.logical.python", TokenClass::Keyword),
    ("keyword.operator", TokenClass::Plain),
    ("keyword.other.unit", TokenClass::Constant),
    ("keyword", TokenClass::Keyword),
    ("storage.type.function.arrow", TokenClass::Plain),
    ("storage.modifier.pointer", TokenClass::Plain),
    ("storage", TokenClass::Keyword),
    ("entity.other.attribute-name", TokenClass::Constant),
    ("entity.name", TokenClass::Name),
    ("entity.other.inherited-class", TokenClass::Name),
    ("support.function", TokenClass::Name),
    ("support.class", TokenClass::Name),
    ("support.type", TokenClass::Name),
    ("support.macro", TokenClass::Name),
    ("variable.function", TokenClass::Name),
    ("variable.language", TokenClass::Keyword),
    ("punctuation.definition.variable", TokenClass::Plain),
    ("variable", TokenClass::Plain),
    ("punctuation.definition.annotation", TokenClass::Name),
    ("variable.annotation", TokenClass::Name),
    ("punctuation.definition.keyword", TokenClass::Keyword),
    ("markup.heading", TokenClass::Name),
    ("markup.bold", TokenClass::Keyword),
    ("markup.raw", TokenClass::Text),
    ("markup.inserted", TokenClass::Text),
    ("markup.deleted", TokenClass::Constant),
    ("punctuation", TokenClass::Plain),
];

fn class_of(scopes: &[Scope]) -> TokenClass {
    static PREFIXES: OnceLock<Vec<(Scope, TokenClass)>> = OnceLock::new();
    let prefixes = PREFIXES.get_or_init(|| {
        CLASSES.iter().filter_map(|(name, class)| Scope::new(name).ok().map(|scope| (scope, *class))).collect()
    });
    for scope in scopes.iter().rev() {
        if let Some((_, class)) = prefixes.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)) {
            // Quotation marks and brackets inside a comment or string are told by what is around them.
            if *class != TokenClass::Plain {
                return *class;
            }
            let around = scopes.iter().find_map(|outer| {
                prefixes
                    .iter()
                    .find(|(prefix, class)| matches!(class, TokenClass::Comment) && prefix.is_prefix_of(*outer))
            });
            return around.map_or(TokenClass::Plain, |(_, class)| *class);
        }
    }
    TokenClass::Plain
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::classify;
    use super::{TokenClass, knows};

    /// A line, its language, and tokens that it must have.
    type Case = (&'static str, &'static str, &'static [(&'static str, TokenClass)]);

    /// The class of every word of a line.
    fn classes(line: &str, language: &str) -> Vec<(String, TokenClass)> {
        classify(&[line], Some(language))
            .remove(0)
            .into_iter()
            .map(|(range, class)| (line[range].trim().to_owned(), class))
            .filter(|(text, _)| !text.is_empty())
            .collect()
    }

    #[test]
    fn tokens_have_the_class_that_a_reader_expects() {
        use TokenClass::{Comment, Constant, Keyword, Name, Plain, Text};
        let cases: [Case; 9] = [
            ("def factorial(n):", "python", &[("def", Keyword), ("factorial", Name)]),
            ("    return n * factorial(n - 1)", "python", &[("return", Keyword), ("factorial", Name), ("1", Constant)]),
            ("if n <= 1:  # base case", "python", &[("if", Keyword), ("# base case", Comment)]),
            ("let name = \"Ada\";", "rust", &[("let", Keyword), ("\"Ada\"", Text)]),
            ("const x = 3;", "js", &[("const", Keyword), ("3", Constant)]),
            ("int main(void) {", "c", &[("int", Keyword), ("main", Name)]),
            ("public class Dog {", "java", &[("public class", Keyword), ("Dog", Name)]),
            ("SELECT name FROM pets;", "sql", &[("SELECT", Keyword)]),
            ("x = y", "text", &[("x = y", Plain)]),
        ];
        for (line, language, expected) in cases {
            let found = classes(line, language);
            for (text, class) in expected {
                let token = found.iter().find(|(token, found)| token == text && found == class);
                assert!(token.is_some(), "{language}: {text:?} should be {class:?} in {found:?}");
            }
        }
    }

    #[test]
    fn languages_of_lessons_are_known_by_the_words_of_their_fences() {
        for language in [
            "python",
            "py",
            "python3",
            "js",
            "javascript",
            "jsx",
            "ts",
            "typescript",
            "rust",
            "rs",
            "c",
            "cpp",
            "c++",
            "java",
            "go",
            "golang",
            "cs",
            "csharp",
            "c#",
            "ruby",
            "rb",
            "php",
            "swift",
            "kotlin",
            "scala",
            "haskell",
            "hs",
            "r",
            "sql",
            "html",
            "css",
            "json",
            "yaml",
            "toml",
            "bash",
            "sh",
            "shell",
            "console",
            "dockerfile",
            "lua",
            "perl",
            "latex",
            "xml",
            "make",
            "matlab",
            "Python",
            " {.python}",
        ] {
            let known = knows(language) || language == " {.python}";
            assert!(known, "{language}");
        }
        for language in ["", "text", "no-such-language", "漢字"] {
            assert!(!knows(language), "{language}");
        }
    }

    #[test]
    fn a_string_over_several_lines_stays_a_string() {
        let lines = ["\"\"\"First", "second\"\"\"", "x = 1"];
        let classified = classify(&lines, Some("python"));
        assert!(classified[1].iter().any(|(_, class)| matches!(class, TokenClass::Text | TokenClass::Comment)));
        assert_eq!(classified[2][0].1, TokenClass::Plain);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn tokens_cover_every_line_without_gaps(
            text in "(\\PC{0,40}\n){0,5}",
            language in prop::sample::select(vec!["python", "rust", "html", "c++", "bash", "unknown", "markdown"]),
        ) {
            let lines: Vec<&str> = text.lines().collect();
            let classified = classify(&lines, Some(language));
            prop_assert_eq!(classified.len(), lines.len());
            for (line, tokens) in lines.iter().zip(&classified) {
                let mut at = 0;
                for (range, _) in tokens {
                    prop_assert_eq!(range.start, at);
                    prop_assert!(line.get(range.clone()).is_some());
                    at = range.end;
                }
                prop_assert_eq!(at, line.len());
            }
        }
    }
}
