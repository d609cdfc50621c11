use std::{
    io::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
};

use lectern_drawing::{CanvasKind, Easel};
use lectern_embedded::{ArtifactFiles, LocalVoice, check_writable, publish};
use lectern_host::SystemClock;
use lectern_lesson::{FilmSummary, Happening, Severity};
use lectern_pipeline::{Events, Film, PipelineError, Ports, Production, draft_format, produce};
use lectern_speech::VoiceFiles;
use lectern_video::{Cancel, Ffmpeg, Quality};

use crate::{
    arguments::{CanvasChoice, EncoderChoice, MakeArguments},
    commands::{extras, input},
    console::{Bar, JsonLines},
    exit::{Failure, Fault, finding_line},
    places,
};

/// Makes a film.
pub fn run(arguments: &MakeArguments) -> Result<(), Failure> {
    let mut input = input::open(&arguments.plan)?;
    if arguments.draft {
        input.plan.storyboard.format = draft_format(input.plan.storyboard.format);
    }
    let plan = input.plan.approved()?;
    let video = arguments.output.clone().unwrap_or_else(|| PathBuf::from(format!("{}.mp4", input.name)));
    check_writable(&video)?;

    let jobs = arguments.jobs.map_or_else(processors, usize::from);
    let bar = Arc::new(Bar::default());
    let events: Arc<dyn Events> =
        if arguments.json { Arc::new(JsonLines::of(input.name.clone())) } else { Arc::clone(&bar) as Arc<dyn Events> };
    let ffmpeg = Ffmpeg::find().map_err(PipelineError::from)?;
    let encoder = match arguments.encoder {
        EncoderChoice::Auto => ffmpeg.best_encoder(),
        EncoderChoice::This(encoder) => {
            // Told before anything is spent.
            ffmpeg.check_encoder(encoder).map_err(PipelineError::from)?;
            encoder
        }
    };
    let canvas = match arguments.canvas {
        CanvasChoice::Auto => best_canvas(),
        CanvasChoice::This(kind) => {
            // Told before anything is spent.
            Easel::open(kind).map_err(PipelineError::from)?;
            kind
        }
    };
    let ports = Ports {
        objects: Arc::new(ArtifactFiles::at(places::cache_folder())),
        narrator: Arc::new(LocalVoice::new(VoiceFiles::at(places::voice_folder()), jobs)),
        events,
        sources: Arc::new(input.sources),
        clock: Arc::new(SystemClock::default()),
        ffmpeg,
    };
    let cancel = Cancel::default();
    let production = Production {
        plan,
        quality: if arguments.draft { Quality::Draft } else { Quality::Final },
        encoder,
        canvas,
        jobs,
        cancel: cancel.clone(),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Failure::new(Fault::Defect, format!("cannot start the runtime: {error}")))?;
    let outcome = runtime.block_on(async {
        tokio::spawn(async move {
            if tokio::signal::ctrl_c().await.is_ok() {
                cancel.set();
            }
        });
        let outcome = async {
            let mut film = produce(&ports, &production).await?;
            let extras = extras::make(&ports, &mut film, arguments, &production.cancel).await?;
            publish(&film, &video)?;
            extras.write(ports.objects.as_ref(), &video).await?;
            Ok(film)
        }
        .await;
        ports.events.happened(&end(&outcome)).await?;
        outcome
    });
    bar.clear();
    let film = outcome?;
    conclude(&film, &video, arguments.json)
}

/// What is told when it is over.
fn end(outcome: &Result<Film, PipelineError>) -> Happening {
    match outcome {
        Ok(film) => Happening::Finished(FilmSummary {
            title: film.report.title.clone(),
            duration_secs: film.report.duration_secs,
            passed: film.report.passed,
            files: Vec::new(),
        }),
        Err(PipelineError::Cancelled) => Happening::Cancelled,
        Err(error) => Happening::Failed(error.failure()),
    }
}

fn conclude(film: &Film, video: &Path, json: bool) -> Result<(), Failure> {
    let report = &film.report;
    if !json {
        let mut stderr = std::io::stderr().lock();
        // Errors are told with the failure.
        let told = report.findings.iter().filter(|finding| finding.severity == Severity::Warning);
        for finding in told {
            // Nobody may be listening there.
            let _ = writeln!(stderr, "{}", finding_line(finding));
        }
        let seconds: f64 = report.steps.iter().map(|step| step.wall_secs).sum();
        let found: usize = report.steps.iter().map(|step| step.found).sum();
        let made: usize = report.steps.iter().map(|step| step.made).sum();
        let _ = writeln!(
            stderr,
            "{}: {:.0} s of film in {seconds:.1} s ({made} parts made, {found} found made)",
            video.display(),
            report.duration_secs,
        );
    }
    if report.passed {
        return Ok(());
    }
    let errors = report.findings.iter().filter(|finding| finding.severity == Severity::Error).cloned().collect();
    Err(PipelineError::Inspection { findings: errors }.into())
}

/// The fastest canvas of this machine.
pub fn best_canvas() -> CanvasKind {
    let (kind, reason) = CanvasKind::best();
    if let Some(reason) = reason {
        tracing::debug!(%reason, "the processor draws");
    }
    kind
}

/// How many processors there are.
pub fn processors() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}
