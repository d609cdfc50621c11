use std::{fs, path::Path};

use lectern_lesson::Format;

use crate::{
    Cancel, Ffmpeg, Rung, VideoError,
    fragments::{Fragmented, read_fragments},
    playlist::{
        Variant, bit_rates, captions_playlist, key_frames, master_playlist, media_playlist, segments, target_secs,
    },
    probe,
    sprites::sprites,
};

/// What a film is streamed as.
#[derive(Clone, Debug, PartialEq)]
pub struct Streaming {
    /// Size and frame rate of the film.
    pub format: Format,
    /// The sizes offered; the first is the film's own and is not encoded again.
    pub ladder: Vec<Rung>,
    /// Captions as WebVTT; none where nothing is said.
    pub captions_vtt: Option<String>,
    /// BCP 47 tag of what is spoken.
    pub language: String,
}

/// Bits a pixel and second that a rendition's encoder may reach: 4.6 Mbit/s at 720p, 1.2 at 360p. Drawn pictures stay far
/// below; the limit is there for photographs.
const BITS_PER_PIXEL_MAX: u32 = 5;

/// Writes a film as an HLS stream (CMAF: fragmented MP4 by byte ranges) into `folder`, which exists and is empty, and tells the
/// names of the files, `master.m3u8` first:
///
/// | file | what it is |
/// |---|---|
/// | `master.m3u8` | what players open |
/// | `720p.mp4`, `720p.m3u8` | a rendition of the picture and its segments |
/// | `720p.keyframes.m3u8` | its key frames alone, for fast winding |
/// | `sound.mp4`, `sound.m3u8` | the sound, the same for all |
/// | `captions.vtt`, `captions.m3u8` | the captions, if there are any |
/// | `thumbnails.vtt`, `thumbnails-001.jpg` | small pictures for the time bar |
///
/// Picture and sound of the film are copied; the smaller sizes are encoded in one go, with their key frames where the film has
/// its own. The film is decoded once.
///
/// # Errors
/// When FFmpeg fails or says what cannot be understood, `cancel` is set, or a file cannot be written. What was written until then
/// stays in the folder.
pub fn stream(
    ffmpeg: &Ffmpeg,
    film: &Path,
    streaming: &Streaming,
    folder: &Path,
    cancel: &Cancel,
) -> Result<Vec<String>, VideoError> {
    ffmpeg.run("encode the sizes of the stream", encoding(film, streaming, folder), cancel)?;
    let duration_secs = probe(ffmpeg, film)?.picture_secs;

    let sound = fragments(folder, "sound")?;
    let sound_segments = segments(&sound);
    let pictures: Vec<(Rung, Fragmented)> = streaming
        .ladder
        .iter()
        .map(|rung| Ok((rung.clone(), fragments(folder, &rung.name)?)))
        .collect::<Result<_, VideoError>>()?;
    check_alignment(&pictures)?;
    // All renditions that a player may mix have one target (RFC 8216, 6.2.4).
    let target =
        pictures.iter().map(|(_, file)| target_secs(&segments(file))).fold(target_secs(&sound_segments), u64::max);

    let mut files = vec!["master.m3u8".to_owned()];
    let mut write = |name: String, text: &str| {
        let path = folder.join(&name);
        files.push(name);
        fs::write(&path, text).map_err(|source| VideoError::Write { path, source })
    };
    let mut variants = Vec::new();
    for (rung, file) in &pictures {
        let codec = file.codec.clone().ok_or_else(|| unreadable(&rung.name, "it is not H.264"))?;
        let (parts, frames) = (segments(file), key_frames(file));
        let (uri, header) = (format!("{}.mp4", rung.name), file.header_bytes);
        write(format!("{}.m3u8", rung.name), &media_playlist(&uri, header, &parts, target, false))?;
        let list = media_playlist(&uri, header, &frames, target_secs(&frames), true);
        write(format!("{}.keyframes.m3u8", rung.name), &list)?;
        variants.push(Variant {
            name: rung.name.clone(),
            codec,
            width: rung.width,
            height: rung.height,
            rates: bit_rates(&parts),
            key_frame_rates: bit_rates(&frames),
        });
    }
    write("sound.m3u8".to_owned(), &media_playlist("sound.mp4", sound.header_bytes, &sound_segments, target, false))?;
    if let Some(captions) = &streaming.captions_vtt {
        // Players that count time as MPEG does are told where the film begins.
        let mapped = captions.replacen("WEBVTT\n", "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n", 1);
        write("captions.vtt".to_owned(), &mapped)?;
        write("captions.m3u8".to_owned(), &captions_playlist("captions.vtt", duration_secs))?;
    }
    let has_captions = streaming.captions_vtt.is_some();
    let rates = bit_rates(&sound_segments);
    let master = master_playlist(&variants, rates, streaming.format.fps, &streaming.language, has_captions);
    let path = folder.join("master.m3u8");
    fs::write(&path, master).map_err(|source| VideoError::Write { path, source })?;
    files.extend(streaming.ladder.iter().map(|rung| format!("{}.mp4", rung.name)));
    files.push("sound.mp4".to_owned());
    files.extend(sprites(ffmpeg, film, streaming.format, duration_secs, folder, cancel)?);
    Ok(files)
}

