//! Reads where the parts of a fragmented MP4 file lie (ISO/IEC 14496-12, clause 8.8), so that playlists can point into it.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    ops::Range,
    path::Path,
};

/// A fragmented MP4 file with one track.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fragmented {
    /// Length of the initialization part at the file's start, in bytes.
    pub(crate) header_bytes: u64,
    /// The codec as RFC 6381 writes it, such as `avc1.640028`; none for a track that is not H.264.
    pub(crate) codec: Option<String>,
    /// Ticks a second of the fragments' times.
    pub(crate) timescale: u32,
    /// The fragments in order.
    pub(crate) fragments: Vec<Fragment>,
}

/// One `moof` with its `mdat`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fragment {
    /// Where it lies in the file.
    pub(crate) bytes: Range<u64>,
    /// Where its first sample ends: up to there it is a picture of its own, if it starts with a key frame.
    pub(crate) first_sample_end: u64,
    /// Start by the decoding clock, in ticks.
    pub(crate) start: u64,
    /// Length in ticks.
    pub(crate) ticks: u64,
}

/// Larger index boxes than this are no film's: a fragment's has 16 bytes a frame.
const INDEX_BYTES_MAX: u64 = 64 << 20;

/// Reads a file's boxes; its samples are skipped.
pub(crate) fn read_fragments(path: &Path) -> io::Result<Fragmented> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut read = Fragmented { header_bytes: 0, codec: None, timescale: 0, fragments: Vec::new() };
    let (mut at, mut moof) = (0, None);
    while at < length {
        let (kind, header, size) = box_header(&mut file, length - at)?;
        match &kind {
            b"moov" => {
                let body = body(&mut file, size - header)?;
                read.timescale = timescale(&body)?;
                read.codec = h264_codec(&body);
                read.header_bytes = at + size;
            }
            b"moof" => moof = Some((at, track_fragment(&body(&mut file, size - header)?)?)),
            b"mdat" => {
                let (start, track) = moof.take().ok_or_else(|| malformed("samples without an index"))?;
                read.fragments.push(Fragment {
                    bytes: start..at + size,
                    first_sample_end: start + track.data_offset + u64::from(track.first_sample_bytes),
                    start: track.start,
                    ticks: track.ticks,
                });
            }
            _ => {}
        }
        at += size;
        file.seek(SeekFrom::Start(at))?;
    }
    if read.fragments.is_empty() || read.timescale == 0 {
        return Err(malformed("no fragments"));
    }
    Ok(read)
}

struct TrackFragment {
    /// From the start of the `moof` to the first sample.
    data_offset: u64,
    first_sample_bytes: u32,
    start: u64,
    ticks: u64,
}

/// Kind, length of the header and length of the whole of the next box.
fn box_header(file: &mut File, rest: u64) -> io::Result<([u8; 4], u64, u64)> {
    let mut head = [0; 8];
    file.read_exact(&mut head)?;
    let kind = [head[4], head[5], head[6], head[7]];
    let (header, size) = match u32_at(&head, 0)? {
        1 => {
            let mut large = [0; 8];
            file.read_exact(&mut large)?;
            (16, u64::from_be_bytes(large))
        }
        // The last box may leave its length open.
        0 => (8, rest),
        size => (8, u64::from(size)),
    };
    if size < header || size > rest {
        Err(malformed("a box that is longer than its file"))
    } else {
        Ok((kind, header, size))
    }
}

fn body(file: &mut File, bytes: u64) -> io::Result<Vec<u8>> {
    if bytes > INDEX_BYTES_MAX {
        return Err(malformed("an index that is too large"));
    }
    let mut body = vec![0; bytes as usize];
    file.read_exact(&mut body)?;
    Ok(body)
}

/// The body of the first box at `path` inside `bytes`.
fn inner<'a>(mut bytes: &'a [u8], path: &[&[u8; 4]]) -> Option<&'a [u8]> {
    for kind in path {
        bytes = boxes(bytes).find(|(found, _)| found == *kind)?.1;
    }
    Some(bytes)
}

/// The boxes in `bytes`: kind and body.
fn boxes(bytes: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let size = u32_at(rest, 0).ok()? as usize;
        let kind: [u8; 4] = rest.get(4..8)?.try_into().ok()?;
        let body = rest.get(8..size)?;
        rest = &rest[size..];
        Some((kind, body))
    })
}

