//! What LaTeX commands look like in Unicode and what a teacher calls them.

use super::Class;

/// Greek letters and other letter-like symbols: command, character, name.
const LETTERS: &[(&str, &str, &str)] = &[
    ("alpha", "α", "alpha"), ("beta", "β", "beta"), ("gamma", "γ", "gamma"), ("delta", "δ", "delta"),
    ("epsilon", "ε", "epsilon"), ("varepsilon", "ε", "epsilon"), ("zeta", "ζ", "zeta"), ("eta", "η", "eta"),
    ("theta", "θ", "theta"), ("vartheta", "ϑ", "theta"), ("iota", "ι", "iota"), ("kappa", "κ", "kappa"),
    ("lambda", "λ", "lambda"), ("mu", "μ", "mu"), ("nu", "ν", "nu"), ("xi", "ξ", "xi"), ("omicron", "ο", "omicron"),
    ("pi", "π", "pi"), ("varpi", "ϖ", "pi"), ("rho", "ρ", "rho"), ("varrho", "ϱ", "rho"), ("sigma", "σ", "sigma"),
    ("varsigma", "ς", "sigma"), ("tau", "τ", "tau"), ("upsilon", "υ", "upsilon"), ("phi", "φ", "phi"),
    ("varphi", "φ", "phi"), ("chi", "χ", "chi"), ("psi", "ψ", "psi"), ("omega", "ω", "omega"),
    ("Gamma", "Γ", "gamma"), ("Delta", "Δ", "delta"), ("Theta", "Θ", "theta"), ("Lambda", "Λ", "lambda"),
    ("Xi", "Ξ", "xi"), ("Pi", "Π", "pi"), ("Sigma", "Σ", "sigma"), ("Upsilon", "Υ", "upsilon"), ("Phi", "Φ", "phi"),
    ("Psi", "Ψ", "psi"), ("Omega", "Ω", "omega"), ("infty", "∞", "infinity"), ("hbar", "ℏ", "h bar"),
    ("ell", "ℓ", "l"), ("partial", "∂", "partial"), ("nabla", "∇", "del"), ("emptyset", "∅", "the empty set"),
    ("varnothing", "∅", "the empty set"), ("aleph", "ℵ", "aleph"), ("Re", "ℜ", "the real part of"),
    ("Im", "ℑ", "the imaginary part of"), ("angle", "∠", "angle"), ("triangle", "△", "triangle"),
    ("forall", "∀", "for all"), ("exists", "∃", "there exists"), ("nexists", "∄", "there exists no"),
    ("neg", "¬", "not"), ("lnot", "¬", "not"), ("ldots", "…", "and so on"), ("dots", "…", "and so on"),
    ("cdots", "⋯", "and so on"), ("vdots", "⋮", "and so on"), ("ddots", "⋱", "and so on"), ("dotsc", "…", "and so on"),
    ("dotsb", "⋯", "and so on"), ("degree", "°", "degrees"), ("top", "⊤", "top"), ("bot", "⊥", "bottom"),
    ("square", "□", "square"), ("checkmark", "✓", "check"), ("imath", "ı", "i"), ("jmath", "ȷ", "j"),
    ("pounds", "£", "pounds"), ("euro", "€", "euros"), ("Box", "□", "box"), ("blacksquare", "■", "which was to be shown"),
    ("circ", "∘", "of"), ("AA", "Å", "angstrom"), ("prime", "′", "prime"), ("S", "§", "section"),
];

