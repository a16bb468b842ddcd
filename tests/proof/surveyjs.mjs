// Loads surveys with survey-core, lints them, and tells which questions and choices are visible after each answer.
// In (standard input): [{name, json, words, states, cases: [{data, changes: [{name, value}]}]}]. Out: a list of
// {name, version, errors, findings, texts, cases: [[{raw, data, visible}]]}, as many cases as give that many states.
// First argument: a node_modules folder.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const require = createRequire(join(resolve(process.argv[2]), "package.json"));
const core = require("survey-core");
require("survey-core/survey.i18n");
const { lintSurvey } = require("survey-core/linter");

function visible(model) {
  const found = [];
  for (const question of model.getAllQuestions()) {
    if (!question.isVisible || !question.isParentVisible || !question.page.isVisible) continue;
    found.push(question.name);
    for (const choice of question.visibleChoices ?? []) found.push(question.name + "=" + choice.value);
  }
  return found;
}

// As a respondent can: only what is visible is answered, and only visible choices are taken.
function answer(model, { name, value }) {
  const question = model.getQuestionByName(name);
  if (!question.isVisible || !question.isParentVisible || !question.page.isVisible) return false;
  const offered = question.visibleChoices?.map((choice) => choice.value);
  if (offered && value !== null) {
    value = Array.isArray(value) ? value.filter((code) => offered.includes(code)) : value;
    if (!Array.isArray(value) && !offered.includes(value)) return false;
  }
  const raw = { ...model.data, [name]: value };
  question.value = value === null || value.length === 0 ? undefined : value;
  return raw;
}

function run(model, { data, changes }) {
  model.data = data;
  const found = [{ raw: data, data: model.data, visible: visible(model) }];
  for (const change of changes) {
    const raw = answer(model, change);
    if (raw) found.push({ raw, data: model.data, visible: visible(model) });
  }
  return found;
}

function texts(model, locale) {
  model.locale = locale;
  return model.getAllQuestions().map((q) => [q.name, q.getType() === "html" ? q.html : q.title]);
}

function enough(model, cases, states) {
  const found = [];
  let count = 0;
  for (const one of cases) {
    if (count >= states) break;
    found.push(run(model, one));
    count += found.at(-1).length;
  }
  return found;
}

function prove({ name, json, words, states, cases }) {
  for (const [locale, strings] of Object.entries(words)) {
    core.surveyLocalization.setupLocale({ localeCode: locale, strings, nativeName: locale, englishName: locale });
  }
  const model = new core.SurveyModel(json);
  const told = Object.fromEntries(model.getUsedLocales().map((locale) => [locale, texts(model, locale)]));
  model.locale = json.locale;
  return {
    name,
    version: core.Version ?? core.version,
    errors: (model.jsonErrors ?? []).map((error) => error.message),
    findings: lintSurvey(json).findings.map((f) => `${f.severity} ${f.ruleId} ${f.path}: ${f.message}`),
    texts: told,
    cases: enough(model, cases, states),
  };
}

const given = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(given.map(prove)));
