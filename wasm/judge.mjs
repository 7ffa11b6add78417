// The example of the detector's README in WebAssembly: `node judge.mjs groundswell_wasm.wasm`.
import { readFile } from "node:fs/promises";

const { instance } = await WebAssembly.instantiate(await readFile(process.argv[2]), {});
const { set, judge, outcome } = instance.exports;

const [first, years] = [1910, 40];
for (let index = 0; index < years; index += 1) {
  const year = first + index;
  set(index, year === 1923 ? -1n : year === 1932 ? 31n : 4n);
}
const waves = judge(first, years);
const letters = Array.from({ length: years }, (_, index) => ".u-w"[outcome(index)]).join("");
console.log(`${waves} wave from ${first} on: ${letters}`);