/// Operators: command or character, character, name, class.
const OPERATORS: &[(&str, &str, &str, Class)] = &[
    ("+", "+", "plus", Class::Sum), ("-", "−", "minus", Class::Sum), ("−", "−", "minus", Class::Sum),
    ("–", "−", "minus", Class::Sum), ("pm", "±", "plus or minus", Class::Sum), ("mp", "∓", "minus or plus", Class::Sum),
    ("±", "±", "plus or minus", Class::Sum), ("oplus", "⊕", "direct sum", Class::Sum),
    ("cdot", "·", "times", Class::Product), ("times", "×", "times", Class::Product), ("*", "∗", "times", Class::Product),
    ("ast", "∗", "times", Class::Product), ("·", "·", "times", Class::Product), ("×", "×", "times", Class::Product),
    ("⋅", "·", "times", Class::Product), ("div", "÷", "divided by", Class::Product), ("÷", "÷", "divided by", Class::Product),
    ("/", "/", "over", Class::Slash), ("bmod", "mod", "modulo", Class::Product), ("otimes", "⊗", "tensor", Class::Product),
    ("star", "⋆", "star", Class::Product), ("bullet", "•", "times", Class::Product),
    ("wedge", "∧", "and", Class::Sum), ("land", "∧", "and", Class::Sum), ("vee", "∨", "or", Class::Sum),
    ("lor", "∨", "or", Class::Sum), ("cup", "∪", "union", Class::Sum), ("cap", "∩", "intersection", Class::Sum),
    ("setminus", "∖", "without", Class::Sum), ("backslash", "∖", "without", Class::Sum),
    ("=", "=", "equals", Class::Relation), ("neq", "≠", "is not equal to", Class::Relation),
    ("ne", "≠", "is not equal to", Class::Relation), ("≠", "≠", "is not equal to", Class::Relation),
    ("<", "<", "is less than", Class::Relation), ("lt", "<", "is less than", Class::Relation),
    (">", ">", "is greater than", Class::Relation), ("gt", ">", "is greater than", Class::Relation),
    ("leq", "≤", "is less than or equal to", Class::Relation), ("le", "≤", "is less than or equal to", Class::Relation),
    ("leqslant", "≤", "is less than or equal to", Class::Relation), ("≤", "≤", "is less than or equal to", Class::Relation),
    ("geq", "≥", "is greater than or equal to", Class::Relation), ("ge", "≥", "is greater than or equal to", Class::Relation),
    ("geqslant", "≥", "is greater than or equal to", Class::Relation),
    ("≥", "≥", "is greater than or equal to", Class::Relation), ("ll", "≪", "is much less than", Class::Relation),
    ("gg", "≫", "is much greater than", Class::Relation), ("approx", "≈", "is approximately equal to", Class::Relation),
    ("≈", "≈", "is approximately equal to", Class::Relation), ("simeq", "≃", "is approximately equal to", Class::Relation),
    ("cong", "≅", "is congruent to", Class::Relation), ("equiv", "≡", "is equivalent to", Class::Relation),
    ("sim", "∼", "is similar to", Class::Relation), ("propto", "∝", "is proportional to", Class::Relation),
    ("∝", "∝", "is proportional to", Class::Relation), ("perp", "⊥", "is perpendicular to", Class::Relation),
    ("parallel", "∥", "is parallel to", Class::Relation), ("in", "∈", "is in", Class::Relation),
    ("∈", "∈", "is in", Class::Relation), ("notin", "∉", "is not in", Class::Relation), ("ni", "∋", "contains", Class::Relation),
    ("subset", "⊂", "is a subset of", Class::Relation), ("subseteq", "⊆", "is a subset of", Class::Relation),
    ("supset", "⊃", "is a superset of", Class::Relation), ("supseteq", "⊇", "is a superset of", Class::Relation),
    ("mid", "∣", "such that", Class::Relation), ("coloneqq", "≔", "is defined as", Class::Relation),
    ("doteq", "≐", "is defined as", Class::Relation), ("models", "⊨", "models", Class::Relation),
    ("vdash", "⊢", "proves", Class::Relation), ("asymp", "≍", "is of the order of", Class::Relation),
    ("to", "→", "to", Class::Arrow), ("rightarrow", "→", "to", Class::Arrow), ("longrightarrow", "→", "to", Class::Arrow),
    ("→", "→", "to", Class::Arrow), ("⟶", "→", "to", Class::Arrow), ("xrightarrow", "→", "to", Class::Arrow),
    ("leftarrow", "←", "comes from", Class::Relation), ("gets", "←", "becomes", Class::Relation),
    ("←", "←", "comes from", Class::Relation), ("mapsto", "↦", "maps to", Class::Relation),
    ("Rightarrow", "⇒", "implies", Class::Relation), ("implies", "⟹", "implies", Class::Relation),
    ("Longrightarrow", "⟹", "implies", Class::Relation), ("⇒", "⇒", "implies", Class::Relation),
    ("Leftarrow", "⇐", "follows from", Class::Relation), ("impliedby", "⟸", "follows from", Class::Relation),
    ("iff", "⟺", "if and only if", Class::Relation), ("Leftrightarrow", "⇔", "if and only if", Class::Relation),
    ("⇔", "⇔", "if and only if", Class::Relation), ("leftrightarrow", "↔", "corresponds to", Class::Relation),
    ("rightleftharpoons", "⇌", "is in equilibrium with", Class::Relation), ("⇌", "⇌", "is in equilibrium with", Class::Relation),
    ("uparrow", "↑", "rises", Class::Relation), ("downarrow", "↓", "falls", Class::Relation),
    ("nearrow", "↗", "rises", Class::Relation), ("searrow", "↘", "falls", Class::Relation),
    ("therefore", "∴", "therefore", Class::Relation), ("because", "∵", "because", Class::Relation),
    (",", ",", ",", Class::Comma), (";", ";", ",", Class::Comma), (":", ":", ",", Class::Colon), ("colon", ":", ",", Class::Colon),
    (".", ".", ".", Class::Comma), ("?", "?", "?", Class::Comma),
];

