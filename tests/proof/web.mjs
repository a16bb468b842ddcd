// Drives the web form in Chromium: the file and the server's pages, by keyboard and by pointer, with axe-core on every step.
// In (standard input): {chromium, out, walks: [{name, face, url, hand, script, axe, answers, shots}]}.
// Out: the same list with {name, steps, stored, violations, wide, said}. First argument: a node_modules folder.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const modules = resolve(process.argv[2]);
const require = createRequire(join(modules, "package.json"));
const { chromium } = require("playwright-core");
const AXE = readFileSync(join(modules, "axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const WIDTHS = [320, 640, 1280]; // 640 is 1280 at 200 % zoom
const given = JSON.parse(readFileSync(0, "utf8"));
mkdirSync(given.out, { recursive: true });

// Which step is shown, and where the fields are; reading only.
const stepOf = (page) => page.evaluate(() =>
  (document.querySelector("section.current") ?? document.querySelector("section[data-step]")).dataset.step);
const fieldsOf = (page) => page.evaluate(() =>
  [...document.querySelectorAll("#form [name]:not([type=hidden]):not(button)")]
    .filter((field) => field.getClientRects().length)
    .map(({ name, value, type, checked }) => ({ name, value, type, checked })));
const focused = (page) => page.evaluate(() => {
  const at = document.activeElement;
  return { tag: at.tagName, id: at.id, name: at.name ?? "", value: at.value ?? "", type: at.type ?? "", checked: at.checked ?? false };
});

async function fill(page, answers) {
  for (let round = 0; round < 3; round++)
    for (const { name, value, type, checked } of await fieldsOf(page)) {
      const wanted = answers[name];
      const field = page.locator(`[name="${name}"]` + (type === "radio" || type === "checkbox" ? `[value="${value}"]` : ""));
      if (type === "radio" || type === "checkbox") {
        if (wanted === value && !checked) await field.check();
      } else if (wanted && value !== wanted) await field.fill(wanted);
    }
}

// By keyboard only: Tab goes from field to field, arrows and space choose, Enter presses the button.
async function type(page, answers) {
  const done = new Set();
  for (let press = 0; press < 400; press++) {
    if (press) await page.keyboard.press("Tab");
    const at = await focused(page);
    if (at.id === "next") return leave(page, () => page.keyboard.press("Enter"));
    const wanted = answers[at.name];
    if (!wanted || (done.has(at.name) && at.type !== "checkbox")) continue;
    done.add(at.name);
    if (at.type === "radio") await choose(page, wanted);
    else if (at.type === "checkbox") wanted !== at.value || at.checked || (await page.keyboard.press("Space"));
    else if (at.tag === "TEXTAREA" || at.type === "text") at.value || (await page.keyboard.type(wanted));
  }
  throw new Error("no way to the next step with the Tab key");
}

// A page from the server is loaded anew, also when it is the same one with errors.
async function leave(page, press) {
  if (!(await page.locator("html.served").count())) return press();
  await Promise.all([page.waitForNavigation({ waitUntil: "load" }), press()]);
}

async function choose(page, wanted) {
  await page.keyboard.press("Space");
  for (let press = 0; press < 40 && (await focused(page)).value !== wanted; press++) await page.keyboard.press("ArrowDown");
}

// The first step without answers: the summary takes the focus, and its first link leads into a field.
async function stumble(page, walk) {
  await (walk.hand === "keyboard" ? type(page, {}) : leave(page, () => page.click("#next")));
  await page.waitForSelector("#errors:not([hidden])");
  const summary = (await focused(page)).id;
  await look(page, walk, "errors");
  if (walk.hand === "keyboard") {
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
  } else await page.click("#errors a");
  await page.waitForTimeout(50);
  const { tag, name } = await focused(page);
  walk.found.said = { errors: await page.locator("#errors li").count(), summary, link: `${tag} ${name}` };
}

async function look(page, walk, step) {
  if (walk.axe) {
    if (!(await page.evaluate("window.axe !== undefined"))) await page.evaluate(AXE);
    const result = await page.evaluate(`axe.run(document, {runOnly: ${JSON.stringify(TAGS)}, resultTypes: ["violations"]})`);
    for (const { id, nodes } of result.violations)
      walk.found.violations.push(`${step}: ${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
    walk.found.checks += 1;
  }
  for (const width of walk.widths ? WIDTHS : []) {
    await page.setViewportSize({ width, height: 800 });
    if (await page.evaluate(() => document.scrollingElement.scrollWidth > innerWidth)) walk.found.wide.push(`${step} ${width}`);
  }
  for (const width of walk.shots ?? []) {
    await page.setViewportSize({ width, height: 800 });
    await page.screenshot({ path: join(given.out, `${walk.name}-${step}-${width}.png`), fullPage: true });
  }
  if (walk.keep) writeFileSync(join(given.out, `${walk.name}-${step}.html`), await page.content());
}

async function stored(page, walk) {
  if (walk.face === "server")
    return Object.fromEntries(await page.$$eval("tbody tr", (rows) => rows.map(({ cells }) => [cells[0].textContent, cells[1].textContent])));
  const waiting = page.waitForEvent("download");
  if (walk.hand === "keyboard") {
    while (!(await page.evaluate(() => document.activeElement.dataset.file === "json"))) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
  } else await page.click('[data-file="json"]');
  const { answers } = JSON.parse(readFileSync(await (await waiting).path(), "utf8"));
  return Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== null));
}

async function run(browser, walk) {
  walk.found = { name: walk.name, steps: [], checks: 0, violations: [], wide: [], said: null, refused: [] };
  const context = await browser.newContext({ javaScriptEnabled: walk.script, viewport: { width: 360, height: 800 }, acceptDownloads: true });
  const page = await context.newPage();
  page.on("pageerror", (error) => walk.found.refused.push(String(error)));
  page.on("console", (message) => message.type() === "error" && !message.text().includes("422") && walk.found.refused.push(message.text()));
  await page.goto(walk.url);
  for (let turn = 0; turn < 300; turn++) {
    const step = await stepOf(page);
    walk.found.steps.push(step);
    await look(page, walk, step);
    if (step === "receipt") break;
    if (walk.stumble === step) await stumble(page, walk);
    await (walk.hand === "keyboard" ? type(page, walk.answers) : fill(page, walk.answers).then(() => leave(page, () => page.click("#next"))));
    await page.waitForTimeout(20);
    const refused = await page.locator("#errors:not([hidden]) li").allTextContents();
    if (refused.length && (await stepOf(page)) === step) throw new Error(`${walk.name} ${step}: ${refused.join("; ")}`);
  }
  walk.found.stored = await stored(page, walk);
  await context.close();
  return walk.found;
}

const browser = await chromium.launch({ executablePath: given.chromium, args: ["--no-sandbox"] });
const found = [];
for (const walk of given.walks) {
  const start = Date.now();
  try {
    found.push(await run(browser, walk));
  } catch (error) {
    found.push({ ...walk.found, failed: String(error) });
  }
  process.stderr.write(`${walk.name}: ${found.at(-1).steps.length} steps in ${((Date.now() - start) / 1000).toFixed(0)} s\n`);
}
await browser.close();
process.stdout.write(JSON.stringify(found));
