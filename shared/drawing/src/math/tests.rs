use proptest::prelude::*;
use vello_cpu::kurbo::Shape;

use super::Formula;

/// Formulas from school books that must lay out with all their characters.
const FORMULAS: [&str; 84] = [
    r"a^2 + b^2 = c^2",
    r"E = mc^2",
    r"F = m \cdot a",
    r"\frac{a}{b} + \frac{c}{d} = \frac{ad + bc}{bd}",
    r"\tfrac{1}{2}ab + \dfrac{1}{2}ab = ab",
    r"x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}",
    r"h = \sqrt{6.5^2 - 2.5^2} = \sqrt{36} = 6",
    r"\sqrt[3]{27} = 3",
    r"\sqrt{1+\sqrt{1+\sqrt{1+x}}}",
    r"\sum_{i=1}^{n} i = \frac{n(n+1)}{2}",
    r"\prod_{k=1}^{n} k = n!",
    r"\int_0^\infty e^{-x^2}\,dx = \frac{\sqrt{\pi}}{2}",
    r"\oint_C \vec{F} \cdot d\vec{r} = 0",
    r"\iint_D f(x,y)\,dA",
    r"\iiint_V \rho\,dV",
    r"\lim_{x \to 0} \frac{\sin x}{x} = 1",
    r"f'(x) = \lim_{h\to 0}\frac{f(x+h)-f(x)}{h}",
    r"\frac{d}{dx} x^n = nx^{n-1}",
    r"\frac{\partial u}{\partial t} = \alpha \nabla^2 u",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
    r"\begin{bmatrix} 1 & 0 & 0 \\ 0 & 1 & 0 \\ 0 & 0 & 1 \end{bmatrix}",
    r"\begin{vmatrix} a & b \\ c & d \end{vmatrix} = ad - bc",
    r"\begin{aligned} x + y &= 3 \\ x - y &= 1 \end{aligned}",
    r"\begin{cases} x & x \ge 0 \\ -x & x < 0 \end{cases}",
    r"|x| = \begin{cases} x & \text{if } x \ge 0 \\ -x & \text{otherwise} \end{cases}",
    r"\begin{array}{c|c} p & q \\ \hline 0 & 1 \end{array}",
    r"\text{ATP}+\text{H}_2\text{O}\to\text{ADP}+\text{P}_i+\text{free energy}",
    r"\text{6CO}_2 + \text{6H}_2\text{O} \rightarrow \text{C}_6\text{H}_{12}\text{O}_6 + \text{6O}_2",
    r"\mathrm{2H_2 + O_2 \longrightarrow 2H_2O}",
    r"\mathrm{Fe^{3+} + e^- \rightleftharpoons Fe^{2+}}",
    r"\mathrm{pH} = -\log_{10}[\mathrm{H^+}]",
    r"\ce{H2O + CO2 -> H2CO3}",
    r"\xrightarrow{\text{heat}} \mathrm{CaO} + \mathrm{CO_2}",
    r"\alpha + \beta + \gamma = 180^\circ",
    r"\Delta G = \Delta H - T\Delta S",
    r"\Omega \Sigma \Pi \Phi \Psi \Lambda \Xi \Gamma \Theta",
    r"\varepsilon \vartheta \varphi \varrho \varsigma \varpi",
    r"\lambda = \frac{h}{p}",
    r"\omega = 2\pi f",
    r"\hat{x} \bar{y} \vec{v} \dot{q} \ddot{q} \tilde{n} \check{c} \breve{u}",
    r"\widehat{abc} \widetilde{xyz} \overline{AB} \underline{cd}",
    r"\overrightarrow{AB} \overleftarrow{CD} \overbrace{a+b}^{n} \underbrace{c+d}_{m}",
    r"\left( \frac{a}{b} \right)^2 \left[ x \right] \left\{ y \right\} \left| z \right|",
    r"\left\lfloor x \right\rfloor \left\lceil y \right\rceil \left\langle u, v \right\rangle",
    r"\bigl( \Bigl( \biggl( \Biggl( x \Biggr) \biggr) \Bigr) \bigr)",
    r"A \cup B \cap C \setminus D \subset E \subseteq F \supset G",
    r"\forall x \in \mathbb{R}\; \exists y \notin \mathbb{N}",
    r"p \land q \lor \lnot r \Rightarrow s \Leftrightarrow t \iff u",
    r"x \le y \ge z \neq w \approx v \equiv u \sim t \propto s \ll r \gg q",
    r"\leftarrow \rightarrow \leftrightarrow \uparrow \downarrow \mapsto \hookrightarrow \implies",
    r"\sin^2\theta + \cos^2\theta = 1",
    r"\tan x = \frac{\sin x}{\cos x}, \ln x, \log_2 8, \exp(x), \max, \min, \gcd(a,b)",
    r"\operatorname{arctan}(x) + \operatorname*{argmax}_{x} f(x)",
    r"\binom{n}{k} = \frac{n!}{k!(n-k)!}",
    r"\mathbf{F} = q(\mathbf{E} + \mathbf{v} \times \mathbf{B})",
    r"\nabla \cdot \mathbf{E} = \frac{\rho}{\varepsilon_0}",
    r"\nabla \times \mathbf{B} = \mu_0 \mathbf{J} + \mu_0\varepsilon_0 \frac{\partial \mathbf{E}}{\partial t}",
    r"\mathcal{L}\{f\} \mathfrak{g} \mathscr{F} \mathsf{T} \mathtt{code} \mathbb{ZQC}",
    r"\boldsymbol{\alpha} \boldsymbol{x}",
    r"e^{i\pi} + 1 = 0",
    r"a_{n+1} = a_n + a_{n-1}",
    r"x_1, x_2, \dots, x_n \quad \cdots \vdots \ddots \ldots",
    r"{}^{14}_{6}\mathrm{C}",
    r"2^{2^{2^n}}",
    r"\dfrac{1}{1+\dfrac{1}{1+\dfrac{1}{x}}}",
    r"\cfrac{1}{1+\cfrac{1}{1+x}}",
    r"P(A \mid B) = \frac{P(B \mid A)\,P(A)}{P(B)}",
    r"\sigma = \sqrt{\frac{1}{N}\sum_{i=1}^N (x_i - \mu)^2}",
    r"f(x) = \frac{1}{\sigma\sqrt{2\pi}} e^{-\frac{1}{2}\left(\frac{x-\mu}{\sigma}\right)^2}",
    r"n! = n \times (n-1)!",
    r"12 \div 4 = 3 \ast \star \circ \bullet \oplus \otimes",
    r"\color{red} a + \textcolor{blue}{b} = c",
    r"\colorbox{yellow}{x} + \boxed{y = 2}",
    r"\cancel{x} + \bcancel{y} + \xcancel{z}",
    r"5\,\text{m} \cdot 3\,\tfrac{\text{m}}{\text{s}} = 15\,\text{m}^2/\text{s}",
    r"100\,\% \quad \$3 \quad 20\,^\circ\mathrm{C}",
    r"\text{Größe} = \text{Höhe} \times \text{Länge}",
    r"\stackrel{!}{=} \overset{?}{=} \underset{n}{\rightarrow}",
    r"\begin{gathered} a = b \\ c = d \end{gathered}",
    r"\begin{matrix} 1 & 2 \\ 3 & 4 \end{matrix}",
    r"\begin{smallmatrix} 1 & 2 \\ 3 & 4 \end{smallmatrix}",
    r"(a+b)^2 &= 4 \cdot \tfrac{1}{2}ab + c^2",
    r"a = b \\ c = d",
    r"\angle ABC = 90^\circ \perp \parallel \triangle \square \infty \hbar \ell \Re \Im \aleph \emptyset",
];

