// Runs in the browser: turns XForms into Enketo forms, answers them as a respondent would, and tells what is visible.
// Bundled with enketo-core and enketo-transformer by enketo.mjs; widgets are left out (they only dress up inputs).
import { transform } from "enketo-transformer/web";
import { Form } from "enketo-core";

let form;

// Enketo's complaints, and ours when it does not show the language that was asked for.
window.load = async (xform, language) => {
  const made = await transform({ xform });
  document.body.innerHTML = made.form;
  const element = document.querySelector("form.or");
  form = new Form(element, { modelStr: made.model }, { language });
  const errors = form.init();
  const labels = [...element.querySelectorAll(".question-label.active[lang], .option-label.active[lang]")];
  const shown = new Set(labels.map((label) => label.lang).filter((lang) => lang));
  return [...shown].join() === language ? errors : [...errors, `shown in «${[...shown]}», not in «${language}»`];
};

function inputs(name) {
  const all = [...document.querySelectorAll(`form.or [name$="/${name}"], form.or [data-name$="/${name}"]`)];
  return all.filter((one) => !one.closest(".itemset-template"));
}

const hidden = (element) => element.closest(".disabled, .pre-init") !== null;

function answer(name, value) {
  const found = inputs(name).filter((one) => !hidden(one));
  if (!found.length) return;
  if (found[0].type === "radio" || found[0].type === "checkbox") {
    const wanted = new Set(value === "" ? [] : value.split(" "));
    const before = found.filter((one) => one.checked).map((one) => one.value).join(" ");
    for (const one of found) one.checked = wanted.has(one.value);
    if (before === found.filter((one) => one.checked).map((one) => one.value).join(" ")) return;
    const changed = found.find((one) => one.checked) ?? found[0];
    changed.dispatchEvent(new Event("change", { bubbles: true }));
  } else if (found[0].value !== value) {
    found[0].value = value;
    found[0].dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function visible(names) {
  const shown = {};
  for (const name of names) {
    const found = inputs(name).filter((one) => !hidden(one));
    shown[name] = found.length ? found.map((one) => one.value) : null;
  }
  return shown;
}

function kept(names) {
  const values = {};
  for (const name of names) {
    const node = form.model.xml.querySelector(`instance:not([id]) ${CSS.escape(name)}`);
    values[name] = node && !node.children.length ? node.textContent : "";
  }
  return values;
}

function notes(names) {
  return Object.fromEntries(names.map((name) => {
    const found = inputs(name);
    return [name, found.length > 0 && found.some((one) => !hidden(one))];
  }));
}

// Each vector is a list of [name, value] in the order asked; the form keeps what the vectors before it left.
window.run = ({ vectors, names, told }) => vectors.map((vector) => {
  for (const [name, value] of vector) answer(name, value);
  return { shown: visible(names), kept: kept(names), told: notes(told) };
});
