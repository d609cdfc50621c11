//! Scenes of diagrams, for tests that draw every style.

use lectern_lesson::Scene;

/// Each with its parts' words, in the form of storyboards.
const VISUALS: [(&str, &[usize], &str); 6] = [
    (
        "cycle",
        &[0, 3, 6, 9],
        r#"{"kind":"cycle","stages":[{"name":"Evaporation","note":"The sun lifts water","picture":"sun"},{"name":"Condensation","note":"Vapor cools into droplets","picture":"cloud"},{"name":"Precipitation","note":"Drops fall"},{"name":"Collection","note":"Rivers carry it home"}]}"#,
    ),
    (
        "process",
        &[0, 4, 8],
        r#"{"kind":"process","heading":"From seed to bread","stages":[{"name":"Seed","note":"It sleeps in the ground","picture":"seedling"},{"name":"Harvest","note":"Ears are cut"},{"name":"Bread","note":"Flour, water, fire","picture":"bread"}]}"#,
    ),
    (
        "tree",
        &[0, 2, 4, 6, 8],
        r#"{"kind":"tree","heading":"Matter","nodes":[{"name":"Matter"},{"name":"Pure substance","parent":0},{"name":"Mixture","parent":0},{"name":"Element","parent":1},{"name":"Compound","parent":1}]}"#,
    ),
    (
        "cause",
        &[0, 3, 6],
        r#"{"kind":"cause","heading":"One fall, two beginnings","things":[{"name":"The city falls","picture":"castle"},{"name":"Scholars leave","picture":"books"},{"name":"Renaissance"}],"arrows":[{"from":0,"to":1},{"from":1,"to":2}]}"#,
    ),
    (
        "comparison",
        &[0, 1, 3, 5, 7, 9],
        r#"{"kind":"comparison","left":{"title":"Plants","points":["Make their sugar","Stand still"],"picture":"seedling"},"right":{"title":"Animals","points":["Eat what others made","Move about to find it"],"picture":"fish"}}"#,
    ),
    (
        "timeline",
        &[0, 4, 8],
        r#"{"kind":"timeline","heading":"The siege","events":[{"date":"6 April","year":1453.26,"text":"Guns open fire"},{"date":"22 April","year":1453.305,"text":"Ships over the hill"},{"date":"29 May","year":1453.405,"text":"The city falls"}]}"#,
    ),
];

/// One scene for each.
pub fn diagrams() -> Vec<Scene> {
    VISUALS
        .iter()
        .map(|(id, shows, visual)| {
            let narration = "Look at it for a while, and it will tell you what it is, and why it is so.";
            crate::scenes::scene(id, narration, shows, serde_json::from_str(visual).expect("the form of a storyboard"))
        })
        .collect()
}
