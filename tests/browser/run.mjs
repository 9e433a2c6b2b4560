// The HTML report in a real Chromium: no error, no request to anywhere, a filter that narrows, light and dark.
//
//   ATG_TEST_ATG=target/release/atg ATG_TEST_CHROMIUM=chromium node tests/browser/run.mjs
//
// Screenshots stay in target/browser/ (or ATG_TEST_SCREENSHOTS) for people to look at.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import assert from "node:assert/strict";

import { open } from "./chromium.mjs";
import { estate, harmful } from "./estates.mjs";

const atg = resolve(process.env.ATG_TEST_ATG ?? "target/release/atg");
const program = process.env.ATG_TEST_CHROMIUM ?? "chromium";
const pictures = resolve(process.env.ATG_TEST_SCREENSHOTS ?? "target/browser");
const folder = mkdtempSync(join(tmpdir(), "atg-reports-"));
mkdirSync(pictures, { recursive: true });

const run = (...words) => execFileSync(atg, words, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
const report = (name) => pathToFileURL(join(folder, name)).href;

/** Two estates as documents, compared into an HTML file. */
function compared(name, source, target, ...command) {
  writeFileSync(join(folder, `${name}-source.json`), JSON.stringify(source));
  writeFileSync(join(folder, `${name}-target.json`), JSON.stringify(target));
  const sides = ["--source", `file:${name}-source.json`, "--target", `file:${name}-target.json`];
  run(...command, ...sides, "--output", `${name}.html`);
  return report(`${name}.html`);
}

/** Opens a page and collects whatever went wrong or left the machine. */
async function visit(browser, url) {
  const faults = [];
  browser.on(({ method, params }) => {
    if (method === "Runtime.exceptionThrown") faults.push(`exception: ${params.exceptionDetails.text}`);
    if (method === "Runtime.consoleAPICalled" && params.type === "error") faults.push(`console: ${JSON.stringify(params.args)}`);
    if (method === "Log.entryAdded") faults.push(`log: ${params.entry.text}`);
    if (method === "Page.javascriptDialogOpening") faults.push(`dialog: ${params.message}`);
    if (method === "Network.requestWillBeSent" && params.request.url !== url) faults.push(`request: ${params.request.url}`);
  });
  const loaded = new Promise((done) => browser.on(({ method }) => method === "Page.loadEventFired" && done()));
  await browser.page("Page.navigate", { url });
  await loaded;
  return faults;
}

const rows = (section) =>
  `Number(document.querySelector("#${section} output").textContent.match(/^[\\d,]+/)[0].replaceAll(",", ""))`;

async function type(browser, section, text) {
  await browser.value(`document.querySelector("#${section} input").focus()`);
  await browser.page("Input.insertText", { text });
  await browser.value("new Promise((done) => setTimeout(done, 300))");
}

async function picture(browser, name, scheme, width = 1280) {
  await browser.page("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
  await browser.page("Emulation.setDeviceMetricsOverride", { width, height: 1000, deviceScaleFactor: 1, mobile: false });
  await browser.value("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 150)))");
  const { data } = await browser.page("Page.captureScreenshot", { format: "png", captureBeyondViewport: false });
  writeFileSync(join(pictures, `${name}-${scheme}.png`), Buffer.from(data, "base64"));
  return browser.value("getComputedStyle(document.body).backgroundColor");
}

const cases = {
  async "the example opens without error or request, in light and in dark"(browser) {
    run("demo", "tenants");
    const faults = await visit(browser, report("tenants/report.html"));
    assert.match(await browser.value("document.querySelector('.hero').textContent"), /30\.8/);
    assert.equal(await browser.value(rows("missing")), 1158);
    const light = await picture(browser, "example", "light");
    const dark = await picture(browser, "example", "dark");
    assert.notEqual(light, dark, "light and dark look alike");
    await picture(browser, "example-narrow", "light", 420);
    const wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1";
    assert.ok(await browser.value(wide), "the page scrolls sideways on a telephone");
    assert.deepEqual(faults, []);
  },

  async "a filter that is typed in narrows the table, and sorting sorts it"(browser) {
    const faults = await visit(browser, report("tenants/report.html"));
    const before = await browser.value(rows("missing"));
    await type(browser, "missing", "Compute/virtualMachines");
    const after = await browser.value(rows("missing"));
    assert.ok(after > 0 && after < before, `${after} of ${before}`);
    const drawn = "[...document.querySelectorAll('#missing .body [role=row]')].map((row) => row.textContent)";
    const texts = await browser.value(drawn);
    assert.ok(texts.length > 0 && texts.every((text) => /compute\/virtualmachines/i.test(text)), texts.join("\n"));
    const first = "document.querySelector('#missing .body [role=row]').textContent";
    await browser.value("document.querySelector('#missing .heads button').click()");
    const ascending = await browser.value(first);
    await browser.value("document.querySelector('#missing .heads button').click()");
    assert.notEqual(await browser.value(first), ascending);
    await type(browser, "missing", " no such thing");
    assert.equal(await browser.value("document.querySelector('#missing .empty').textContent"), "Nothing matches.");
    await picture(browser, "filtered", "light");
    assert.deepEqual(faults, []);
  },

  async "names that are markup stay text"(browser) {
    const [source, target] = harmful();
    const url = compared("harmful", source, target, "compare", "--show-missing", "--show-extra", "--show-changed");
    const faults = await visit(browser, url);
    assert.match(await browser.value("document.body.textContent"), /<script>alert/);
    assert.equal(await browser.value("document.scripts.length"), 2, "the data and the program");
    assert.equal(await browser.value("document.images.length"), 0);
    await picture(browser, "harmful", "light");
    assert.deepEqual(faults, []);
  },

  async "fifty thousand rows are found, sorted and scrolled"(browser) {
    const url = compared("many", estate(50_000), estate(0), "fidelity");
    const faults = await visit(browser, url);
    assert.equal(await browser.value(rows("missing")), 50_000);
    const drawn = await browser.value("document.querySelectorAll('#missing .body [role=row]').length");
    assert.ok(drawn < 200, `${drawn} rows are in the document`);
    await browser.value("document.querySelector('#missing .sheet').scrollTop = 1e9");
    await browser.value("new Promise((done) => setTimeout(done, 300))");
    assert.match(await browser.value("document.querySelector('#missing .body').lastElementChild.textContent"), /\w/);
    await type(browser, "missing", "vm-049999");
    assert.equal(await browser.value(rows("missing")), 1);
    assert.deepEqual(faults, []);
  },
};

let failed = 0;
try {
  for (const [name, test] of Object.entries(cases)) {
    const browser = await open(program);
    try {
      await test(browser);
      console.log(`ok: ${name}`);
    } catch (error) {
      failed += 1;
      console.error(`FAILED: ${name}\n${error.stack}`);
    } finally {
      await browser.close();
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${Object.keys(cases).length - failed} passed, ${failed} failed`);
console.log(`screenshots: ${pictures}`);
process.exit(failed ? 1 : 0);
