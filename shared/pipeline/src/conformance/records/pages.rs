use crate::PageRequest;

use super::super::specimens;
use super::{Bench, first_page};

pub(super) async fn projects(bench: Bench) {
    for (count, limit) in [(0, 2), (1, 2), (4, 2), (5, 2), (3, 100), (3, 1)] {
        let user = bench.fresh.user();
        let mut ids = Vec::new();
        for _ in 0..count {
            ids.push(bench.project_of(&user).await.id);
        }
        ids.reverse();
        let mut request = first_page(limit);
        let mut listed = Vec::new();
        loop {
            let page = bench.records.projects(&user, &request).await.expect("a page");
            assert!(page.items.len() <= limit, "{} items on a page of {limit}", page.items.len());
            listed.extend(page.items.into_iter().map(|project| project.id));
            assert_eq!(page.next.is_none(), listed.len() >= count, "{} of {count} by {limit}", listed.len());
            match page.next {
                Some(next) => request.after = Some(next),
                None => break,
            }
        }
        assert_eq!(listed, ids, "{count} projects by {limit}");
    }
}

pub(super) async fn generations(bench: Bench) {
    let one = bench.project().await;
    let two = bench.project_of(&one.user_id).await;
    let mut all = Vec::new();
    for number in 0..7 {
        let project = if number % 3 == 0 { &one } else { &two };
        let generation = bench.generation(project).await;
        if number == 3 {
            bench.record(&generation, &specimens::failed()).await;
        }
        all.insert(0, generation);
    }
    for project_id in [None, Some(&one.id), Some(&two.id)] {
        let expected: Vec<&String> = all
            .iter()
            .filter(|generation| project_id.is_none_or(|id| generation.project_id == *id))
            .map(|generation| &generation.id)
            .collect();
        let mut listed = Vec::new();
        let mut request = first_page(2);
        loop {
            let filter = project_id.map(String::as_str);
            let page = bench.records.generations(&one.user_id, filter, &request).await.expect("a page");
            for generation in &page.items {
                assert_eq!(*generation, bench.stored(generation).await, "a list shows what is stored");
            }
            listed.extend(page.items.into_iter().map(|generation| generation.id));
            match page.next {
                Some(next) => request.after = Some(next),
                None => break,
            }
            assert!(listed.len() < expected.len(), "there is no page after the last item");
        }
        assert_eq!(listed.iter().collect::<Vec<_>>(), expected, "of {project_id:?}");
    }
}

pub(super) async fn after_a_deleted_item(bench: Bench) {
    let user = bench.fresh.user();
    let oldest = bench.project_of(&user).await;
    let deleted = bench.project_of(&user).await;
    bench.project_of(&user).await;
    let page = bench.records.projects(&user, &first_page(2)).await.expect("a page");
    assert_eq!(page.next.as_ref(), Some(&deleted.id));
    bench.records.delete_project(&user, &deleted.id).await.expect("it is deleted");
    let rest = bench.records.projects(&user, &PageRequest { after: page.next, limit: 2 }).await.expect("a page");
    assert_eq!((rest.items, rest.next), (vec![oldest], None));
}
