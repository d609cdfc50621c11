//! The studio on AWS, as it is deployed, in an emulator: real functions, real jobs, real FFmpeg, the real voice.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use lectern_studio_tests::{Client, Cloud, Follower, Place, program, suite};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// Longest wait for what happens behind the API.
const PATIENCE: Duration = Duration::from_secs(240);

/// How often the cloud is asked.
const ASK_AGAIN: Duration = Duration::from_millis(100);

/// Asks until there is an answer.
async fn eventually<T>(what: &str, ask: impl AsyncFn() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(began.elapsed() < PATIENCE, "not in time: {what}");
        tokio::time::sleep(ASK_AGAIN).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_becomes_a_film() {
    suite::a_project_becomes_a_film(Cloud::shared(), "ada").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_keeps_its_promises() {
    suite::the_api_keeps_its_promises(Cloud::shared()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_may_what_they_may() {
    suite::roles_may_what_they_may(Cloud::shared()).await;
}

/// A script that is put into the bucket becomes a project and its film; the same upload told of twice becomes one.
#[tokio::test(flavor = "multi_thread")]
async fn an_uploaded_script_becomes_a_film() {
    let cloud = Cloud::shared();
    let client = cloud.client("uploader", "author");
    let key = "scripts/uploader/The%20rain.md";
    cloud.aws.put_object(cloud.name("LECTERN_UPLOADS_BUCKET"), key, short_script("Upload").into_bytes()).await;
    let generation = only_generation(&client).await;
    let ended = ended(&client, &generation).await;
    assert_eq!(ended["state"], "succeeded", "{ended} {}", cloud.job_logs(&generation));
    let project = client.get(&format!("/projects/{}", ended["projectId"].as_str().expect("an id"))).await.body;
    assert_eq!(project["title"], "The rain");
    assert_eq!(project["script"]["name"], "The rain.md");
}

/// Another system asks for the film of a script, and hears of its end on the same bus.
#[tokio::test(flavor = "multi_thread")]
async fn an_event_becomes_a_film_once() {
    let cloud = Cloud::shared();
    let (client, bus) = (cloud.client("timetable", "author"), cloud.name("LECTERN_EVENT_BUS"));
    let settings = json!({ "draft": true });
    let detail = json!({
        "userId": "timetable", "title": "By event", "name": "rain.md", "script": short_script("Event"), "settings": settings,
    });
    cloud.aws.put_event(bus, "lectern.generate", &detail).await;
    let generation = only_generation(&client).await;
    let read = ended(&client, &generation).await;
    assert_eq!(read["state"], "succeeded", "{read} {}", cloud.job_logs(&generation));
    // The message that starts it comes again, twice: nothing begins anew.
    let message = json!({ "kind": "generation", "userId": "timetable", "generationId": generation }).to_string();
    for _ in 0..2 {
        cloud.aws.send_message(&cloud.queue("intake"), &message).await;
    }
    let project = read["projectId"].as_str().expect("an id").to_owned();
    let mut follower = Follower::connect(&cloud.events(&project, &client, 0)).await.expect("the owner may follow");
    suite::check_events(&follower.until_end().await, &project, "timetable", &generation);
    eventually("the messages are taken", async || {
        (cloud.aws.messages(&cloud.queue("intake")).await == 0).then_some(())
    })
    .await;
    assert_eq!(client.get("/generations").await.body["items"].as_array().map(Vec::len), Some(1));
}

/// The same lesson on one machine and in the cloud: the same parts under the same hashes, and the same film, byte by byte.
#[tokio::test(flavor = "multi_thread")]
async fn the_cloud_makes_what_one_machine_makes() {
    let cloud = Cloud::shared();
    let script = long_script("Parity");
    let place = tempfile::tempdir().expect("a folder");
    fs::write(place.path().join("lesson.md"), &script).expect("the script");
    let cache = place.path().join("cache");
    let made = Command::new(program("lectern"))
        .args(["make", "--draft", "lesson.md"])
        .current_dir(place.path())
        .env("LECTERN_CACHE", &cache)
        .output()
        .expect("lectern runs");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));

    let client = cloud.client("parity", "author");
    let project = client.project("Parity", &script, suite::draft()).await;
    let generation = client.generate(&project).await;
    let read = ended(&client, &generation).await;
    assert_eq!(read["state"], "succeeded", "{read} {}", cloud.job_logs(&generation));

    let here = artifacts(&cache);
    let there: BTreeSet<String> = cloud.aws.keys(cloud.name("LECTERN_ARTIFACTS_BUCKET")).await.into_iter().collect();
    let steps: BTreeSet<&str> = here.iter().filter_map(|key| key.split('/').next()).collect();
    assert_eq!(steps, BTreeSet::from(["composite", "inspect", "narrate", "render", "score"]));
    let missing: Vec<&String> = here.difference(&there).collect();
    assert!(missing.is_empty(), "made on one machine and not in the cloud: {missing:?}");
    let downloads = client.get(&format!("/generations/{generation}/downloads")).await.body;
    let film = downloads["files"].as_array().expect("files").iter().find(|file| file["name"] == "film.mp4").cloned();
    let film = client.download(film.expect("the film")["url"].as_str().expect("an address")).await;
    assert!(film == fs::read(place.path().join("lesson.mp4")).expect("the film"), "the films differ");
}

fn artifacts(cache: &Path) -> BTreeSet<String> {
    let folders = |path: PathBuf| fs::read_dir(path).expect("a folder").flatten();
    folders(cache.to_owned())
        .filter(|step| step.file_name() != "drafts")
        .flat_map(|step| {
            let name = step.file_name().to_string_lossy().into_owned();
            folders(step.path())
                .map(move |file| format!("{name}/{}", file.file_name().to_string_lossy()))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Nothing is rendered twice: the second film of a lesson submits no job.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_stored_needs_no_job() {
    let cloud = Cloud::shared();
    let client = cloud.client("twice", "author");
    let project = client.project("Twice", &short_script("Twice"), suite::draft()).await;
    let first = ended(&client, &client.generate(&project).await).await;
    assert_eq!(first["state"], "succeeded", "{first}");
    let second = client.generate(&project).await;
    let read = ended(&client, &second).await;
    assert_eq!((&read["state"], &read["film"]["files"]), (&json!("succeeded"), &first["film"]["files"]));
    assert_eq!(cloud.job_logs(&second), "", "no job ran for it");
}

/// A lesson that cannot be told, by its own fault or that of the store, fails with its reason, and no message is left over.
#[tokio::test(flavor = "multi_thread")]
async fn bad_and_missing_scripts_fail_with_their_reason() {
    let cloud = Cloud::shared();
    let client = cloud.client("unlucky", "author");
    let foreign = "# 雨\n\n今日は雨が降ります。水は空から落ちて、川に流れます。\n";
    let project = client.project("Foreign", foreign, suite::draft()).await;
    fails_with(cloud, &client, &project, "Lectern.BadScript").await;

    let project = client.project("Gone", &short_script("Gone"), suite::draft()).await;
    let read = client.get(&format!("/projects/{project}")).await.body;
    let hash = read["script"]["hash"].as_str().expect("a hash");
    cloud.aws.delete_object(cloud.name("LECTERN_DOCUMENTS_BUCKET"), &format!("read/{hash}.txt")).await;
    fails_with(cloud, &client, &project, "Lectern.MissingObject").await;
}

/// A job whose host is lost goes on elsewhere; one that is always lost fails cleanly.
#[tokio::test(flavor = "multi_thread")]
async fn lost_hosts_are_survived_once_and_told_when_they_last() {
    let cloud = Cloud::shared();
    let client = cloud.client("spot", "author");
    for (name, losses) in [("Lost once", 1), ("Always lost", 99)] {
        let project = client.project(name, &long_script(name), suite::draft()).await;
        let hold = "render-*";
        let generation = {
            // Its jobs wait until it is known which they are.
            cloud.hold(hold);
            let generation = client.generate(&project).await;
            cloud.lose_hosts(&format!("render-{generation}"), losses);
            cloud.let_go(hold);
            generation
        };
        if losses == 1 {
            let read = ended(&client, &generation).await;
            assert_eq!(read["state"], "succeeded", "{read} {}", cloud.job_logs(&generation));
        } else {
            let failure = failed(cloud, &client, &project, &generation).await;
            assert_eq!(failure["error"], "Lectern.JobFailed");
            assert!(failure["message"].as_str().is_some_and(|message| message.contains("render job")), "{failure}");
        }
    }
}

/// Three moments: waiting in the queue, while its jobs wait, and with a scene made.
#[tokio::test(flavor = "multi_thread")]
async fn a_generation_is_cancelled_whenever_its_user_wants() {
    let cloud = Cloud::shared();
    let client = cloud.client("hasty", "author");
    // Two are made at once; the third waits.
    let mut generations = Vec::new();
    for number in 1..=3 {
        let project = client.project("Hasty", &long_script(&format!("Hasty {number}")), suite::draft()).await;
        let follower = Follower::connect(&cloud.events(&project, &client, 0)).await.expect("the owner may follow");
        let generation = client.generate(&project).await;
        if number == 1 {
            cloud.hold(&format!("render-{generation}"));
        }
        generations.push((generation, follower));
    }
    let (waiting, mut follower) = generations.pop().expect("three");
    suite::a_generation_is_cancelled(&client, &mut follower, &waiting).await;
    assert_eq!(cloud.aws.execution(&state_machine(cloud), &waiting).await, None, "it was never begun");

    let (rendering, mut follower) = generations.pop().expect("two");
    while follower.next().await["eventType"] != "SCENE_COMPLETED" {}
    suite::a_generation_is_cancelled(&client, &mut follower, &rendering).await;

    let (held, mut follower) = generations.pop().expect("one");
    while follower.next().await["eventType"] != "GENERATION_STARTED" {}
    suite::a_generation_is_cancelled(&client, &mut follower, &held).await;
    cloud.let_go(&format!("render-{held}"));
    for generation in [&rendering, &held] {
        let status = eventually("the execution has ended", async || {
            cloud.aws.execution(&state_machine(cloud), generation).await.filter(|status| status != "RUNNING")
        })
        .await;
        assert_eq!(status, "ABORTED");
    }
}

/// A message that nobody understands is set aside, and the queue goes on.
#[tokio::test(flavor = "multi_thread")]
async fn a_poison_message_is_set_aside() {
    let cloud = Cloud::shared();
    let dead = cloud.queue("intake-dead");
    let before = cloud.aws.messages(&dead).await;
    cloud.aws.send_message(&cloud.queue("intake"), "this is no order").await;
    eventually("the message is set aside", async || (cloud.aws.messages(&dead).await > before).then_some(())).await;
}

/// A user whose queue is full is told so by the API; an upload that comes then is set aside, and leaves no film.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_queue_is_told() {
    let cloud = Cloud::shared();
    let client = cloud.client("busy", "author");
    let project = client.project("Busy", &short_script("Busy"), suite::draft()).await;
    let mut accepted = Vec::new();
    for _ in 0..4 {
        let generation = client.generate(&project).await;
        cloud.hold(&format!("render-{generation}"));
        accepted.push(generation);
    }
    let refused = client.post("/videos/generate", json!({ "projectId": project })).await;
    suite::assert_problem(&refused, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.body["code"], "films-under-way");
    let dead = cloud.queue("intake-dead");
    let before = cloud.aws.messages(&dead).await;
    cloud
        .aws
        .put_object(cloud.name("LECTERN_UPLOADS_BUCKET"), "scripts/busy/more.md", short_script("More").into_bytes())
        .await;
    eventually("the upload is set aside", async || (cloud.aws.messages(&dead).await > before).then_some(())).await;
    for generation in accepted {
        client.send(Method::POST, &format!("/generations/{generation}/cancel"), None, &[]).await;
        cloud.let_go(&format!("render-{generation}"));
    }
    let count = client.get("/generations").await.body["items"].as_array().map(Vec::len);
    assert_eq!(count, Some(4), "the upload became no generation");
}

async fn fails_with(cloud: &Cloud, client: &Client, project: &str, error: &str) {
    let generation = client.generate(project).await;
    let failure = failed(cloud, client, project, &generation).await;
    assert_eq!(failure["error"], error, "{failure}");
}

/// State, event and execution of a failed generation agree; its failure.
async fn failed(cloud: &Cloud, client: &Client, project: &str, generation: &str) -> Value {
    let read = ended(client, generation).await;
    assert_eq!(read["state"], "failed", "{read}");
    let mut follower = Follower::connect(&cloud.events(project, client, 0)).await.expect("the owner may follow");
    let last = follower.until_end().await.pop().expect("an event");
    assert_eq!(
        (&last["eventType"], &last["metadata"]["error"]),
        (&json!("GENERATION_FAILED"), &read["failure"]["error"])
    );
    let status = eventually("the execution has ended", async || {
        cloud.aws.execution(&state_machine(cloud), generation).await.filter(|status| status != "RUNNING")
    })
    .await;
    assert_eq!(status, "FAILED");
    read["failure"].clone()
}

async fn ended(client: &Client, generation: &str) -> Value {
    eventually("the generation ends", async || {
        let read = client.get(&format!("/generations/{generation}")).await.body;
        ["succeeded", "failed", "cancelled"].contains(&read["state"].as_str()?).then_some(read)
    })
    .await
}

async fn only_generation(client: &Client) -> String {
    eventually("a generation is there", async || {
        let list = client.get("/generations").await.body;
        Some(list["items"].as_array()?.first()?["id"].as_str()?.to_owned())
    })
    .await
}

fn state_machine(cloud: &Cloud) -> String {
    use lectern_studio_tests::aws::{ACCOUNT, REGION};
    format!("arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:{}-produce-film", cloud.name("LECTERN_TABLE"))
}

/// A lesson of a few seconds; another title makes it another film, of which nothing is stored.
fn short_script(title: &str) -> String {
    format!(
        "# {title}\n\nWarm air of {title} rises. Drops form around **specks of dust**.\n\n## Falling\n\nThen {title} rains.\n"
    )
}

/// A lesson that takes a while; another title makes it another film, of which nothing is stored.
fn long_script(title: &str) -> String {
    let sections: String = (1..=5)
        .map(|number| format!("\n## Part {number}\n\nWarm air number {number} of {title} rises and cools. It cannot hold its water. Drops of {title} form around specks of dust.\n"))
        .collect();
    format!("# {title}\n\nRain of {title} comes from the sea.\n{sections}")
}
