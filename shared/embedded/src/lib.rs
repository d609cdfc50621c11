//! The ports on one machine: files
