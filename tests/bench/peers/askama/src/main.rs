//! Askama, whose templates are compiled into the program, under the orders of ../../orders.h: askama-bench FOLDER TEMPLATE, for the
//! workloads whose contexts have a type here.
use askama::Template;
use serde::de::DeserializeOwned;
use serde::Deserialize;
use std::error::Error;
use std::fs;
use std::io::{self, BufRead, Write};
use std::path::Path;

type Outcome<T> = Result<T, Box<dyn Error>>;

#[derive(Template, Deserialize)]
#[template(path = "table/template.html")]
struct Table {
    rows: Vec<Vec<u32>>,
}

#[derive(Template, Deserialize)]
#[template(path = "small/template.html")]
struct Small {
    place: String,
    day: String,
    hour: u32,
    keeper: String,
    readings: Vec<Reading>,
}

#[derive(Deserialize)]
struct Reading {
    what: String,
    value: u32,
    unit: String,
    rising: bool,
}

#[derive(Template, Deserialize)]
#[template(path = "escape/template.html")]
struct Escape {
    letters: Vec<Letter>,
}

#[derive(Deserialize)]
struct Letter {
    from: String,
    text: String,
}

fn processor_time() -> i64 {
    let mut t = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut t) };
    t.tv_sec * 1_000_000_000 + t.tv_nsec
}

fn peak_memory() -> Outcome<String> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).ok_or("no VmHWM")?;
    Ok(line.split_whitespace().nth(1).unwrap_or("0").to_owned())
}

fn obey<T: Template + DeserializeOwned>(folder: &Path) -> Outcome<()> {
    let page: T = serde_json::from_str(&fs::read_to_string(folder.join("context.json"))?)?;
    let mut buffer = String::new();
    for line in io::stdin().lock().lines() {
        let line = line?;
        let words: Vec<&str> = line.split_whitespace().collect();
        let mut render = || -> Outcome<()> {
            buffer.clear();
            Ok(page.render_into(&mut buffer)?)
        };
        let answer = match words[0] {
            "render" => {
                render()?;
                fs::write(words[1], &buffer)?;
                "ok".to_owned()
            }
            "time" => {
                let start = processor_time();
                for _ in 0..words[1].parse::<u64>()? {
                    render()?;
                }
                (processor_time() - start).to_string()
            }
            "memory" => peak_memory()?,
            _ => return Err("its templates are part of the program".into()),
        };
        println!("{answer}");
        io::stdout().flush()?;
    }
    Ok(())
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let folder = Path::new(&arguments[1]);
    match folder.file_name().and_then(|name| name.to_str()) {
        Some("table") => obey::<Table>(folder),
        Some("small") => obey::<Small>(folder),
        Some("escape") => obey::<Escape>(folder),
        _ => Err("there is no such workload here".into()),
    }
}
