"use strict";
// Which questions are asked, given what has been typed. No page, no browser: node can run it.
// The conditions and their meaning are those of survey/conditions.py.

function numberOf(value) {
  const found = /^\s*(-?\d+)(?:[.,](\d+))?\s*$/.exec(value ?? "");
  return found ? Number(found[1] + "." + (found[2] ?? 0)) : null;
}

function holds(condition, answers) {
  if ("all" in condition) return condition.all.every((part) => holds(part, answers));
  if ("any" in condition) return condition.any.some((part) => holds(part, answers));
  if ("not" in condition) return !holds(condition.not, answers);
  const column = "has" in condition ? condition.question + "_" + condition.has : condition.question;
  const value = Object.hasOwn(answers, column) ? answers[column] : null;
  if ("is" in condition) return value === condition.is;
  if ("in" in condition) return condition.in.includes(value);
  if ("has" in condition) return value === "yes";
  if ("answered" in condition) return (value !== null && value !== "") === condition.answered;
  const number = numberOf(value);
  if (number === null) return false;
  return "at_least" in condition ? number >= condition.at_least : number <= condition.at_most;
}

// What was typed, as it is stored: "1,50" is 1.5 and 24.8.2019 is 2019-08-24. Null: it cannot be read.
function readNumber(typed) {
  const text = typed.replace(/\s/g, "").replace(",", ".").replace("\u2212", "-");
  if (!/^-?\d{1,15}(\.\d+)?$/.test(text)) return null;
  return text.replace(/^(-?)0+(?=\d)/, "$1").replace(/(\.\d*[1-9])0+$|\.0+$/, "$1").replace(/^-0$/, "0");
}

function readDate(typed) {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(typed);
  const usual = /^(\d{1,2})[.\/\- ]+(\d{1,2})[.\/\- ]+(\d{4})$/.exec(typed);
  if (!iso && !usual) return null;
  const [year, month, day] = (iso ? iso.slice(1) : usual.slice(1).reverse()).map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const exists = year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.toISOString().slice(0, 10) : null;
}

const READ = { number: readNumber, date: readDate };

// {answers: column → code or null; asked: column, shown: question, offered: "column=code" → boolean}
function route(questions, typed) {
  const found = { answers: { __proto__: null }, asked: {}, shown: {}, offered: {} };
  for (const question of questions) routeQuestion(question, { __proto__: null, ...typed }, found);
  return found;
}

function routeQuestion(question, typed, found) {
  const met = (conditions) => conditions.every((condition) => holds(condition, found.answers));
  const open = met(question.when);
  const offered = (column) => !column.offered || holds(column.offered, found.answers);
  const ticked = (column) => column.kind === "tick" && offered(column) && typed[column.name] === "yes";
  const someTick = open && question.columns.some(ticked);
  for (const [code, condition] of Object.entries(question.choices ?? {}))
    found.offered[question.id + "=" + code] = open && holds(condition, found.answers);
  for (const column of question.columns) {
    const asked = met(column.when) && offered(column);
    found.asked[column.name] = asked;
    if (column.kind === "tick") found.answers[column.name] = someTick ? (ticked(column) ? "yes" : "no") : null;
    else found.answers[column.name] = asked ? read(column, typed[column.name], found.offered) : null;
  }
  found.shown[question.id] = open && (question.type === "information" || question.columns.some((c) => found.asked[c.name]));
}

function read(column, typed, offered) {
  const text = (typed ?? "").trim();
  if (text === "" || offered[column.name + "=" + text] === false) return null;
  return column.kind in READ ? READ[column.kind](text) : text;
}

if (typeof module === "object") module.exports = { holds, route, readNumber, readDate };
