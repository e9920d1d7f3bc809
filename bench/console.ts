import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { z } from 'zod';
import { findChromium } from '../console/e2e/chromium.ts';
import { type Bench, median, Owner, report, rounded } from './support/bench.ts';
import { fill } from './support/crowd.ts';

const lighthouse = join(import.meta.dirname, 'peers/node_modules/lighthouse/cli/index.js');
const run = promisify(execFile);
const rounds = 5;

/** P12: what a browser loads on its first visit, and the scores of Lighthouse, on a phone (its default) and on a desktop. */
export async function consoleBench({ url, sql, rows }: Bench): Promise<void> {
  const owner = await new Owner(url).signUp('console');
  await fill(sql, owner, Math.min(rows, 10_000));
  const signIn = await scriptsOf(`${url}/sign-in`, null, '[type=password]');
  const users = await scriptsOf(`${url}/users`, owner.cookie, '[data-row]');
  for (const [name, files] of Object.entries({ 'sign-in': signIn, users })) {
    const kilobytes = files.reduce((sum, bytes) => sum + bytes, 0) / 1000;
    const details = { files: files.length };
    report(`console, ${name}`, { rows: 0, ratio: kilobytes, goal: 250, unit: 'kB', details });
  }
  if (!existsSync(lighthouse)) {
    console.error('Lighthouse is not installed: run "npm ci --prefix bench/peers" to have it judge the console.');
    return;
  }
  for (const [device, preset] of Object.entries({ phone: [], desk: ['--preset=desktop'] })) {
    const scores: number[] = [];
    for (let round = 0; round < rounds; round++) scores.push(await judge(`${url}/sign-in`, preset));
    const score = { rows: 0, ratio: median(scores), goal: 0.95, unit: 'of 1', atLeast: true, details: { scores } };
    report(`console, Lighthouse, ${device}`, score);
  }
}

/** The compressed sizes of all scripts that a page loads until its main content is visible and the network is idle. */
async function scriptsOf(url: string, cookie: string | null, seen: string): Promise<number[]> {
  const browser = await chromium.launch({ executablePath: findChromium(), args: asRoot });
  try {
    const context = await browser.newContext({ extraHTTPHeaders: cookie === null ? {} : { cookie } });
    const page = await context.newPage();
    const scripts: Promise<number>[] = [];
    page.on('response', (answer) => {
      if (answer.request().resourceType() === 'script')
        scripts.push(answer.body().then((body) => gzipSync(body, { level: 9 }).length));
    });
    await page.goto(url);
    await page.locator(seen).first().waitFor();
    await page.waitForLoadState('networkidle');
    return await Promise.all(scripts);
  } finally {
    await browser.close();
  }
}

const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const verdict = z.object({ categories: z.object({ performance: z.object({ score: z.number() }) }) });

async function judge(url: string, preset: string[]): Promise<number> {
  const { stdout } = await run(
    process.execPath,
    [
      lighthouse,
      url,
      '--quiet',
      '--output=json',
      '--only-categories=performance',
      `--chrome-flags=${['--headless=new', ...asRoot].join(' ')}`,
      ...preset,
    ],
    { env: { ...process.env, CHROME_PATH: findChromium() }, maxBuffer: 64 * 2 ** 20 },
  );
  return rounded(verdict.parse(JSON.parse(stdout)).categories.performance.score);
}
