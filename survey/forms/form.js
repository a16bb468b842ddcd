// The form in the browser: one step at a time, answers kept in this tab, checked, offered as files.
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const make = (tag, text, parent) => {
    const element = document.createElement(tag);
    element.textContent = text;
    parent.append(element);
    return element;
  };

  const spec = JSON.parse($("#spec").textContent);
  const words = spec.words;
  const form = $("#form");
  const inputs = all("[name]", form);
  const steps = all("[data-step]");
  const exclusive = new Set(spec.questions.flatMap((q) => q.exclusive ?? []));
  const KEY = `svar:${spec.id}:${spec.version}`;
  const invited = new URLSearchParams(location.search).get("id");
  const state = { typed: {}, submitted: "", respondent: invited ?? "w" + crypto.getRandomValues(new Uint32Array(2)).join("-") };
  let routed, current, looked;

  // Answers: kept in this tab for a reload or the other language; where storage is closed, the form still works.
  function restore() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEY));
      if (kept && (!invited || kept.respondent === invited)) Object.assign(state, kept);
    } catch {}
    const typed = { __proto__: null, ...state.typed };
    for (const input of inputs)
      if (choosable(input)) input.checked = typed[input.name] === input.value;
      else input.value = typed[input.name] ?? "";
    collect();
  }

  function save() {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(state));
    } catch {}
  }

  const choosable = (input) => input.type === "radio" || input.type === "checkbox";

  function collect() {
    state.typed = { __proto__: null };
    for (const input of inputs)
      if (choosable(input) ? input.checked : input.value !== "") state.typed[input.name] = input.value;
    save();
    refresh();
  }

  // Shown
  function refresh() {
    routed = route(spec.questions, state.typed);
    for (const [name, verdicts] of [["question", routed.shown], ["column", routed.asked], ["offered", routed.offered]])
      for (const element of all("[data-" + name + "]")) element.hidden = !verdicts[element.dataset[name]];
    for (const button of all("[data-clear]")) button.hidden = !inputsOf(button).some(({ name }) => state.typed[name]);
    all("[data-longest]").forEach(count);
    all("[data-error]").forEach((message) => message.hidden || recheck(message));
    if (current) progress();
  }

  const inputsOf = (element) => all("[name]", element.closest("[data-question]"));
  const asks = (place) => all("[data-question]", place).some((q) => !q.hidden);
  const visible = () => steps.filter((step) => !step.dataset.part || asks(step));

  function progress() {
    const shown = visible();
    const part = current.dataset.part;
    const parts = [...new Set(shown.map((step) => step.dataset.part).filter(Boolean))];
    const text = part ? fill(words.progress, { part: parts.indexOf(part) + 1, parts: parts.length }) : "";
    if (part) $(".progress", current).textContent = text;
    const next = shown[shown.indexOf(current) + 1]?.dataset.step;
    $("#next").textContent = current.dataset.next ?? words[next === "review" ? "review" : "next"];
    $("#next").hidden = !next;
    $("#back").hidden = current === shown[0];
    $("#look").hidden = !looked || !part || next === "review";
    document.title = [...new Set([$("h1", current).textContent, text, spec.title])].filter(Boolean).join(" – ");
  }

  function show(key) {
    const shown = visible();
    current = shown.find((step) => step.dataset.step === key && (key !== "receipt" || state.submitted)) ?? shown[0];
    for (const step of steps) step.classList.toggle("current", step === current);
    $("#errors").hidden = true;
    for (const message of all("[data-error]")) mark(message, "");
    if (key === "review") review();
    if (key === "receipt") all("[data-file]").forEach(offer);
    progress();
  }

  function arrive() {
    show(location.hash.slice(1));
    $("h1", current).focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  function go(distance) {
    const shown = visible();
    location.hash = shown[shown.indexOf(current) + distance].dataset.step;
  }

  function count(text) {
    const left = text.dataset.longest - text.value.trim().length;
    const near = left <= Math.min(200, text.dataset.longest / 10);
    const said = near ? fill(left < 0 ? words.over : words.left, { count: Math.abs(left) }) : "";
    const place = $("#c-" + text.name);
    if (place.textContent !== said) place.textContent = said;
  }

  // Checks
  function problems(step) {
    return spec.questions.filter(({ id }) => routed.shown[id]).flatMap(problemsOf).map(([name, error]) => {
      const message = $("#e-" + name);
      return { name, error, message, step: message.closest("[data-step]") };
    }).filter((p) => step.dataset.step === "review" || p.step === step);
  }

  function problemsOf(question) {
    const { type, required, columns, id } = question;
    const empty = ({ name, kind }) => required && kind !== "text" && routed.asked[name] && routed.answers[name] === null;
    const say = words.errors[type];
    if (type === "battery") return columns.filter(empty).map((column) => [column.name, say]);
    if (type === "multiple" || type === "single") return columns.some(empty) ? [[id, say]] : [];
    const typed = (state.typed[id] ?? "").trim();
    const error = typed ? faultOf(question, routed.answers[id], typed) : required && say;
    return error ? [[id, error]] : [];
  }

  function faultOf({ type, low, high, decimals, longest, errors }, value, typed) {
    if (type === "text") return typed.length > longest && fill(words.errors.long, { count: typed.length - longest });
    if (value === null) return words.errors["not_a_" + type];
    const read = type === "number" ? Number : String;
    if ((value.split(".")[1] ?? "").length > decimals) return errors.decimals;
    if (read(value) < low) return errors.low;
    return read(value) > high && errors.high;
  }

  const fieldOf = (message) => message.closest("fieldset, .field");

  function mark(message, error) {
    message.hidden = !error;
    message.textContent = error;
    const field = fieldOf(message);
    field.classList.toggle("wrong", Boolean(error));
    for (const input of all("input[type=text], textarea", field)) input.setAttribute("aria-invalid", Boolean(error));
  }

  function recheck(message) {
    mark(message, problems(current).find((p) => p.message === message)?.error ?? "");
  }

  function report(found) {
    const box = $("#errors");
    box.replaceChildren();
    make("h2", fill(words.errors_found, { count: found.length }), box);
    const list = make("ul", "", box);
    for (const problem of found) {
      const question = $(`[data-text="${problem.name}"]`).textContent;
      const link = make("a", fill(words.entry, { error: problem.error, question }), make("li", "", list));
      link.href = "#e-" + problem.name;
      link.onclick = (event) => jump(event, problem);
      if (problem.step === current) mark(problem.message, problem.error);
    }
    box.hidden = false;
    document.title = words.error_prefix + document.title.replace(words.error_prefix, "");
    box.focus();
  }

  function jump(event, problem) {
    event.preventDefault();
    if (problem.step !== current) {
      history.pushState(null, "", "#" + problem.step.dataset.step);
      show(problem.step.dataset.step);
      for (const { message, error } of problems(current)) mark(message, error);
    }
    all("input, textarea", fieldOf(problem.message)).find((input) => !input.closest("[hidden]")).focus();
  }

  // Looking over, and the file
  function review() {
    looked = true;
    for (const place of all("[data-answers]")) {
      const given = all(`.question[data-question="${place.dataset.answers}"] [name]`).filter(counts);
      place.replaceChildren();
      for (const input of given) {
        const line = make("p", "", place);
        const row = input.closest(".row");
        if (row) make("span", $("legend", row).textContent, line);
        const unit = $(".unit", input.parentElement)?.textContent ?? "";
        make("strong", choosable(input) ? input.labels[0].textContent : `${input.value} ${unit}`, line);
      }
      if (!given.length) make("p", words.unanswered, place).className = "unanswered";
    }
    for (const part of all("#answers section")) part.hidden = !asks(part);
  }

  const counts = (input) => choosable(input)
    ? input.checked && routed.answers[input.name] === input.value
    : routed.asked[input.name] && input.value.trim() !== "";

  const row = () => ({
    [spec.respondent]: state.respondent,
    submitted: state.submitted,
    language: spec.language,
    ...routed.answers,
    data_origin: null,
  });
  const cell = (value) => (/[",\r\n]/.test(value ?? "") ? '"' + value.replaceAll('"', '""') + '"' : value ?? "");
  const FILES = {
    csv: () => [Object.keys(row()), Object.values(row())].map((line) => line.map(cell).join(",") + "\n").join(""),
    json: () => JSON.stringify({ questionnaire: spec.id, version: spec.version, answers: row() }, null, 2) + "\n",
  };

  function offer(link) {
    const kind = link.dataset.file;
    link.href = URL.createObjectURL(new Blob([FILES[kind]()], { type: "text/" + kind + ";charset=utf-8" }));
    link.download = `${spec.id}-${state.respondent.replace(/[^\w-]/g, "_")}.${kind}`;
  }

  // Events
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { step } = current.dataset;
    const found = problems(current);
    if (found.length) return report(found);
    if (step === "review") state.submitted = new Date().toISOString().slice(0, 19) + "Z";
    save();
    const last = steps.at(-2);
    if (event.submitter?.id !== "look") return go(1);
    location.hash = (problems(last)[0]?.step ?? last).dataset.step;
  });
  form.addEventListener("input", ({ target }) => {
    if (target.checked)
      for (const other of inputsOf(target))
        if (other !== target && (exclusive.has(target.name) || exclusive.has(other.name))) other.checked = false;
    collect();
  });
  form.addEventListener("click", ({ target }) => {
    if (target.id === "back") go(-1);
    if (target.id === "erase" && confirm(words.really_erase)) {
      sessionStorage.removeItem(KEY);
      location.replace(location.href.split("#")[0]);
    }
    if (!("clear" in target.dataset)) return;
    for (const input of inputsOf(target)) choosable(input) ? (input.checked = false) : (input.value = "");
    collect();
    inputsOf(target)[0].focus();
  });
  for (const link of all("[data-language]")) link.onclick = () => (link.hash = location.hash);
  onhashchange = arrive;
  $(".skip").onclick = (event) => {
    event.preventDefault();
    $("h1", current).focus();
  };

  restore();
  show(location.hash.slice(1));
  document.documentElement.classList.add("js");
})();