/// FFmpeg's arguments: one input, an output for each rendition.
fn encoding(film: &Path, streaming: &Streaming, folder: &Path) -> Vec<String> {
    let smaller = streaming.ladder.get(1..).unwrap_or_default();
    let mut arguments: Vec<String> = ["-v", "error", "-i"].map(str::to_owned).to_vec();
    arguments.push(film.display().to_string());
    if !smaller.is_empty() {
        let outputs: String = smaller.iter().map(|rung| format!("[from{}]", rung.name)).collect();
        let mut graph = format!("[0:v]split={}{outputs}", smaller.len());
        for Rung { name, width, height } in smaller {
            graph.push_str(&format!(";[from{name}]scale={width}:{height}:flags=lanczos,setsar=1[{name}]"));
        }
        arguments.extend(["-filter_complex".to_owned(), graph]);
    }
    let mut output = |name: &str, options: &[&str], flags: &str| {
        arguments.extend(options.iter().map(|option| (*option).to_owned()));
        // One track, no chapters, no dates; the index of a fragment before it, the first written when times are known.
        arguments.extend(
            ["-map_chapters", "-1", "-map_metadata", "-1", "-fflags", "+bitexact", "-movflags"].map(str::to_owned),
        );
        arguments.extend([format!("+cmaf+delay_moov+default_base_moof{flags}"), "-f".to_owned(), "mp4".to_owned()]);
        arguments.push(folder.join(format!("{name}.mp4")).display().to_string());
    };
    if let Some(own) = streaming.ladder.first() {
        output(&own.name, &["-map", "0:v", "-c:v", "copy"], "+frag_keyframe");
    }
    for rung in smaller {
        let rate = (rung.width * rung.height * BITS_PER_PIXEL_MAX).to_string();
        let buffer = (rung.width * rung.height * BITS_PER_PIXEL_MAX * 2).to_string();
        let label = format!("[{}]", rung.name);
        output(
            &rung.name,
            &[
                "-map",
                &label,
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-crf",
                "21",
                "-profile:v",
                "high",
                "-pix_fmt",
                "yuv420p",
                "-threads",
                "2",
                "-maxrate",
                &rate,
                "-bufsize",
                &buffer,
                // Key frames where the film has them and nowhere else, so that all sizes can be changed between there.
                "-force_key_frames",
                "source",
                "-forced-idr",
                "1",
                "-sc_threshold",
                "0",
                "-g",
                "100000",
                "-flags:v",
                "+bitexact+cgop",
            ],
            "+frag_keyframe",
        );
    }
    // `-ss 0` leaves out the encoder's priming, which lies before the film's start.
    output("sound", &["-map", "0:a", "-ss", "0", "-c:a", "copy", "-frag_duration", "4000000"], "");
    arguments
}

/// Sizes can be changed in mid-film only if all have the same key frames.
fn check_alignment(pictures: &[(Rung, Fragmented)]) -> Result<(), VideoError> {
    let starts = |file: &Fragmented| -> Vec<f64> {
        file.fragments.iter().map(|fragment| fragment.start as f64 / f64::from(file.timescale)).collect()
    };
    let Some((_, own)) = pictures.first() else { return Ok(()) };
    let own = starts(own);
    for (rung, file) in pictures {
        let theirs = starts(file);
        let apart = own.iter().zip(&theirs).any(|(one, other)| (one - other).abs() > 0.001);
        if apart || own.len() != theirs.len() {
            return Err(unreadable(&rung.name, "its key frames are not those of the film"));
        }
    }
    Ok(())
}

fn fragments(folder: &Path, name: &str) -> Result<Fragmented, VideoError> {
    read_fragments(&folder.join(format!("{name}.mp4"))).map_err(|error| unreadable(name, &error.to_string()))
}

fn unreadable(name: &str, told: &str) -> VideoError {
    VideoError::Answer { program: "ffmpeg", what: format!("the rendition {name}"), told: told.to_owned() }
}