#[test]
fn formulas_of_school_books_lay_out_with_every_character() {
    for latex in FORMULAS {
        let formula = Formula::parse(latex).unwrap_or_else(|| panic!("{latex} does not parse"));
        let laid_out = formula.lay_out_all(&formula.variables()).unwrap_or_else(|| panic!("{latex} has no layout"));
        assert_eq!(laid_out.missing, Vec::<char>::new(), "{latex}");
        assert!(laid_out.width > 0.3 && laid_out.ink.area() > 0.0, "{latex}: {laid_out:?}");
        assert!((0.3..=1.0).contains(&laid_out.smallest), "{latex}: {}", laid_out.smallest);
        // What is inked lies near the box that is laid out for it.
        let slack = 0.6;
        assert!(laid_out.ink.x0 > -slack && laid_out.ink.x1 < laid_out.width + slack, "{latex}: {:?}", laid_out.ink);
    }
}

#[test]
fn broken_latex_is_refused() {
    let long = "x+".repeat(1_500);
    let deep = format!("{}x{}", "\\sqrt{".repeat(300), "}".repeat(300));
    let cases = [
        "",
        "   ",
        r"\frac{a}{",
        r"\frac{a}",
        r"a^",
        r"a^b^c",
        r"\left( x",
        r"x }",
        r"{ x",
        r"\begin{pmatrix} a & b",
        r"\begin{unknown} a \end{unknown}",
        r"\unknowncommand",
        r"\sqrt[",
        r"\rule{1000000000em}{1em} x",
        &long,
        &deep,
    ];
    for latex in cases {
        assert!(Formula::parse(latex).is_none(), "{}", latex.chars().take(40).collect::<String>());
    }
}

