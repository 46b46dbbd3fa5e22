//! MiniJinja under the orders of ../../bench.c: minijinja-bench FOLDER TEMPLATE, or with "once": renders to standard output and ends.
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment};
use std::error::Error;
use std::fs;
use std::io::{self, BufRead, Write};
use std::path::Path;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// An environment with all that Jinja2 has and MiniJinja has elsewhere: more filters, Python's methods.
fn environment(folder: &str) -> Environment<'static> {
    let mut env = Environment::new();
    let folder = folder.to_owned();
    env.set_loader(move |name| Ok(fs::read_to_string(Path::new(&folder).join(name)).ok()));
    env.set_auto_escape_callback(|name| if name.ends_with(".html") || name.ends_with(".json") { AutoEscape::Html } else { AutoEscape::None });
    env.set_unknown_method_callback(minijinja_contrib::pycompat::unknown_method_callback);
    minijinja_contrib::add_to_environment(&mut env);
    env
}

fn processor_time() -> i64 {
    let mut t = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut t) };
    t.tv_sec * 1_000_000_000 + t.tv_nsec
}

fn timed(n: u64, mut work: impl FnMut() -> Outcome<()>) -> Outcome<String> {
    let start = processor_time();
    for _ in 0..n {
        work()?;
    }
    Ok((processor_time() - start).to_string())
}

fn peak_memory() -> Outcome<String> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).ok_or("no VmHWM")?;
    Ok(line.split_whitespace().nth(1).unwrap_or("0").to_owned())
}

/// Pairs of a name and a source. A name of a list stands for its sources.
fn read_sources(folder: &str, names: &[&str]) -> Outcome<Vec<(String, String)>> {
    let mut sources = Vec::new();
    for name in names {
        let text = fs::read_to_string(Path::new(folder).join(name))?;
        let texts = if name.ends_with(".json") { serde_json::from_str(&text)? } else { vec![text] };
        sources.extend(texts.into_iter().map(|text| (name.to_string(), text)));
    }
    Ok(sources)
}

fn compile_all(folder: &str, sources: &[(String, String)]) -> Outcome<()> {
    let mut env = environment(folder);
    for (i, (name, source)) in sources.iter().enumerate() {
        if i > 0 && name.ends_with(".json") {
            env = environment(folder);
        }
        env.add_template_owned(name.clone(), source.clone())?;
    }
    Ok(())
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let folder = arguments[1].as_str();
    let env = environment(folder);
    let is_list = arguments[2].ends_with(".json");
    let template = if is_list { env.template_from_str("")? } else { env.get_template(&arguments[2])? };
    let json = fs::read_to_string(Path::new(folder).join("context.json")).unwrap_or("{}".to_owned());
    let context = Value::from(Serde(serde_json::from_str::<serde_json::Value>(&json)?));
    let mut buffer: Vec<u8> = Vec::new();
    if arguments.len() > 3 {
        template.render_captured_to(context.clone(), io::stdout().lock())?;
        return Ok(());
    }
    for line in io::stdin().lock().lines() {
        let line = line?;
        let words: Vec<&str> = line.split_whitespace().collect();
        let mut render = || -> Outcome<()> {
            buffer.clear();
            template.render_captured_to(context.clone(), &mut buffer)?;
            Ok(())
        };
        let answer = match words[0] {
            "render" => {
                render()?;
                fs::write(words[1], &buffer)?;
                "ok".to_owned()
            }
            "time" => timed(words[1].parse()?, render)?,
            "compile" => {
                let sources = read_sources(folder, &words[2..])?;
                timed(words[1].parse()?, || compile_all(folder, &sources))?
            }
            _ => peak_memory()?,
        };
        println!("{answer}");
        io::stdout().flush()?;
    }
    Ok(())
}
