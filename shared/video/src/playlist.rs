//! HLS playlists (RFC 8216 and its second edition) that point into fragmented MP4 files by byte ranges.

use std::{fmt::Write as _, ops::Range};

use crate::fragments::{Fragment, Fragmented};

/// Length that segments come near to, in seconds: what Apple's authoring rules (HLS Authoring Specification, 7.5: six seconds)
/// allow and what a seek costs are both met by 4.
const SEGMENT_SECS: f64 = 4.0;

/// A stretch of a rendition that players fetch at once.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Segment {
    pub(crate) bytes: Range<u64>,
    pub(crate) secs: f64,
}

impl Segment {
    fn bits_per_sec(&self) -> f64 {
        (self.bytes.end - self.bytes.start) as f64 * 8.0 / self.secs.max(0.001)
    }
}

/// Joins fragments, each of which starts with a key frame, to segments near four seconds.
pub(crate) fn segments(file: &Fragmented) -> Vec<Segment> {
    let secs = |ticks: u64| ticks as f64 / f64::from(file.timescale);
    let mut segments: Vec<Segment> = Vec::new();
    for fragment in &file.fragments {
        let length = secs(fragment.ticks);
        match segments.last_mut() {
            // The boundary that lies nearer to four seconds is taken.
            Some(open) if (open.secs + length - SEGMENT_SECS).abs() < (open.secs - SEGMENT_SECS).abs() => {
                open.bytes.end = fragment.bytes.end;
                open.secs += length;
            }
            _ => segments.push(Segment { bytes: fragment.bytes.clone(), secs: length }),
        }
    }
    segments
}

/// Each fragment's first picture, alone, shown until the next one's.
pub(crate) fn key_frames(file: &Fragmented) -> Vec<Segment> {
    let picture = |fragment: &Fragment| Segment {
        bytes: fragment.bytes.start..fragment.first_sample_end,
        secs: fragment.ticks as f64 / f64::from(file.timescale),
    };
    file.fragments.iter().map(picture).collect()
}

/// The whole seconds that no segment is longer than.
pub(crate) fn target_secs(segments: &[Segment]) -> u64 {
    segments.iter().map(|segment| segment.secs.ceil() as u64).max().unwrap_or(1).max(1)
}

/// Highest and mean bit rate.
pub(crate) fn bit_rates(segments: &[Segment]) -> (f64, f64) {
    let peak = segments.iter().map(Segment::bits_per_sec).fold(0.0, f64::max);
    let bytes: u64 = segments.iter().map(|segment| segment.bytes.end - segment.bytes.start).sum();
    let secs: f64 = segments.iter().map(|segment| segment.secs).sum();
    (peak, bytes as f64 * 8.0 / secs.max(0.001))
}

/// The playlist of one rendition in the file `uri`.
pub(crate) fn media_playlist(
    uri: &str,
    header_bytes: u64,
    segments: &[Segment],
    target_secs: u64,
    only_key_frames: bool,
) -> String {
    let mut text = heading(target_secs);
    if only_key_frames {
        text.push_str("#EXT-X-I-FRAMES-ONLY\n");
    }
    let _ = writeln!(text, "#EXT-X-MAP:URI=\"{uri}\",BYTERANGE=\"{header_bytes}@0\"");
    for Segment { bytes, secs } in segments {
        let length = bytes.end - bytes.start;
        let _ = writeln!(text, "#EXTINF:{secs:.6},\n#EXT-X-BYTERANGE:{length}@{}\n{uri}", bytes.start);
    }
    text.push_str("#EXT-X-ENDLIST\n");
    text
}

/// The playlist of captions that lie in one file.
pub(crate) fn captions_playlist(uri: &str, secs: f64) -> String {
    // Renditions of subtitles may have a target of their own (RFC 8216, 6.2.4).
    let mut text = heading(secs.ceil() as u64);
    let _ = writeln!(text, "#EXTINF:{secs:.6},\n{uri}\n#EXT-X-ENDLIST");
    text
}

fn heading(target_secs: u64) -> String {
    format!(
        "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:{target_secs}\n#EXT-X-MEDIA-SEQUENCE:0\n\
         #EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n"
    )
}

/// A rendition of the picture, as the master playlist lists it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Variant {
    pub(crate) name: String,
    pub(crate) codec: String,
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Highest and mean bit rate of its segments.
    pub(crate) rates: (f64, f64),
    /// The same of its key frames.
    pub(crate) key_frame_rates: (f64, f64),
}

/// AAC-LC, as RFC 6381 writes it.
const AAC: &str = "mp4a.40.2";

/// The playlist that players open: all renditions, the smallest first in quality being last.
pub(crate) fn master_playlist(
    variants: &[Variant],
    sound_rates: (f64, f64),
    fps: u32,
    language: &str,
    has_captions: bool,
) -> String {
    let language = language.replace(['"', '\n', '\r'], "");
    let mut text = String::from("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n");
    let _ = writeln!(
        text,
        "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"sound\",NAME=\"Narration\",LANGUAGE=\"{language}\",DEFAULT=YES,AUTOSELECT=YES,\
         CHANNELS=\"2\",URI=\"sound.m3u8\""
    );
    if has_captions {
        let _ = writeln!(
            text,
            "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"captions\",NAME=\"Captions\",LANGUAGE=\"{language}\",DEFAULT=NO,\
             AUTOSELECT=YES,FORCED=NO,URI=\"captions.m3u8\""
        );
    }
    let captions = if has_captions { ",SUBTITLES=\"captions\"" } else { ",CLOSED-CAPTIONS=NONE" };
    for Variant { name, codec, width, height, rates, .. } in variants {
        let (peak, mean) = (rates.0 + sound_rates.0, rates.1 + sound_rates.1);
        let _ = writeln!(
            text,
            "#EXT-X-STREAM-INF:BANDWIDTH={:.0},AVERAGE-BANDWIDTH={:.0},CODECS=\"{codec},{AAC}\",RESOLUTION={width}x{height},\
             FRAME-RATE={fps}.000,AUDIO=\"sound\"{captions}\n{name}.m3u8",
            peak.ceil(),
            mean.ceil(),
        );
    }
    for Variant { name, codec, width, height, key_frame_rates, .. } in variants {
        let _ = writeln!(
            text,
            "#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH={:.0},AVERAGE-BANDWIDTH={:.0},CODECS=\"{codec}\",RESOLUTION={width}x{height},\
             URI=\"{name}.keyframes.m3u8\"",
            key_frame_rates.0.ceil(),
            key_frame_rates.1.ceil(),
        );
    }
    text
}
