use leggett_studies::*;
fn main() {
    let study = find("repeater").unwrap();
    let work = Work::new();
    let given: Vec<Given> = std::env::args().skip(1).map(|a| { let (n, v) = a.split_once('=').unwrap(); Given{name:n.into(), value: Raw::from_argument(v), place: a.clone()} }).collect();
    let args = Arguments::check(study, &given).unwrap();
    for _ in 0..3 {
    let t = std::time::Instant::now();
    let plan = (study.plan)(&args).unwrap();
    let t1 = t.elapsed();
    let parts: Vec<_> = (0..plan.parts()).map(|i| {let t=std::time::Instant::now(); let p = plan.part(i,&work).unwrap(); (p, t.elapsed())}).collect();
    let times: Vec<_> = parts.iter().map(|p| p.1).collect();
    let ps: Vec<_> = parts.into_iter().map(|p| p.0).collect();
    let e = study.finish(&args, plan.as_ref(), &ps);
    println!("plan {t1:?} parts {times:?} total {:?} n {} cost {:?}", t.elapsed(), ps[0].len(), plan.cost());
    match e { Ok(e) => println!("{} {:?}", e.method, e.observables.iter().map(|o| o.estimate.map(|x| (x.value, x.error_bound))).collect::<Vec<_>>()), Err(e) => println!("{e}") }
    }
}
