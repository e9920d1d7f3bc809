import assert from 'node:assert/strict';
import { request } from 'node:http';
import { describe, it } from 'node:test';
import { assertRefused } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import { freshAccount, type KeptMail, mailTo } from '../testing/fresh-account.ts';
import { Inbox } from '../testing/inbox.ts';

describe('the mailbox page', () => {
  it('shows mail newest first, page by page, with its links', async () => {
    const app = await startTestApp();
    const emails = [];
    for (let n = 0; n < 3; n++) {
      const { email } = await freshAccount(app);
      await mailTo(app, email);
      emails.unshift(email);
    }
    const seen: KeptMail[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const path: string = `/v1/mailbox?limit=2${cursor ? `&cursor=${cursor}` : ''}`;
      const page: { data: KeptMail[]; nextCursor: string | null } = (
        await app.browser().get<{ data: KeptMail[]; nextCursor: string | null }>(path)
      ).body;
      seen.push(...page.data);
      cursor = page.nextCursor;
    }
    assert.deepEqual(
      seen.map(({ to }) => to),
      emails,
    );
    assert.match(seen[0]?.links[0] ?? '', /\/confirm\/[\w-]+$/);
    assertRefused(await app.browser().get('/v1/mailbox?cursor=WyJ4Il0'), 400, 'invalid_cursor');
  });

  it('does not exist once a mail server is set', async () => {
    const inbox = await Inbox.start();
    const app = await startTestApp({ SMTP_URL: inbox.url, MAIL_FROM: 'm@example.org' });
    assertRefused(await app.browser().get('/v1/mailbox'), 404, 'not_found');
    const { body } = await app.browser().get<{ paths: Record<string, unknown> }>('/openapi.json');
    assert.equal(body.paths['/v1/mailbox'], undefined);
  });

  it('is not there for a page of another site whose name was pointed at this machine', async () => {
    const app = await startTestApp();
    const { port } = new URL(app.url);
    const status = (host: string) =>
      new Promise((resolve, reject) => {
        const asked = request({ host: '127.0.0.1', port, path: '/v1/mailbox', headers: { host } }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        asked.on('error', reject);
        asked.end();
      });
    assert.equal(await status(`rebound.example:${port}`), 404);
    assert.equal(await status(`localhost:${port}`), 200);
  });
});
