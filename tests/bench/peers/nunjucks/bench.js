// nunjucks under the orders of ../../orders.h: node bench.js FOLDER TEMPLATE, or with "once": renders to standard output and ends.
"use strict";
const fs = require("fs");
const path = require("path");
const nunjucks = require(path.join(process.env.NODE_PATH || ".", "nunjucks"));

const [folder, name, once] = process.argv.slice(2);
const read = (file) => fs.readFileSync(path.join(folder, file), "utf8");

// What nunjucks does not have and Jinja2's templates use often.
function environment(file) {
  const env = new nunjucks.Environment(new nunjucks.FileSystemLoader(folder), {autoescape: /\.(html|json)$/.test(file)});
  const signs = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "'": "\\u0027"};
  env.addFilter("tojson", (value) => env.filters.safe(JSON.stringify(value).replace(/[<>&']/g, (sign) => signs[sign])));
  env.addFilter("format", (form, value) => form.replace(/%\.(\d)f/, (_, digits) => Number(value).toFixed(Number(digits))));
  return env;
}

// The string that is made of many others is made flat: that is part of the work.
function render(template, context) {
  const text = template.render(context);
  Number(text);
  return text;
}

function timed(times, work) {
  const start = process.cpuUsage();
  for (let i = 0; i < times; i++) work();
  const spent = process.cpuUsage(start);
  return (spent.user + spent.system) * 1000;
}

// Pairs of a name and a source. A name of a list stands for its sources.
function readSources(names) {
  const texts = (file) => file.endsWith(".json") ? JSON.parse(read(file)) : [read(file)];
  return names.flatMap((file) => texts(file).map((text) => [file, text]));
}

function compileAll(sources) {
  let env = null;
  for (const [file, text] of sources) {
    if (!env || file.endsWith(".json")) env = environment(name);
    new nunjucks.Template(text, env, file, true);
  }
}

const peakMemory = () => /VmHWM:\s*(\d+)/.exec(fs.readFileSync("/proc/self/status", "utf8"))[1];

function obey(words, template, context) {
  switch (words[0]) {
    case "render":
      fs.writeFileSync(words[1], render(template, context));
      return "ok";
    case "time":
      return timed(Number(words[1]), () => render(template, context));
    case "compile": {
      const sources = readSources(words.slice(2));
      return timed(Number(words[1]), () => compileAll(sources));
    }
    default:
      return peakMemory();
  }
}

const template = name.endsWith(".json") ? null : environment(name).getTemplate(name, true);
const context = JSON.parse(fs.existsSync(path.join(folder, "context.json")) ? read("context.json") : "{}");
if (once) {
  process.stdout.write(template.render(context));
} else {
  require("readline").createInterface({input: process.stdin}).on("line", (line) => console.log(obey(line.split(" "), template, context)));
}
