// Opens XForms in Enketo (enketo-core in Chromium) and answers them. In (standard input): {chromium, out, forms: [{xform,
// language, vectors, names, told}]}. Out: [{errors, states, seconds}] in the same order. First argument: a node_modules folder.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const modules = resolve(process.argv[2]);
const require = createRequire(join(modules, "package.json"));
const esbuild = require("esbuild");
const { chromium } = require("playwright-core");
const here = dirname(fileURLToPath(import.meta.url));
const core = join(modules, "enketo-core");
const given = JSON.parse(readFileSync(0, "utf8"));

const own = {
  "enketo/config": join(core, "config.js"),
  "enketo/translator": join(core, "src/js/fake-translator.js"),
  "enketo/dialog": join(core, "src/js/fake-dialog.js"),
  "enketo/file-manager": join(core, "src/js/file-manager.js"),
  "enketo/xpath-evaluator-binding": join(core, "src/js/xpath-evaluator-binding.js"),
  "enketo-transformer/web": join(modules, "enketo-transformer/dist/enketo-transformer/web/transformer.js"),
};
const plain = {
  name: "no-widgets",
  setup(build) {
    build.onResolve({ filter: /^enketo\/widgets$/ }, () => ({ path: "widgets", namespace: "none" }));
    build.onLoad({ filter: /.*/, namespace: "none" }, () => ({ contents: "export default [];" }));
  },
};
const bundle = await esbuild.build({
  entryPoints: [join(here, "enketo_page.js")],
  bundle: true, write: false, format: "iife", alias: own, plugins: [plain], nodePaths: [modules],
  external: ["libxslt"], // only for its node face
  define: { "process.env.NODE_ENV": '"test"', global: "window" }, logLevel: "error",
});
const script = bundle.outputFiles[0].text;

const browser = await chromium.launch({ executablePath: given.chromium, args: ["--no-sandbox"] });
const results = [];
for (const { xform, language, ...task } of given.forms) {
  const start = Date.now();
  const page = await browser.newPage();
  const said = [];
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("console", (message) => message.type() === "error" && said.push(message.text()));
  // A plain address: pages without one have no storage, which Enketo asks for.
  await page.route("**/*", (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><link rel=icon href=data:,><body></body>" }));
  await page.goto("http://localhost/form");
  await page.addScriptTag({ content: script });
  const errors = await page.evaluate(([form, lang]) => window.load(form, lang), [xform, language]);
  const states = await page.evaluate((one) => window.run(one), task);
  if (given.out && !results.length) writeFileSync(join(given.out, "enketo.png"), await page.screenshot());
  results.push({ errors: [...errors, ...said], states, seconds: (Date.now() - start) / 1000 });
  await page.close();
}
await browser.close();
process.stdout.write(JSON.stringify(results));
