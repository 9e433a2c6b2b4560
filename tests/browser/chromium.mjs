// A real Chromium over its debugging pipe: no package, no port.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--remote-debugging-pipe",
];

/** One browser with one page; `close` ends it and removes all that it wrote. */
export async function open(program) {
  const folder = mkdtempSync(join(tmpdir(), "atg-browser-"));
  const child = spawn(program, [...FLAGS, `--user-data-dir=${join(folder, "profile")}`, "about:blank"], {
    // A browser that is killed leaves temporary folders of its own.
    env: { ...process.env, TMPDIR: folder },
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
  });
  const [, , , input, output] = child.stdio;
  const waiting = new Map();
  const listeners = [];
  let last = 0;
  let buffer = "";

  output.setEncoding("utf8");
  output.on("data", (text) => {
    buffer += text;
    const messages = buffer.split("\0");
    buffer = messages.pop();
    for (const message of messages.map((text) => JSON.parse(text))) {
      if (message.id !== undefined) {
        const { resolve, reject } = waiting.get(message.id);
        waiting.delete(message.id);
        if (message.error) reject(new Error(`${message.error.message} (${message.error.code})`));
        else resolve(message.result);
      } else {
        listeners.forEach((listener) => listener(message));
      }
    }
  });
  const gone = new Promise((_, reject) => child.once("exit", (code) => reject(new Error(`Chromium ended (${code})`))));
  gone.catch(() => {});

  const send = (method, params = {}, sessionId) => {
    const id = ++last;
    const answer = new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
    input.write(JSON.stringify({ id, method, params, sessionId }) + "\0");
    return Promise.race([answer, gone, timeout(60_000, method)]);
  };

  const { targetId } = await send("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
  const page = (method, params) => send(method, params, sessionId);
  for (const domain of ["Page", "Runtime", "Log", "Network"]) await page(`${domain}.enable`);

  return {
    page,
    on: (listener) => listeners.push(listener),
    /** The value of an expression in the page. */
    async value(expression) {
      const { result, exceptionDetails } = await page("Runtime.evaluate", {
        expression, awaitPromise: true, returnByValue: true,
      });
      if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
      return result.value;
    },
    async close() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await ended;
      try {
        // Its children may write a moment longer.
        rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
      } catch {
        // A temporary folder that stays is the system's to clear.
      }
    },
  };
}

function timeout(milliseconds, what) {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`${what}: no answer in ${milliseconds / 1000} s`)), milliseconds).unref();
  });
}
