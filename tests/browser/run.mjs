// The explorer in a real browser: node tests/browser/run.mjs EXPLORER.html OUT [LARGE.html [PROGRAM PIPELINE]]
// EXPLORER.html is that of the demonstration study. Screenshots and files go into OUT; with LARGE.html, 200 countries, it
// is measured how soon that can be used; with the PROGRAM and the study's PIPELINE, the explorer that it serves is used
// too. Ends with 1 if anything does not hold.

import { mkdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Browser } from './browser.mjs';
import { hostile } from './hostile.mjs';
import { live } from './live.mjs';
import { use } from './use.mjs';
import { TABS, views } from './views.mjs';

const [file, out, large, program, pipeline] = process.argv.slice(2).map((path) => resolve(path));
const downloads = join(out, 'downloads');
await rm(downloads, { recursive: true, force: true });
await mkdir(downloads, { recursive: true });

/** Milliseconds until each tab of the largest page can be used: the best of three, for the machine has other work. */
async function soon(browser) {
  const said = [];
  for (const [name, hash] of TABS.filter(([tab]) => tab !== 'rates')) {
    const times = [];
    for (let at = 0; at < 3; at += 1) {
      const page = await browser.open(large, hash.replace('CHL', 'C007'));
      times.push(Number(await page.evaluate(() => document.documentElement.dataset.ready)));
      if (at === 0) await page.screenshot({ path: join(out, `large-${name}.png`) });
      await page.close();
    }
    browser.check(Math.min(...times) <= 1000, `${name} of the largest page takes ${Math.min(...times)} ms`);
    said.push(`${name} ${Math.min(...times)} ms`);
  }
  return `${(await stat(large)).size} bytes: ${said.join(', ')}`;
}

const browser = await Browser.start(downloads);
const steps = [
  ['views', () => views(browser, file, out)],
  ['use', () => use(browser, file, downloads)],
  ['hostile', () => hostile(browser, file, out, downloads)],
];
if (large) steps.push(['200 countries', () => soon(browser)]);
if (program) steps.push(['live', () => live(browser, [program, pipeline], out)]);
for (const [name, step] of steps) {
  const start = Date.now();
  try {
    console.log(`${name}: ${await step()} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  } catch (error) {
    browser.check(false, `${name}: ${error.stack}`);
  }
}
await browser.stop();
for (const problem of browser.problems.slice(0, 60)) console.log(`FAIL  ${problem.slice(0, 600)}`);
console.log(browser.problems.length ? `${browser.problems.length} problems` : 'browser tests passed');
process.exitCode = browser.problems.length ? 1 : 0;
