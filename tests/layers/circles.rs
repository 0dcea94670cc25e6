//! Which file takes what from which, read from the code's own paths: no circle of files outside `app`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The modules by their path, `domain::filter`, each with those that it names.
type Graph = BTreeMap<String, BTreeSet<String>>;

/// Every path that begins with `crate`, `self` or `super`, as far as a name or a brace; what is in braces is spelled out.
fn paths(code: &str) -> Vec<String> {
    let is_path = |each: char| each.is_alphanumeric() || matches!(each, '_' | ':');
    let mut rest = code;
    let mut all = Vec::new();
    while let Some(at) = ["crate::", "self::", "super::"].iter().filter_map(|start| rest.find(start)).min() {
        let begins = !rest[..at].ends_with(is_path);
        let path = &rest[at..];
        let path = &path[..path.find(|each| !is_path(each)).unwrap_or(path.len())];
        rest = &rest[at + path.len()..];
        let group =
            rest.strip_prefix('{').filter(|_| path.ends_with("::")).map(|group| &group[..group.find(';').unwrap_or(0)]);
        if begins {
            all.extend(group.map_or_else(|| vec![path.to_owned()], |group| spelled_out(path, group)));
        }
    }
    all
}

/// `a, b::{c, d}}` behind `super::`: `super::a`, `super::b::c`, `super::b::d`.
fn spelled_out(path: &str, group: &str) -> Vec<String> {
    let mut prefixes = vec![path.to_owned()];
    let mut all = Vec::new();
    for part in group.split_inclusive(['{', '}', ',']) {
        let Some(prefix) = prefixes.last() else { break };
        let (name, end) = part.split_at(part.len() - 1);
        let full = format!("{prefix}{}", name.trim());
        match end {
            "{" => prefixes.push(full),
            _ => {
                all.push(full);
                if end == "}" {
                    prefixes.pop();
                }
            }
        }
    }
    all
}

/// `src/domain/filter.rs` and `src/domain/filter/mod.rs` are both `domain::filter`.
fn module(src: &Path, file: &Path) -> String {
    let inside = file.strip_prefix(src).unwrap().with_extension("");
    let parts = inside.iter().map(|part| part.to_str().unwrap()).filter(|part| !["mod", "lib", "main"].contains(part));
    parts.collect::<Vec<_>>().join("::")
}

/// The module that a path leads into, as far as it names one.
fn target(own: &str, path: &str, all: &BTreeSet<String>) -> Option<String> {
    let own: Vec<&str> = own.split("::").collect();
    let ups = path.split("::").take_while(|part| *part == "super").count();
    let base = match ups {
        0 if path.starts_with("crate") => &[][..],
        0 => &own,
        _ => own.get(..own.len().checked_sub(ups)?)?,
    };
    let inside = path.split("::").skip(ups.max(1)).map(|name| name.split(' ').next().unwrap());
    let full: Vec<&str> = base.iter().copied().chain(inside).collect();
    (1..=full.len()).rev().map(|length| full[..length].join("::")).find(|module| all.contains(module))
}

fn graph(src: &Path) -> Graph {
    let files: Vec<_> = super::sources(src).into_iter().map(|file| (module(src, &file), file)).collect();
    let all: BTreeSet<String> =
        files.iter().map(|(module, _)| module.clone()).filter(|name| !name.is_empty()).collect();
    let with_what_it_names = |(own, file): &(String, PathBuf)| {
        // A folder and what lies in it are one.
        let apart = |to: &String| !is_in(to, own) && !is_in(own, to);
        (
            own.clone(),
            paths(&super::code(file)).iter().filter_map(|path| target(own, path, &all)).filter(apart).collect(),
        )
    };
    files.iter().filter(|(own, _)| !own.is_empty()).map(with_what_it_names).collect()
}

fn is_in(module: &str, folder: &str) -> bool {
    module.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// What can be reached from there.
fn reach<'g>(graph: &'g Graph, from: &'g str) -> BTreeSet<&'g str> {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(next) = open.pop() {
        open.extend(graph.get(next).into_iter().flatten().map(String::as_str).filter(|each| seen.insert(*each)));
    }
    seen
}

#[test]
fn the_files_form_no_circle() {
    let graph = graph(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let is_test = |module: &str| module.ends_with("::tests") || module.ends_with("::properties");
    let mut circles: BTreeSet<BTreeSet<&str>> = BTreeSet::new();
    for module in graph.keys().filter(|module| !is_in(module, "app") && !is_test(module)) {
        let from_here = reach(&graph, module);
        if from_here.contains(module.as_str()) {
            circles
                .insert(from_here.into_iter().filter(|each| reach(&graph, each).contains(module.as_str())).collect());
        }
    }
    assert!(graph.len() > 100, "the code was not found");
    assert_eq!(circles, BTreeSet::new());
}
