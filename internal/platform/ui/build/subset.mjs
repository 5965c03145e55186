// Cuts a font down to a few letters: node subset.mjs FROM TO LETTERS
import { readFile, writeFile } from "node:fs/promises";
import subset from "subset-font";

const [from, to, letters] = process.argv.slice(2);
await writeFile(to, await subset(await readFile(from), letters, { targetFormat: "woff2" }));
