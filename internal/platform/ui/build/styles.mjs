// Compiles the style sheet: node styles.mjs FROM, to standard output. The set
// of classes is closed, so nothing has to be searched for them; that is why
// Tailwind's compiler is called directly and no native program is needed.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { compile } from "tailwindcss";

const require = createRequire(import.meta.url);
const from = path.resolve(process.argv[2]);

async function loadStylesheet(id, base) {
  const file = id.startsWith(".") ? path.resolve(base, id) : require.resolve(id);
  return { path: file, base: path.dirname(file), content: await readFile(file, "utf8") };
}

async function loadModule(id, base) {
  const file = require.resolve(id);
  return { path: file, base: path.dirname(file), module: (await import(file)).default };
}

const sheet = await compile(await readFile(from, "utf8"), { from, base: path.dirname(from), loadStylesheet, loadModule });
process.stdout.write(sheet.build([]));
