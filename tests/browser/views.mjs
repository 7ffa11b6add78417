// Every tab, light and dark, on a desk and on a phone: drawn, within the page, and without a fault that axe-core knows.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const TABS = [
  ['coverage', '#/coverage'],
  ['country', '#/country/CHL/1973'],
  ['rates', '#/country/CHL/1931?measure=rate&paper=nyt'],
  ['all', '#/all?sort=waves&scale=shared'],
  ['world', '#/world/1931'],
  ['trust', '#/trust'],
];

export async function views(browser, file, out) {
  let [violations, seen] = [0, 0];
  for (const width of [1280, 390]) {
    for (const scheme of ['light', 'dark']) {
      for (const [name, hash] of TABS) {
        const page = await browser.open(file, hash, { width, scheme });
        const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        browser.check(beyond <= 0, `${page.where}: the page is ${beyond} px too wide`);
        const shares = scheme === 'light' ? await browser.drawn(page, '.plot svg') : [1];
        browser.check(
          shares.length > 0 && shares.every((share) => share > 0.01),
          `${page.where}: a picture is blank: ${shares.map((share) => share.toFixed(3))}`,
        );
        const found = await faults(page);
        violations += found.length;
        for (const fault of found) browser.check(false, `${page.where}: axe ${fault}`);
        if (scheme === 'light' || width === 1280)
          await page.screenshot({
            path: join(out, `${name}-${width}${scheme === 'dark' ? '-dark' : ''}.png`),
            fullPage: true,
          });
        seen += 1;
        await page.close();
      }
    }
  }
  return `${seen} views, axe-core: ${violations} violations`;
}

/** axe-core runs in a world of its own, where the page's policy does not hold it up. */
export async function faults(page) {
  const session = await page.createCDPSession();
  const { frameTree } = await session.send('Page.getFrameTree');
  const { executionContextId } = await session.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
    worldName: 'axe',
  });
  const run = (expression) =>
    session.send('Runtime.evaluate', {
      expression,
      contextId: executionContextId,
      awaitPromise: true,
      returnByValue: true,
    });
  await run(axe);
  const { result } = await run(`(${report})()`);
  await session.detach();
  return result.value ?? [`did not run: ${JSON.stringify(result)}`];
}

/** Runs in that world: each violation with the first places it stands at. */
async function report() {
  const { violations, passes } = await globalThis.axe.run(document, { resultTypes: ['violations'] });
  const at = ({ target, failureSummary }) => `${target} ${failureSummary}`;
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(at).join(' | ')}`);
  return passes.length > 15 ? found : [...found, `hardly ran: ${passes.length} rules`];
}