#[test]
fn variables_come_in_order_and_know_their_subscripts() {
    let cases: [(&str, &[&str]); 7] = [
        (r"a^2 + b^2 = c^2", &["a", "b", "c"]),
        (r"E = m c^2", &["E", "m", "c"]),
        (r"x_1 + x_2 = x", &["x_1", "x_2", "x"]),
        (r"\omega = 2\pi f", &["\\omega", "f"]),
        (r"\text{speed} = \frac{s}{t}", &["s", "t"]),
        (r"\sin\theta = \tfrac{a}{c}", &["\\theta", "a", "c"]),
        (r"6^2 = 36", &[]),
    ];
    for (latex, expected) in cases {
        assert_eq!(Formula::parse(latex).expect("parses").variables(), expected, "{latex}");
    }
}

#[test]
fn a_marked_variable_takes_its_exponent_along_and_keeps_the_layout() {
    let formula = Formula::parse(r"a^2 + b^2 = c^2").expect("parses");
    let plain = formula.lay_out_all(&[]).expect("lays out");
    let marked = formula.lay_out_all(&formula.variables()).expect("lays out");
    let marks: Vec<_> = marked.pieces.iter().map(|piece| piece.mark).collect();
    assert_eq!(marks, [Some(0), Some(0), None, Some(1), Some(1), None, Some(2), Some(2)]);
    assert!(plain.pieces.iter().all(|piece| piece.mark.is_none()));
    assert!((plain.width - marked.width).abs() < 1e-9);
}

#[test]
fn parts_of_a_line_are_as_wide_as_the_whole() {
    for latex in [r"(a+b)^2 = 4ab + c^2", r"x < y + 2", r"\text{ATP} \to \text{ADP}", r"= 2ab + c"] {
        let formula = Formula::parse(latex).expect("parses");
        let relation = formula.first_relation().expect("has one");
        let left = formula.lay_out(0..relation, &[]).expect("lays out").width;
        let right = formula.lay_out(relation..formula.len(), &[]).expect("lays out").width;
        let whole = formula.lay_out_all(&[]).expect("lays out").width;
        assert!((left + right - whole).abs() < 0.01, "{latex}: {left} + {right} against {whole}");
    }
}

#[test]
fn a_lone_letter_before_the_relation_is_the_subject() {
    let cases = [(r"y = mx + b", Some("y")), (r"2y = x", None), (r"a + b = c", None), (r"x + y", None)];
    for (latex, expected) in cases {
        assert_eq!(Formula::parse(latex).expect("parses").subject().as_deref(), expected, "{latex}");
    }
}

/// Pieces of LaTeX that are glued together at random.
const FRAGMENTS: [&str; 48] = [
    "a",
    "2",
    "x^2",
    "_",
    "^",
    "{",
    "}",
    "\\",
    "\\\\",
    "&",
    "\\frac",
    "\\frac{1}{2}",
    "\\sqrt",
    "\\sqrt[3]",
    "[",
    "]",
    "\\left(",
    "\\right)",
    "\\left.",
    "\\middle|",
    "\\begin{aligned}",
    "\\end{aligned}",
    "\\begin{array}{c|c}",
    "\\end{array}",
    "\\hline",
    "\\text{",
    "\\text{ä€漢😀}",
    "\\mathrm",
    "\\color{red}",
    "\\rule{9em}{-3em}",
    "\\hspace{-99em}",
    "\\kern1e9em",
    "\\def\\x{\\x\\x}\\x",
    "\\sum",
    "\\limits",
    "\\int",
    "\\over",
    "=",
    "+",
    "$",
    "%",
    "#",
    "~",
    "'",
    "\u{0}",
    "\u{202e}",
    "\\ce{",
    "\\verb|x|",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn anything_is_laid_out_within_limits_or_refused(
        indices in prop::collection::vec(0..FRAGMENTS.len(), 1..24),
    ) {
        let latex: String = indices.iter().map(|index| FRAGMENTS[*index]).collect();
        check_any(&latex)?;
    }

    #[test]
    fn any_text_is_laid_out_within_limits_or_refused(latex in "\\PC{0,80}") {
        check_any(&latex)?;
    }
}

fn check_any(latex: &str) -> Result<(), TestCaseError> {
    let Some(formula) = Formula::parse(latex) else { return Ok(()) };
    let marked = formula.variables();
    let laid_out = formula.lay_out_all(&marked);
    prop_assert!(laid_out.is_some(), "marks must not change whether it lays out");
    for piece in laid_out.into_iter().flat_map(|laid_out| laid_out.pieces) {
        let bounds = piece.path.bounding_box();
        prop_assert!(bounds.is_finite());
        prop_assert!(bounds.width() < 2_000.0 && bounds.height() < 2_000.0);
    }
    let (relations, binaries) = formula.break_points();
    for index in relations.into_iter().chain(binaries) {
        formula.lay_out(0..index, &marked);
        formula.lay_out(index..formula.len(), &marked);
    }
    Ok(())
}
