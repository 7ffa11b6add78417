// Findings whose every text is hostile: nothing runs, nothing leaves, every tab is drawn.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { downloaded } from './use.mjs';

export const TEXTS = [
  '</script><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "' onfocus=alert(1) autofocus x='",
  '\u202edesrever\u2066',
  '=cmd|calc',
  '__proto__',
  '\u0000\u001b[31m',
  'W'.repeat(5_000),
];
export const ADDRESSES = [
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'https://example.org/"onmouseover="alert(1)',
  'file:///etc/passwd',
  '//example.org/x',
];

export async function hostile(browser, file, out, downloads) {
  const page = await readFile(file, 'utf8');
  const [begin, end] = ['<script type="application/json" id="data">', '</script>'];
  const from = page.indexOf(begin) + begin.length;
  const to = page.indexOf(end, from);
  const data = JSON.parse(page.slice(from, to));
  spoil(data);
  const block = JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const spoilt = join(out, 'hostile.html');
  await writeFile(spoilt, page.slice(0, from) + block + page.slice(to));
  for (const hash of [
    '#/coverage',
    `#/country/${encodeURIComponent(data.countries[0].code)}/1973`,
    '#/country/CHL/1973',
    '#/all',
    '#/world/1973',
    '#/trust',
  ]) {
    const view = await browser.open(spoilt, hash, { width: 390 });
    browser.check(
      (await view.$$('.plot svg')).length > 0,
      `${view.where}: nothing is drawn of hostile findings`,
    );
    const beyond = await view.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    browser.check(beyond <= 0, `${view.where}: hostile titles make the page ${beyond} px too wide`);
    const bad = await view.$$eval('a[href]', (all) =>
      all.map((node) => node.getAttribute('href')).filter((href) => !/^(#|https?:|data:,$)/.test(href)),
    );
    browser.check(bad.length === 0, `${view.where}: a link leads to ${bad[0]}`);
    browser.check(
      (await view.$$('main script, main img, main iframe, [onerror], [onload], [onfocus]')).length === 0,
      `${view.where}: a text became an element`,
    );
    await view.close();
  }
  await formulasAreText(browser, spoilt, downloads);
  return `${TEXTS.length} texts and ${ADDRESSES.length} addresses in every tab`;
}

/** No cell of a CSV begins as a formula does, unless it is a number. */
async function formulasAreText(browser, file, downloads) {
  const page = await browser.open(file, '#/all');
  await page.click('.files button[aria-label^="Download CSV"]');
  const csv = await downloaded(downloads, 'groundswell-all-countries-judged.csv');
  const cells = csv.split(/[\r\n,]+/).map((cell) => cell.replace(/^"/, ''));
  const formula = cells.find((cell) => /^[=+\-@]/.test(cell) && Number.isNaN(Number(cell)));
  browser.check(formula === undefined, `a cell is a formula: ${formula}`);
  browser.check(
    cells.some((cell) => cell.startsWith("'=cmd")),
    'the text of the formula is there',
  );
  await page.close();
}

/** Puts hostile texts wherever a text of the world stands; codes of one country too. */
function spoil(data) {
  let at = 0;
  const next = () => TEXTS[at++ % TEXTS.length];
  Object.assign(data.study, {
    title: 'W'.repeat(1_000_000),
    source_line: next(),
    rule_sentence: next(),
    notes: TEXTS,
    provenance: TEXTS.map((text) => [text, text]),
  });
  for (const paper of data.study.newspapers) paper.title = next();
  for (const gap of data.gaps) Object.assign(gap, { what: next(), citation: next() });
  for (const country of data.countries) {
    country.label = next();
    for (const series of country.series)
      Object.assign(series, { unit: next(), warnings: TEXTS, title: next() });
  }
  data.countries[1].label = 'W'.repeat(1_000_000);
  data.countries[0].code = TEXTS[1];
  data.readings.forEach((reading) => reading.splice(0, 2, next(), next()));
  data.evidence.bases = data.evidence.bases.map(next);
  for (const years of Object.values(data.evidence.cells)) {
    for (const [, rows] of Object.values(years))
      rows.forEach((row, place) =>
        Object.assign(row, {
          2: ADDRESSES[place % ADDRESSES.length],
          3: next().slice(0, 200),
          6: next().slice(0, 300),
        }),
      );
  }
}
