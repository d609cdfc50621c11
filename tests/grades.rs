//! A style's table of colors, from its file to the frame.

use std::fs;

use crate::program::Workplace;

/// A table that turns every color into its opposite.
const OPPOSITES: &str = "LUT_3D_SIZE 2\n1 1 1\n0 1 1\n1 0 1\n0 0 1\n1 1 0\n0 1 0\n1 0 0\n0 0 0\n";

const LESSON: &str = "# Sun\n\nThe sun warms the sea.\n";

/// A place with a lesson and a style that names a table beside it.
fn place() -> Workplace {
    let place = Workplace::new();
    place.write("lesson.md", LESSON);
    let style = place.succeed(&["styles", "museum"]).stdout;
    assert!(style.contains("[grade]\n"));
    place.write("plain/mine.toml", &style);
    place.write("mine/mine.toml", style.replace("[grade]\n", "[grade]\nlut = \"tables/opposites.cube\"\n"));
    place.write("mine/tables/opposites.cube", OPPOSITES);
    place
}

#[test]
fn a_table_beside_a_style_colors_its_pictures_and_travels_with_the_storyboard() {
    let place = place();
    let frame = |source: &str, style: &[&str], name: &str| {
        place.succeed(&[&["frame", source, "--scene", "2", "--size", "360p", "-o", name], style].concat());
        fs::read(place.path(name)).expect("a picture")
    };
    let plain = frame("lesson.md", &["--style", "plain/mine.toml"], "plain.png");
    let colored = frame("lesson.md", &["--style", "mine/mine.toml"], "colored.png");
    assert!(plain != colored, "the table changes nothing");
    // The storyboard has all of it: neither the style's file nor the table is needed any more.
    let planned = place.succeed(&["plan", "lesson.md", "--style", "mine/mine.toml"]).stdout;
    place.write("film.json", planned);
    fs::remove_dir_all(place.path("mine")).expect("the style's folder");
    assert!(frame("film.json", &[], "carried.png") == colored, "a storyboard carries another table");
}

#[test]
fn a_table_that_cannot_be_used_is_told_with_its_line() {
    let cases: [(Option<&str>, &[&str]); 4] = [
        (None, &["opposites.cube", "cannot be read"]),
        (Some(&OPPOSITES.replace("0 0 1\n", "0 zero 1\n")), &["opposites.cube", "line 5", "three numbers"]),
        (Some(&OPPOSITES.replace("LUT_3D_SIZE 2", "LUT_1D_SIZE 8")), &["line 1", "one dimension"]),
        (Some(&OPPOSITES.replace("\n0 0 0\n", "\n")), &["7 colors", "has 8"]),
    ];
    for (table, says) in cases {
        let place = place();
        match table {
            Some(table) => drop(place.write("mine/tables/opposites.cube", table)),
            None => fs::remove_dir_all(place.path("mine/tables")).expect("the table's folder"),
        }
        let run = place.run(&["make", "lesson.md", "--draft", "--style", "mine/mine.toml"]);
        assert_eq!(run.code, Some(2), "{}", run.stderr);
        for said in says.iter().chain(&["hint:"]) {
            assert!(run.stderr.contains(said), "{said:?} is not in {}", run.stderr);
        }
        assert!(!place.path("lesson.mp4").exists());
    }
}
