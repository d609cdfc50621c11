//! Scenes of diagrams that the tests draw.

use lectern_lesson::{Scene, Visual};

/// The visuals, in the form of storyboards, with the words on which their parts are shown.
const VISUALS: [(&str, &str, &[usize]); 11] = [
    (
        "cycle",
        r#"{"kind":"cycle","stages":[
            {"name":"Evaporation","note":"The sun lifts water from the sea","picture":"sun"},
            {"name":"Condensation","note":"Vapor cools into tiny droplets","picture":"cloud"},
            {"name":"Precipitation","note":"Drops grow heavy and fall","picture":"cloud-with-rain"},
            {"name":"Collection","note":"Rivers carry the water home"}]}"#,
        &[0, 5, 10],
    ),
    (
        "process",
        r#"{"kind":"process","heading":"From seed to bread","stages":[
            {"name":"Seed","note":"It sleeps in the ground","picture":"seedling"},
            {"name":"Harvest","note":"Ears are cut and threshed"},
            {"name":"Bread","note":"Flour, water, fire","picture":"bread"}]}"#,
        &[0, 5, 10],
    ),
    (
        "illustration",
        r#"{"kind":"illustration","items":[{"name":"The sun","picture":"sun"},{"name":"A cloud","note":"A heap of droplets","picture":"cloud"}]}"#,
        &[0, 5],
    ),
    (
        "tree",
        r#"{"kind":"tree","heading":"Matter","nodes":[{"name":"Matter"},{"name":"Pure substance","parent":0},{"name":"Mixture","parent":0},
            {"name":"Element","parent":1},{"name":"Compound","parent":1},{"name":"Solution","parent":2}]}"#,
        &[0, 2, 4, 6, 8, 10],
    ),
    (
        "cause",
        r#"{"kind":"cause","heading":"One fall, two beginnings","things":[{"name":"The city falls","picture":"castle"},
            {"name":"Scholars leave","picture":"books"},{"name":"Renaissance"},{"name":"Routes close"},{"name":"West to 1492","picture":"sailboat"}],
            "arrows":[{"from":0,"to":1},{"from":1,"to":2},{"from":0,"to":3,"label":"tolls"},{"from":3,"to":4}]}"#,
        &[0, 3, 6, 9, 12],
    ),
    (
        "comparison",
        r#"{"kind":"comparison","left":{"title":"Plants","points":["Make their sugar","Stand still"],"picture":"seedling"},
            "right":{"title":"Animals","points":["Eat what others made","Move about to find it"],"picture":"fish"}}"#,
        &[0, 1, 3, 7, 5, 9],
    ),
    (
        "timeline",
        r#"{"kind":"timeline","heading":"The siege","events":[{"date":"6 April","year":1453.26,"text":"Guns open fire"},
            {"date":"22 April","year":1453.305,"text":"Ships over the hill"},{"date":"22 May","year":1453.386,"text":"Lunar eclipse"},
            {"date":"29 May","year":1453.405,"text":"The city falls"}]}"#,
        &[0, 4, 8],
    ),
    (
        "dialogue",
        r#"{"kind":"dialogue","lines":[{"speaker":"Meno","text":"Can virtue be taught?"},
            {"speaker":"Socrates","text":"I do not even know what virtue is."},{"speaker":"Meno","text":"Surely you jest?"}]}"#,
        &[0, 4, 8],
    ),
    (
        "statement-picture",
        r#"{"kind":"statement","text":"The sun lifts the sea","emphasis":["sun"],"picture":"sun"}"#,
        &[0, 1, 2, 3, 4],
    ),
    (
        "definition-picture",
        r#"{"kind":"definition","term":"Cloud","meaning":"Droplets so small that they float","picture":"cloud"}"#,
        &[4, 0],
    ),
    (
        "recap-pictures",
        r#"{"kind":"recap","heading":"Remember","points":["Sun lifts it","Cold gathers it","Gravity pulls it"],"pictures":["sun","cloud",null]}"#,
        &[0, 4, 8],
    ),
];

/// One scene for each.
pub fn all() -> Vec<Scene> {
    VISUALS.iter().map(|(id, visual, shows)| scene(id, visual, shows)).collect()
}

fn scene(id: &str, visual: &str, shows: &[usize]) -> Scene {
    let visual: Visual = serde_json::from_str(visual).unwrap_or_else(|error| panic!("{id}: {error}"));
    let narration = "One after the other they come as they are spoken of, and then they stay for a while.";
    crate::scenes::scene(id, narration, shows, visual)
}