/// Functions with upright names: command, spoken.
const FUNCTIONS: &[(&str, &str)] = &[
    ("sin", "sine"), ("cos", "cosine"), ("tan", "tangent"), ("cot", "cotangent"), ("sec", "secant"), ("csc", "cosecant"),
    ("arcsin", "arc sine"), ("arccos", "arc cosine"), ("arctan", "arc tangent"), ("sinh", "hyperbolic sine"),
    ("cosh", "hyperbolic cosine"), ("tanh", "hyperbolic tangent"), ("coth", "hyperbolic cotangent"), ("log", "log"),
    ("ln", "the natural log"), ("lg", "log"), ("exp", "the exponential"), ("det", "the determinant"), ("dim", "the dimension"),
    ("ker", "the kernel"), ("gcd", "the greatest common divisor"), ("deg", "the degree"), ("arg", "the argument"),
    ("Pr", "the probability"), ("max", "the maximum"), ("min", "the minimum"), ("sup", "the supremum"),
    ("inf", "the infimum"), ("hom", "hom"),
];

/// Operators with limits: command, character, spoken.
const BIG: &[(&str, &str, &str)] = &[
    ("sum", "∑", "the sum"), ("prod", "∏", "the product"), ("int", "∫", "the integral"), ("iint", "∬", "the double integral"),
    ("iiint", "∭", "the triple integral"), ("oint", "∮", "the closed integral"), ("bigcup", "⋃", "the union"),
    ("bigcap", "⋂", "the intersection"), ("coprod", "∐", "the coproduct"), ("lim", "lim", "the limit"),
    ("limsup", "lim sup", "the limit superior"), ("liminf", "lim inf", "the limit inferior"),
];

/// Accents: command, combining character, word, whether the word goes before the letter.
const ACCENTS: &[(&str, char, &str, bool)] = &[
    ("vec", '\u{20d7}', "vector", true), ("overrightarrow", '\u{20d7}', "vector", true), ("hat", '\u{302}', "hat", false),
    ("widehat", '\u{302}', "hat", false), ("bar", '\u{304}', "bar", false), ("overline", '\u{305}', "bar", false),
    ("dot", '\u{307}', "dot", false), ("ddot", '\u{308}', "double dot", false), ("tilde", '\u{303}', "tilde", false),
    ("widetilde", '\u{303}', "tilde", false), ("underline", '\u{332}', "", false),
];

const BLACKBOARD: &[(&str, &str, &str)] = &[
    ("R", "ℝ", "the real numbers"), ("N", "ℕ", "the natural numbers"), ("Z", "ℤ", "the integers"),
    ("Q", "ℚ", "the rational numbers"), ("C", "ℂ", "the complex numbers"),
];

pub(super) fn letter(command: &str) -> Option<(&'static str, &'static str)> {
    LETTERS.iter().find(|entry| entry.0 == command).map(|entry| (entry.1, entry.2))
}

/// A letter-like symbol written as itself, such as `α` or `∞`.
pub(super) fn letter_character(character: &str) -> Option<(&'static str, &'static str)> {
    let character = if character == "∆" { "Δ" } else { character };
    LETTERS.iter().find(|entry| entry.1 == character).map(|entry| (entry.1, entry.2))
}

pub(super) fn operator(name: &str) -> Option<(&'static str, &'static str, Class)> {
    OPERATORS.iter().find(|entry| entry.0 == name).map(|entry| (entry.1, entry.2, entry.3))
}

pub(super) fn function(command: &str) -> Option<(&'static str, &'static str)> {
    FUNCTIONS.iter().find(|entry| entry.0 == command).copied()
}

pub(super) fn big(command: &str) -> Option<(&'static str, &'static str)> {
    BIG.iter()
        .find(|entry| entry.0 == command || (entry.1 == command && !command.is_ascii()))
        .map(|entry| (entry.1, entry.2))
}

/// Combining character, word, whether the word goes first.
pub(super) fn accent(command: &str) -> Option<(char, &'static str, bool)> {
    ACCENTS.iter().find(|entry| entry.0 == command).map(|entry| (entry.1, entry.2, entry.3))
}

pub(super) fn blackboard(letter: &str) -> Option<(&'static str, &'static str)> {
    BLACKBOARD.iter().find(|entry| entry.0 == letter).map(|entry| (entry.1, entry.2))
}
