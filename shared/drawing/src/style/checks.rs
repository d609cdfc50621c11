//! What a style must hold: numbers in their ranges, faces that exist, text that can be read.

use crate::style::World;
use crate::{Style, StyleError};

/// Contrast that text needs against what lies behind it (WCAG 2.2, success criterion 1.4.3).
pub(crate) const TEXT_CONTRAST: f64 = 4.5;

impl Style {
    pub(super) fn check_faces(&self) -> Result<(), StyleError> {
        let faces = &self.faces;
        for (field, name) in [
            ("type.display", &faces.display),
            ("type.secondary", &faces.secondary),
            ("type.body", &faces.body),
            ("type.strong", &faces.strong),
            ("type.code", &faces.code),
            ("type.code_strong", &faces.code_strong),
        ] {
            if !crate::text::face_names().any(|known| known == name) {
                return Err(StyleError::UnknownFace { field, name: name.clone() });
            }
        }
        Ok(())
    }

    pub(super) fn check_ranges(&self) -> Result<(), StyleError> {
        let size = "from 32 to 400";
        let secs = "from 0.05 to 5 seconds";
        let part = "from 0 to 1";
        let (scale, motion) = (&self.type_scale, &self.motion);
        let checks = [
            ("type_scale.floor", scale.floor, 32.0, 400.0, size),
            ("type_scale.title", scale.title, scale.floor, 400.0, size),
            ("type_scale.big_number", scale.big_number, scale.floor, 400.0, size),
            ("type_scale.formula", scale.formula, scale.floor, 400.0, size),
            ("type_scale.term", scale.term, scale.floor, 400.0, size),
            ("type_scale.question", scale.question, scale.floor, 400.0, size),
            ("type_scale.statement", scale.statement, scale.floor, 400.0, size),
            ("type_scale.focus", scale.focus, scale.floor, 400.0, size),
            ("type_scale.heading", scale.heading, scale.floor, 400.0, size),
            ("type_scale.answer", scale.answer, scale.floor, 400.0, size),
            ("type_scale.chapter", scale.chapter, scale.floor, 400.0, size),
            ("type_scale.body", scale.body, scale.floor, 400.0, size),
            ("type_scale.label", scale.label, scale.floor, 400.0, size),
            ("type_scale.sublabel", scale.sublabel, scale.floor, 400.0, size),
            ("type_scale.code", scale.code, scale.floor, 400.0, size),
            ("type_scale.credit", scale.credit, scale.floor, 400.0, size),
            ("type_scale.display_line_height", scale.display_line_height, 0.8, 3.0, "from 0.8 to 3"),
            ("type_scale.body_line_height", scale.body_line_height, 0.8, 3.0, "from 0.8 to 3"),
            ("type_scale.code_line_height", scale.code_line_height, 0.8, 3.0, "from 0.8 to 3"),
            ("type_scale.display_tracking", scale.display_tracking, -0.1, 0.2, "from -0.1 to 0.2"),
            ("motion.enter", motion.enter, 0.05, 5.0, secs),
            ("motion.move", motion.r#move, 0.05, 5.0, secs),
            ("motion.leave", motion.leave, 0.05, 5.0, secs),
            ("motion.stagger", motion.stagger, 0.0, 1.0, "from 0 to 1 second"),
            ("motion.anticipation", motion.anticipation, 0.0, 0.12, "from 0 to 0.12 seconds"),
            ("motion.scenery_enter", motion.scenery_enter, 0.05, 5.0, secs),
            ("motion.scenery_leave", motion.scenery_leave, 0.05, 5.0, secs),
            ("motion.fade_out", motion.fade_out, 0.05, 5.0, secs),
            ("camera.close", self.camera.close, 1.0, 1.15, "from 1 to 1.15"),
            ("camera.push", self.camera.push, 1.0, 1.1, "from 1 to 1.1"),
            ("camera.insert", self.camera.insert, 1.0, 2.5, "from 1 to 2.5"),
            ("camera.depth_of_field", self.camera.depth_of_field, 0.0, 40.0, "from 0 to 40 pixels"),
            // Higher bars would reach into the safe area.
            ("camera.letterbox", self.camera.letterbox, 0.0, 52.0, "from 0 to 52 pixels"),
            ("camera.drift", self.camera.drift, 0.0, 60.0, "from 0 to 60 pixels"),
            ("palette.panel_top_alpha", self.palette.panel_top_alpha, 0.0, 1.0, part),
            ("palette.panel_bottom_alpha", self.palette.panel_bottom_alpha, 0.0, 1.0, part),
            ("surface.shadow_strength", self.surface.shadow_strength, 0.0, 1.0, part),
            ("surface.glow", self.surface.glow, 0.0, 1.0, part),
            ("surface.corner", self.surface.corner, 0.0, 1.5, "from 0 to 1.5"),
            ("surface.hand", self.surface.hand, 0.0, 2.0, "from 0 to 2"),
            ("grade.transfer", self.grade.transfer, 0.0, 1.0, part),
            ("grade.saturation", self.grade.saturation, 0.0, 2.0, "from 0 to 2"),
            ("music.tempo", self.music.tempo, 40.0, 200.0, "from 40 to 200"),
            ("music.density", self.music.density, 0.25, 2.0, "from 0.25 to 2"),
            ("music.room_secs", self.music.room_secs.unwrap_or(1.0), 0.3, 8.0, "from 0.3 to 8 seconds"),
        ];
        let world: &[(&'static str, f64, f64, f64, &'static str)] = match &self.world {
            World::NightSky(night) => &[
                ("world.grain", night.grain, 0.0, 0.1, "from 0 to 0.1"),
                ("world.stars", f64::from(night.stars), 0.0, 2000.0, "from 0 to 2000"),
                ("world.vignette", night.vignette, 0.0, 1.0, part),
                ("world.star_parallax", night.star_parallax, 0.0, 2.0, "from 0 to 2"),
                ("world.moon_parallax", night.moon_parallax, 0.0, 2.0, "from 0 to 2"),
                ("world.far_parallax", night.far_parallax, 0.0, 2.0, "from 0 to 2"),
                ("world.mid_parallax", night.mid_parallax, 0.0, 2.0, "from 0 to 2"),
                ("world.near_parallax", night.near_parallax, 0.0, 2.0, "from 0 to 2"),
            ],
            World::Backdrop(backdrop) => &[
                ("world.grain", backdrop.grain, 0.0, 0.1, "from 0 to 0.1"),
                ("world.vignette", backdrop.vignette, 0.0, 1.0, part),
                ("world.texture_strength", backdrop.texture_strength, 0.0, 3.0, "from 0 to 3"),
                ("world.light_strength", backdrop.light_strength, 0.0, 1.0, part),
                ("world.light_at", backdrop.light_at[0], 0.0, 1.0, part),
                ("world.light_at", backdrop.light_at[1], 0.0, 1.0, part),
            ],
        };
        let triples = [
            ("grade.lift", self.grade.lift, -0.5, 0.5),
            ("grade.gamma", self.grade.gamma, 0.3, 3.0),
            ("grade.gain", self.grade.gain, 0.3, 2.0),
        ];
        let grade = triples.into_iter().flat_map(|(field, values, low, high)| {
            values.map(|value| {
                (field, value, low, high, "small: lift from -0.5 to 0.5, gamma from 0.3 to 3, gain from 0.3 to 2")
            })
        });
        for (field, value, low, high, range) in checks.into_iter().chain(world.iter().copied()).chain(grade) {
            if !(low..=high).contains(&value) {
                return Err(StyleError::OutOfRange { field, value, range });
            }
        }
        for (field, curve) in [
            ("motion.enter_curve", motion.enter_curve),
            ("motion.move_curve", motion.move_curve),
            ("motion.leave_curve", motion.leave_curve),
        ] {
            let bad = |value: &f64| !value.is_finite() || value.abs() > 4.0;
            if let Some(value) = curve.iter().copied().find(bad) {
                return Err(StyleError::OutOfRange { field, value, range: "finite and small" });
            }
            if let Some(value) = [curve[0], curve[2]].into_iter().find(|value| !(0.0..=1.0).contains(value)) {
                return Err(StyleError::OutOfRange {
                    field,
                    value,
                    range: "from 0 to 1 in its first and third number",
                });
            }
        }
        Ok(())
    }

    pub(super) fn check_contrast(&self) -> Result<(), StyleError> {
        let palette = &self.palette;
        let texts = [
            ("text", palette.text),
            ("muted", palette.muted),
            ("flow", palette.flow),
            ("result", palette.result),
            ("opposite", palette.opposite),
            ("structure", palette.structure),
            ("correct", palette.correct),
        ];
        let mut grounds = vec![
            ("shade", palette.shade),
            ("board", palette.board),
            ("ground", palette.ground),
            ("ground_low", palette.ground_low),
            ("panel_top", palette.panel_top),
            ("panel_bottom", palette.panel_bottom),
        ];
        if let World::Backdrop(backdrop) = &self.world {
            grounds.extend([
                ("world.top", backdrop.top),
                ("world.bottom", backdrop.bottom),
                ("world.light", backdrop.light),
            ]);
        }
        for (text_name, text) in texts {
            for (ground_name, ground) in &grounds {
                let contrast = text.contrast(*ground);
                if contrast < TEXT_CONTRAST {
                    return Err(StyleError::LowContrast {
                        text: format!("{text_name} {text}"),
                        ground: format!("{ground_name} {ground}"),
                        contrast,
                        needed: TEXT_CONTRAST,
                    });
                }
            }
        }
        Ok(())
    }
}
