// What a reader does: clicks a year, goes by keys alone, goes back, takes the files.

import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

const text = (page, selector) => page.$eval(selector, (node) => node.textContent);
const hash = (page) => page.evaluate(() => location.hash);
const settled = (page) => page.evaluate(() => new Promise((done) => setTimeout(done, 80)));

export async function use(browser, file, downloads) {
  await aYearIsClicked(browser, file);
  await keysAreEnough(browser, file);
  await choicesHaveAddresses(browser, file);
  await theWorldIsPlayed(browser, file);
  await filesAreTaken(browser, file, downloads);
  return 'years by pointer and by keys, addresses, the world, files';
}

async function aYearIsClicked(browser, file) {
  const page = await browser.open(file, '#/country/CHL/1900');
  const plot = await page.$('.plot');
  const { x, y, width } = await plot.boundingBox();
  await page.mouse.click(x + width * 0.7, y + 200);
  const year = (await hash(page)).split('/')[3];
  browser.check(year && year !== '1900', 'a click selects a year');
  browser.check((await text(page, '#year h3')).includes(`Chile ${year}`), 'the panel is of that year');
  await page.goto(page.url().replace(/CHL\/\d+/, 'CHL/1973'));
  await settled(page);
  const panel = await text(page, '#year');
  for (const words of [
    'mean of the 5 years before',
    'is more',
    'verdict: wave',
    'of 200 settings',
    'a wave too',
    'fewer would unflag it',
    'names Chile',
    'groundswell explain CHL 1973',
    'international: ',
  ]) {
    browser.check(panel.includes(words), `the year says “${words}”`);
  }
  const links = await page.$$eval('#year ol a', (all) => all.map(({ href, rel }) => [href, rel]));
  browser.check(
    links.length > 0 && links.every(([href, rel]) => /^https?:/.test(href) && rel.includes('noopener')),
    'the articles are links',
  );
  await page.goBack();
  await settled(page);
  browser.check((await text(page, '#year h3')).includes(`Chile ${year}`), 'going back shows the year before');
  await page.close();
}

