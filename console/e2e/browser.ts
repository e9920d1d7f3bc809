import assert from 'node:assert/strict';
import { after, afterEach } from 'node:test';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../../server/testing/app.ts';
import type { Client } from '../../server/testing/client.ts';
import { type FreshAccount, freshAccount } from '../../server/testing/fresh-account.ts';
import { findChromium } from './chromium.ts';

/** Long enough for a busy machine. Tests wait this long only if something is wrong. */
export const patienceMs = 20_000;

export type Options = BrowserContextOptions & {
  /** The browser already has this client's session. */
  as?: Client;
};

export type OwnerAtDesk = FreshAccount & { page: Page };

export type Muster = {
  app: TestApp;
  browser: Browser;
  /** A separate browser, as on another computer, with one empty page. It is closed at the end of the test. */
  open: (options?: Options) => Promise<Page>;
  /** The same for many short tests: it stays open until the end of the file. What the tests do to the page accumulates. */
  openForAll: (options?: Options) => Promise<Page>;
  /** A fresh account, and its Owner at a browser. */
  openAsOwner: (options?: Options, given?: { accountName?: string }) => Promise<OwnerAtDesk>;
  /** For a story that waits for hundreds of frames: repeats it, on new pages, if Chromium stopped drawing. */
  whereItDraws: (story: () => Promise<void>) => Promise<void>;
};

/** A running server and a browser for one test file. Errors of a page fail the test that opened it. */
export async function startMuster(env: Record<string, string> = {}): Promise<Muster> {
  const app = await startTestApp(env);
  const browser = await launch();
  after(() => browser.close());
  const complaints: string[] = [];
  const stays = new Set<BrowserContext>();
  const open = async (options: Options = {}) => openPage(browser, app, options, complaints);
  const openForAll = async (options: Options = {}) => {
    const page = await open(options);
    stays.add(page.context());
    return page;
  };
  const close = (contexts: BrowserContext[]) => Promise.all(contexts.map((context) => context.close()));
  afterEach(async (t) => {
    await showWhatWasSeen(browser, t, complaints);
    await close(browser.contexts().filter((context) => !stays.has(context)));
    assert.deepEqual(complaints.splice(0), [], 'no page has logged an error');
  });
  const openAsOwner = async (options: Options = {}, given: { accountName?: string } = {}) => {
    const account = await freshAccount(app, given);
    return { ...account, page: await open({ as: account.owner, ...options }) };
  };
  const whereItDraws = async (story: () => Promise<void>) => {
    try {
      await story();
    } catch (error) {
      if (!(await stoppedDrawing(browser))) throw error;
      console.error('Chromium stopped drawing; the story is told again.', error);
      await close(browser.contexts());
      await story();
    }
  };
  return { app, browser, open, openForAll, openAsOwner, whereItDraws };
}

/**
 * Without a screen Chromium sometimes stops drawing a page for good, while its scripts run on and it counts as visible. That says nothing
 * about the page. A page that hangs or fails by itself still gets its frames.
 */
async function stoppedDrawing(browser: Browser): Promise<boolean> {
  const pages = browser.contexts().flatMap((context) => context.pages());
  const stopped = await Promise.all(
    pages.map((page) =>
      page.evaluate<boolean>(`new Promise((done) => {
        requestAnimationFrame(() => done(false));
        setTimeout(() => done(document.visibilityState === 'visible'), 5_000);
      })`),
    ),
  );
  return stopped.includes(true);
}

/**
 * Features that Chromium's own window would start for each page: a process that draws the address bar's list, which costs more than the
 * page. The other names are those that Playwright disables for tests; only the last such list counts.
 */
const withoutFeatures = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
];

export function launch(): Promise<Browser> {
  const asRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      ...(asRoot ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--disable-features=${withoutFeatures}`,
    ],
  });
}

async function openPage(browser: Browser, { url }: TestApp, options: Options, complaints: string[]): Promise<Page> {
  const { as, ...given } = options;
  const context = await browser.newContext({
    baseURL: url,
    locale: 'en-GB',
    timezoneId: 'UTC',
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
    ...given,
  });
  if (as) await context.addCookies([...as.cookies].map(([name, value]) => ({ name, value, url })));
  context.setDefaultTimeout(patienceMs);
  const page = await context.newPage();
  watch(page, complaints);
  return page;
}

/** Chromium logs every refused request as an error. Refusals are part of these stories; a server's failure is not. */
const refused = /^Failed to load resource: the server responded with a status of 4\d\d/;

function watch(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(`${page.url()} ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !refused.test(message.text())) complaints.push(`${page.url()} ${message.text()}`);
  });
}

type Shown = { name: string; passed?: boolean };

/** When a story fails, what its pages show says more than the line that timed out. */
async function showWhatWasSeen(browser: Browser, t: Shown, complaints: string[]): Promise<void> {
  if (t.passed) return;
  for (const complaint of complaints) console.error(complaint);
  for (const page of browser.contexts().flatMap((context) => context.pages())) {
    const asked = page.getByRole('dialog').last();
    const part = (await asked.isVisible()) ? asked : page.locator('body');
    const seen = await part.ariaSnapshot({ timeout: 2_000 });
    console.error(`${t.name}\n${page.url()}\n${seen.slice(0, 6_000)}`);
  }
}
