//! FFmpeg: encode, composite, probe and inspect