/** From the top by Tab: every tab, choice, chart and button is reached, and its focus is seen. */
async function keysAreEnough(browser, file) {
  const page = await browser.open(file, '#/country/CHL/1973');
  const reached = new Set();
  for (let at = 0; at < 150; at += 1) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate(focusOf);
    if (!found) break;
    browser.check(found.seen, `the focus on ${found.name} is not seen`);
    reached.add(found.name);
  }
  const wanted = await page.$$eval(
    'nav a, .plot, .files button, .choice input:checked, #country-search, #theme, summary, .scroll',
    (all) =>
      all.map((node) =>
        `${node.tagName} ${node.getAttribute('aria-label') ?? node.textContent.trim() ?? ''}`.slice(0, 60),
      ),
  );
  for (const name of wanted) browser.check(reached.has(name), `Tab does not reach ${name}`);
  await page.focus('.plot');
  for (const [key, year] of [
    ['ArrowRight', 1974],
    ['ArrowLeft', 1973],
    ['PageUp', 1983],
    ['Home', 1851],
    ['End', 2017],
  ]) {
    await page.keyboard.press(key);
    browser.check(
      (await hash(page)) === `#/country/CHL/${year}`,
      `${key} leads to ${year}, not ${await hash(page)}`,
    );
    browser.check((await text(page, '#year h3')).includes(String(year)), `${key} shows ${year}`);
  }
  await page.goto(page.url().replace(/#.*/, '#/all'));
  await settled(page);
  await page.focus('.plot');
  for (const key of ['ArrowDown', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
  await settled(page);
  browser.check((await hash(page)).startsWith('#/country/'), 'Enter in the grid opens a country');
  await page.close();
}

/** Runs in the page: what has the focus, and whether that can be seen. Null: nothing of the page. */
function focusOf() {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const shown = node.matches('.choice input') ? node.nextElementSibling : node;
  const style = getComputedStyle(shown);
  return {
    name: `${node.tagName} ${node.getAttribute('aria-label') ?? node.textContent.trim() ?? ''}`.slice(0, 60),
    seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1,
  };
}

async function choicesHaveAddresses(browser, file) {
  const page = await browser.open(file, '#/country/CHL/1973');
  await page.click('label[for=measure-rate]');
  await settled(page);
  browser.check((await hash(page)) === '#/country/CHL/1973?measure=rate', 'a measure has an address');
  browser.check((await text(page, 'figure h3')).includes('per 10,000'), 'the chart is of the measure');
  browser.check(
    await page.evaluate(() => document.activeElement.id === 'measure-rate'),
    'the focus stays on the choice',
  );
  await page.goBack();
  await settled(page);
  browser.check(!(await text(page, 'figure h3')).includes('per 10,000'), 'going back shows the counts');
  await page.type('#country-search', 'port');
  await page.keyboard.press('Enter');
  await settled(page);
  browser.check(
    (await text(page, 'h2')).includes('Portugal'),
    'a country is found by the beginning of its name',
  );
  await page.select('#theme', 'dark');
  const dark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.select('#theme', 'light');
  const light = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  browser.check(dark !== light, 'the colours can be chosen');
  await page.goto(page.url().replace(/#.*/, '#/nowhere/%E0%A4%A'));
  await settled(page);
  browser.check(
    (await text(page, 'h2')).includes('seen of the newspapers'),
    'an unknown address shows the first page',
  );
  await page.close();
}

async function theWorldIsPlayed(browser, file) {
  const page = await browser.open(file, '#/world/1930', { reduced: true });
  await page.focus('#world-year');
  await page.keyboard.press('ArrowRight');
  await settled(page);
  browser.check((await hash(page)).startsWith('#/world/1931'), 'the slider goes a year on by a key');
  browser.check(
    (await page.$eval('#world-year', (node) => node.getAttribute('aria-valuetext'))).startsWith('1931'),
    'the slider says its year',
  );
  await page.focus('.player button');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => !location.hash.startsWith('#/world/1931'), { timeout: 5000 });
  await page.keyboard.press('Enter');
  browser.check((await text(page, '.player button')) === 'Play', 'playing can be stopped by a key');
  await page.close();
}

/** SVG, PNG and CSV of a figure: each is whole, the CSV has the chart's numbers. */
async function filesAreTaken(browser, file, downloads) {
  const page = await browser.open(file, '#/country/CHL/1973');
  for (const kind of ['SVG', 'PNG', 'CSV']) {
    await page.click(`.files button[aria-label^="Download ${kind}"]`);
    await downloaded(downloads, `groundswell-chl-sum-judged.${kind.toLowerCase()}`);
  }
  const path = (kind) => join(downloads, `groundswell-chl-sum-judged.${kind}`);
  const picture = await readFile(path('svg'), 'utf8');
  for (const part of ['<style>', 'Rule published', 'Source: ', 'Chile: articles', 'class="bar wave"'])
    browser.check(picture.includes(part), `the SVG has ${part}`);
  browser.check((await stat(path('png'))).size > 20000, 'the PNG is drawn');
  const rows = (await readFile(path('csv'), 'utf8')).trim().split('\r\n');
  browser.check(rows.length === 168, `the CSV has a row a year, not ${rows.length}`);
  browser.check(
    rows.find((row) => row.includes(',1973,'))?.includes(',47,18.2,'),
    'the CSV has the numbers of 1973',
  );
  const alone = await browser.chromium.newPage();
  await alone.goto(`file://${path('svg')}`);
  const [share] = await browser.drawn(alone, 'svg');
  browser.check(share > 0.05, 'the SVG stands alone');
  await alone.close();
  await page.close();
}

/** The text of a download, once it is there. */
export async function downloaded(folder, name) {
  for (let at = 0; at < 100; at += 1) {
    if ((await readdir(folder)).includes(name)) return readFile(join(folder, name), 'utf8');
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`${name} was not downloaded`);
}
