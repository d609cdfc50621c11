//! Render: a scene and a time become a frame
