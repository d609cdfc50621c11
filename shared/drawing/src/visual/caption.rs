//! Short texts beside or under what a visual shows.

use crate::Color;
use crate::composer::{Composer, Fitted};
use crate::text::{Face, Setting};

/// Sets a short text so that its lines are about equally long: no last line of one word. The block is still aligned in
/// `setting.width`.
pub(super) fn balanced(
    composer: &Composer<'_>,
    text: &str,
    face: Face,
    color: Color,
    setting: Setting,
    height: f64,
) -> Fitted {
    let fitted = composer.fit_plain(text, face, color, setting, height);
    let count = fitted.block.lines.len();
    if !fitted.fits || !(2..=4).contains(&count) || fitted.block.breaks_word {
        return fitted;
    }
    let setting = Setting { size: fitted.block.size, ..setting };
    let (mut low, mut high) = (setting.width / count as f64, setting.width);
    // 40 px more or less are not seen.
    while high - low > 40.0 {
        let middle = (low + high) / 2.0;
        let tried = composer.plain(text, face, color, Setting { width: middle, ..setting });
        if tried.lines.len() <= count && !tried.breaks_word { high = middle } else { low = middle }
    }
    // Breaking where the narrow block breaks, in the full width: the text with explicit breaks.
    let narrow = composer.plain(text, face, color, Setting { width: high, ..setting });
    let lines: Vec<&str> =
        narrow.lines.iter().filter_map(|line| narrow.text.get(line.range.clone())).map(str::trim).collect();
    let block = composer.plain(&lines.join("\n"), face, color, setting);
    if block.lines.len() == count { Fitted { block, fits: true } } else { fitted }
}
