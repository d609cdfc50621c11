//! Plan and lint: a Lesson becomes a Storyboard of typed scenes
