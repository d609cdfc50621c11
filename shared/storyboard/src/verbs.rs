//! Telling finite verbs from other words by a list of common verbs and their endings. There is no tagger here: the clause
//! cutter only asks whether a stretch of words has a verb of its own, and rejects a cut when it is not sure.

/// Auxiliaries, copulas and irregular forms that stand as they are.
const FORMS: &str = "am is are was were be been has have had do does did can could will would shall should may might must cannot \
 isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't can't couldn't won't wouldn't shouldn't \
 became began begun bent bit blew bore bought broke brought built burnt came caught chose clung crept cut dealt drank drew \
 drove dug fed fell felt fled flew flung forbade forgot fought found froze gave goes got grew ground hid hit held hung hurt kept \
 knew laid lay led left lent let lost made meant met paid put quit ran rang read rode rose said sang sank sat saw \
 sent set shook shone shot showed shrank shut slept slid sold sought spent spoke sprang spread spun stole stood stuck \
 struck sung sunk swam swept swore swung taught threw told took tore understood went woke won wore wound wrote";

/// Base forms of verbs that are common in lessons.
const BASES: &str = "abolish admit arrest bake bump bury carve chop conquer crash crown crumble defeat drip dilute erode execute glue harden hatch inflate invest knead nourish pollinate rotate seize sort soak squeeze sprout steer stir swell thaw \
 absorb accept accompany accumulate achieve act add adapt affect agree aim align allow analyze answer appear \
 apply approach argue arise arrange arrive ask assemble assist associate assume attach attack attempt attract avoid balance become \
 begin behave believe belong bend bind blow boil borrow break bring build burn buy calculate call capture carry catch cause \
 change charge charm check choose circle claim climb coalesce coil collapse collect combine come compare compete complete comprise \
 compute condense conduct connect consider consist constitute construct consume contain continue contract contribute \
 control convert cool correspond cost count couple cover create cross crystallize dance deal decide decline decompose decondense decrease deepen define \
 deliver demand deny depend derive describe design destroy detach determine develop die differ differentiate diffuse direct disappear \
 discover disperse display dissipate dissociate dissolve distribute divide double drag draw drink drive drop earn eat elongate embed emerge emit employ enable \
 encounter encourage end engage enlarge enter equal erode erupt escape establish estimate evaporate evolve examine exceed excite \
 exist expand expect experience explain expand explode express extend extract face fail fall fear feed feel fight fill find \
 finish fit fix float flow fly fold follow force forget form fragment free freeze fuel function fuse gain gather generate get \
 give go govern grow guarantee guide halve handle happen harness have heat help hide hold hope identify ignore illustrate imply improve include \
 increase indicate influence inherit inhibit initiate insert interact introduce invade invent involve join judge jump keep kill know lack \
 last launch lay lead leak lean learn leave let lie lift like limit link listen live look lose love lower maintain make manage \
 mark match matter mean measure meet melt migrate mix model modify move multiply name need notice obey observe obtain occupy occur offer \
 open operate orbit orchestrate order organize orient originate overlap oxidize pass pay penetrate perform permit pick place plan plant play point pour power precede \
 predict prefer prepare press prevent proceed process produce progress project promote protect prove provide pull pump push quit \
 raise range reach react read reappear rebuild recall receive recognize record recover reduce refer reflect reform regenerate regulate reject relate \
 relax release rely remain remember remove repair repeat repel replace replenish replicate represent require resemble resist respond \
 rest result return reveal reverse reverse ride ring rise roll rotate rule run rush satisfy save say scan scatter see seek seem \
 sell send separate serve settle shape share shed shift shine shoot show shrink sink sit slide slow solve speak spend \
 spin spiral split spread spring stand start state stay steal step stick stimulate stop store strengthen stretch strike study subtract succeed \
 suffer suggest supply support surround survive swim swing switch synthesize take talk teach tear tell tend test thank think \
 throw touch trade transfer transform translate transmit transport trap travel treat trigger try turn understand undergo unite use \
 utilize vanish vary vibrate visit wait wake walk want warm warn wash waste watch wear weigh win wish work worry write yield";

/// Whether `word` (normalized) can be a finite verb.
pub(crate) fn can_be_finite(word: &str) -> bool {
    is_auxiliary(word) || FORMS.split_whitespace().any(|form| form == word) || inflected(word) || is_base(word)
}

/// Whether `word` is a finite verb in all likelihood: a form that is rarely a noun.
pub(crate) fn is_finite(word: &str) -> bool {
    FORMS.split_whitespace().any(|form| form == word) || inflected(word)
}

/// Whether `word` is a form of "be", "have", "do" or a modal verb.
pub(crate) fn is_auxiliary(word: &str) -> bool {
    FORMS.split_whitespace().take(40).any(|form| form == word)
}

/// Whether `word` is the base form of a common verb.
pub(crate) fn is_base(word: &str) -> bool {
    BASES.split_whitespace().any(|base| base == word)
}

fn inflected(word: &str) -> bool {
    if !word.is_ascii() {
        return false;
    }
    let endings: [(&str, &str); 7] =
        [("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("d", ""), ("ied", "y"), ("ed", "e")];
    endings.iter().any(|(ending, replacement)| {
        word.strip_suffix(ending).is_some_and(|base| {
            is_base(&format!("{base}{replacement}")) || (*ending == "ed" && doubled(base).is_some_and(is_base))
        })
    })
}

/// The base of a form with a doubled consonant ("stopp" of "stopped").
fn doubled(base: &str) -> Option<&str> {
    let mut ends = base.chars().rev();
    (ends.next()? == ends.next()?).then(|| &base[..base.len() - 1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_told_from_other_words() {
        for word in ["is", "warms", "carried", "stopped", "turns", "fell", "goes", "produced", "doesn't"] {
            assert!(is_finite(word), "{word}");
        }
        for word in ["water", "the", "hypotenuse", "under", "cloudy", "ß", ""] {
            assert!(!can_be_finite(word), "{word}");
        }
    }
}
