// A real Chromium that tells of every error and lets no request leave.

import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer-core';

const PLACES = ['chromium', 'chromium-browser', 'google-chrome'].flatMap((name) =>
  ['/usr/bin', '/usr/local/bin', '/snap/bin'].map((folder) => join(folder, name)),
);
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-device-scale-factor=1',
  '--hide-scrollbars',
];

export class Browser {
  problems = [];

  static async start(downloads) {
    const browser = new Browser();
    browser.profile = await mkdtemp(join(tmpdir(), 'groundswell-browser-'));
    const executablePath = process.env.CHROMIUM ?? PLACES.find(existsSync);
    browser.chromium = await puppeteer.launch({
      executablePath,
      headless: true,
      args: FLAGS,
      userDataDir: browser.profile,
    });
    const session = await browser.chromium.target().createCDPSession();
    await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: downloads });
    return browser;
  }

  async stop() {
    await this.chromium.close();
    await rm(this.profile, { recursive: true, force: true });
  }

  /** What does not hold is a problem; the run goes on and ends with an error. */
  check(holds, what) {
    if (!holds) this.problems.push(what);
    return holds;
  }

  /** A page at a view of a file, or of an address that serves it, wholly drawn. Any console error, warning, dialog or
      request to anybody else is a problem. `answers`: what its questions get instead of the server's word;
      `troubled`: the console may say that some failed. */
  async open(
    file,
    hash = '',
    { width = 1280, height = 900, scheme = 'light', reduced = false, answers, troubled = false } = {},
  ) {
    const served = /^http:/.test(file);
    const page = await this.chromium.newPage();
    page.where = `${hash || 'start'} ${width} px ${scheme}`;
    const problem = (what) => this.problems.push(`${page.where}: ${what}`);
    page.on(
      'console',
      (message) =>
        ['error', 'warn', 'warning'].includes(message.type()) &&
        !troubled &&
        problem(`console: ${message.text()}`),
    );
    page.on('pageerror', (error) => problem(`error: ${error.stack ?? error}`));
    page.on('dialog', (dialog) => {
      problem(`a dialog: ${dialog.message()}`);
      dialog.dismiss();
    });
    page.on(
      'request',
      (request) =>
        (served && new URL(request.url()).origin === new URL(file).origin) ||
        /^(file|data|blob|about):/.test(request.url()) ||
        problem(`a request leaves: ${request.url()}`),
    );
    if (answers) {
      await page.setRequestInterception(true);
      page.on('request', (request) =>
        /\/(articles|headlines)\?/.test(request.url())
          ? request.respond(answers(request))
          : request.continue(),
      );
    }
    await page.setViewport({ width, height });
    await page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: scheme },
      { name: 'prefers-reduced-motion', value: reduced ? 'reduce' : 'no-preference' },
    ]);
    await page.goto((served ? file : pathToFileURL(file).href) + hash);
    await page.waitForFunction(() => document.documentElement.dataset.ready);
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    return page;
  }

  /** Share of the pixels of each picture that are not its ground, counted in a page of its own without a policy. */
  async drawn(page, selector) {
    const pictures = [];
    for (const element of await page.$$(selector))
      pictures.push(await element.screenshot({ encoding: 'base64' }));
    const counter = await this.chromium.newPage();
    const shares = [];
    for (const png of pictures) shares.push(await counter.evaluate(inked, png));
    await counter.close();
    await page.bringToFront();
    return shares;
  }
}

/** Runs in the page: the share of pixels that differ from the commonest colour. */
async function inked(png) {
  const image = await createImageBitmap(
    new Blob([Uint8Array.from(atob(png), (c) => c.charCodeAt(0))], { type: 'image/png' }),
  );
  const canvas = new OffscreenCanvas(image.width, image.height);
  const pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0);
  const pixels = new Uint32Array(pen.getImageData(0, 0, image.width, image.height).data.buffer);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  return 1 - Math.max(...counts.values()) / pixels.length;
}
