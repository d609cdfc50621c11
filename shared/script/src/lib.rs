//! Read and analyze: a script in any of its dialects becomes a Lesson