fn timescale(moov: &[u8]) -> io::Result<u32> {
    let header = inner(moov, &[b"trak", b"mdia", b"mdhd"]).ok_or_else(|| malformed("no media header"))?;
    // Two times precede it, of 4 bytes in version 0 and 8 in version 1.
    u32_at(header, if header.first() == Some(&1) { 20 } else { 12 })
}

/// Profile, constraints and level stand in the decoder's configuration (ISO/IEC 14496-15, 5.3.3).
fn h264_codec(moov: &[u8]) -> Option<String> {
    let descriptions = inner(moov, &[b"trak", b"mdia", b"minf", b"stbl", b"stsd"])?;
    // Version, flags and count; then the sample entry, whose own boxes follow 78 bytes of fields.
    let (_, entry) = boxes(descriptions.get(8..)?).find(|(kind, _)| kind == b"avc1")?;
    let configuration = inner(entry.get(78..)?, &[b"avcC"])?;
    let [profile, constraints, level] = configuration.get(1..4)?.try_into().ok()?;
    Some(format!("avc1.{profile:02x}{constraints:02x}{level:02x}"))
}

fn track_fragment(moof: &[u8]) -> io::Result<TrackFragment> {
    let track = inner(moof, &[b"traf"]).ok_or_else(|| malformed("no track fragment"))?;
    let defaults = TrackDefaults::read(inner(track, &[b"tfhd"]).ok_or_else(|| malformed("no fragment header"))?)?;
    let decode_time = inner(track, &[b"tfdt"]).ok_or_else(|| malformed("no fragment time"))?;
    let start = match decode_time.first() {
        Some(1) => u64::from(u32_at(decode_time, 4)?) << 32 | u64::from(u32_at(decode_time, 8)?),
        _ => u64::from(u32_at(decode_time, 4)?),
    };
    let mut read = TrackFragment { data_offset: 0, first_sample_bytes: 0, start, ticks: 0 };
    let mut is_first = true;
    for (_, run) in boxes(track).filter(|(kind, _)| kind == b"trun") {
        let flags = u32_at(run, 0)? & 0x00ff_ffff;
        let count = u32_at(run, 4)?;
        let mut at = 8;
        if flags & 0x1 != 0 {
            if is_first {
                read.data_offset = u64::from(u32_at(run, at)?);
            }
            at += 4;
        }
        at += if flags & 0x4 != 0 { 4 } else { 0 };
        let field = |present: u32, at: &mut usize, default: Option<u32>| -> io::Result<Option<u32>> {
            if flags & present == 0 {
                return Ok(default);
            }
            *at += 4;
            u32_at(run, *at - 4).map(Some)
        };
        for _ in 0..count {
            let duration = field(0x100, &mut at, defaults.duration)?.ok_or_else(|| malformed("no sample duration"))?;
            let size = field(0x200, &mut at, defaults.size)?.ok_or_else(|| malformed("no sample size"))?;
            field(0x400, &mut at, None)?;
            field(0x800, &mut at, None)?;
            read.ticks += u64::from(duration);
            if is_first {
                read.first_sample_bytes = size;
                is_first = false;
            }
        }
    }
    Ok(read)
}

/// What holds for the samples of a fragment that say nothing themselves.
struct TrackDefaults {
    duration: Option<u32>,
    size: Option<u32>,
}

impl TrackDefaults {
    fn read(header: &[u8]) -> io::Result<Self> {
        let flags = u32_at(header, 0)? & 0x00ff_ffff;
        let mut at = 8;
        at += if flags & 0x1 != 0 { 8 } else { 0 };
        at += if flags & 0x2 != 0 { 4 } else { 0 };
        let mut field = |present: u32| -> io::Result<Option<u32>> {
            if flags & present == 0 {
                return Ok(None);
            }
            at += 4;
            u32_at(header, at - 4).map(Some)
        };
        Ok(Self { duration: field(0x8)?, size: field(0x10)? })
    }
}

fn u32_at(bytes: &[u8], at: usize) -> io::Result<u32> {
    let four = bytes.get(at..at + 4).ok_or_else(|| malformed("a box that is cut off"))?;
    Ok(u32::from_be_bytes([four[0], four[1], four[2], four[3]]))
}

fn malformed(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
