//! Lessons with places get maps; lessons without get none.

use serde_json::Value;

use crate::program::Workplace;

fn maps(place: &Workplace, script: &str) -> Vec<Value> {
    let plan: Value = serde_json::from_str(&place.succeed(&["plan", script]).stdout).expect("a storyboard");
    let scenes = plan["scenes"].as_array().expect("scenes");
    scenes.iter().map(|scene| scene["visual"].clone()).filter(|visual| visual["kind"] == "map").collect()
}

fn names(map: &Value) -> Vec<&str> {
    map["places"].as_array().expect("places").iter().filter_map(|place| place["name"].as_str()).collect()
}

#[test]
fn the_fall_of_constantinople_is_seen_from_its_city_in_its_time() {
    let place = Workplace::new();
    place.lesson("fall-of-constantinople.txt");
    let maps = maps(&place, "fall-of-constantinople.txt");
    assert!(!maps.is_empty(), "it names the waters around the city");
    for map in &maps {
        assert!(names(map).contains(&"Constantinople"), "{map}");
        assert_eq!(map["historical"], true, "{map}");
    }
    assert!(maps.iter().any(|map| names(map).contains(&"Sea of Marmara")), "{maps:?}");
}

#[test]
fn lessons_without_geography_have_no_map() {
    for lesson in ["pythagoras.md", "recursion.md", "supply-and-demand.md", "openstax-atp/lesson.md"] {
        let place = Workplace::new();
        let script = place.lesson(lesson);
        let maps = maps(&place, script.to_str().expect("a UTF-8 path"));
        assert!(maps.is_empty(), "{lesson}: {maps:?}");
    }
}

/// Lessons that no rule was written for.
#[test]
fn places_of_other_lessons_are_found_and_persons_are_not() {
    let texts: [(&str, &str, &[&str]); 5] = [
        (
            "polo.md",
            "# Marco Polo's journey\n\nMarco Polo left Venice in 1271 with his father. They sailed to Acre and rode through Persia. \
             After three years they arrived in Beijing.\n",
            &["Venice"],
        ),
        (
            "danube.md",
            "# The Danube\n\nThe Danube rises in Germany and flows through Vienna, Budapest and Belgrade before it reaches the Black Sea.\n",
            &["Vienna", "Budapest", "Belgrade"],
        ),
        (
            "quake.md",
            "# The San Francisco earthquake\n\nEarly on 18 April 1906 an earthquake destroyed much of San Francisco. It was felt \
             from Los Angeles in the south to Oregon in the north.\n",
            &["Los Angeles", "Oregon"],
        ),
        (
            "lincoln.md",
            "# Lincoln\n\nLincoln wrote the speech by himself. Washington had done the same before him.\n",
            &[],
        ),
        (
            "turkey.md",
            "# How to roast a turkey\n\nRoast turkey for three hours. Serve it in china with Brussels sprouts.\n",
            &[],
        ),
    ];
    for (name, text, wanted) in texts {
        let place = Workplace::new();
        place.write(name, text);
        let maps = maps(&place, name);
        let shown: Vec<&str> = maps.iter().flat_map(names).collect();
        for name in wanted {
            assert!(shown.contains(name), "{text}: {shown:?}");
        }
        assert!(!wanted.is_empty() || maps.is_empty(), "{text}: {shown:?}");
    }
}
