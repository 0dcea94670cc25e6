//! x
#[test]
fn draws() {
    let home = tempfile::tempdir().unwrap();
    let today = "2026-11-23".parse().unwrap();
    let mut folder = inroad::store::demo::create(&home.path().join("plan"), today, None).unwrap();
    let plan = folder.load();
    use inroad::domain::report::*;
    let out = std::path::Path::new("/tmp/pg");
    std::fs::create_dir_all(out).unwrap();
    let whole = Report::of(&plan, Scope::Plan, today, plan.settings.me(None));
    std::fs::write(out.join("plan.html"), inroad::exchange::report::html(&whole)).unwrap();
    std::fs::write(out.join("plan.md"), inroad::exchange::report::markdown(&whole)).unwrap();
    let ids = ["primo".into()];
    let one = Report::of(&plan, Scope::Accounts(&ids), today, plan.settings.me(None));
    std::fs::write(out.join("primo.html"), inroad::exchange::report::html(&one)).unwrap();
    std::fs::write(out.join("primo.md"), inroad::exchange::report::markdown(&one)).unwrap();
}
