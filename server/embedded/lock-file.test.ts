import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { answersFromElsewhere } from './lock-file.ts';

/** A folder with the lock file of an invisible postmaster, and a server on its socket. */
async function folderWith(t: TestContext, meet: (socket: Socket) => void): Promise<{ folder: string; server: Server }> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-lock-'));
  writeFileSync(join(folder, 'postmaster.pid'), '0\n');
  const server = createServer(meet);
  await new Promise<void>((resolve) => server.listen(join(folder, '.s.PGSQL.5432'), resolve));
  t.after(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { folder, server };
}

test('a database that answers from another container is met', async (t) => {
  const { folder } = await folderWith(t, (socket) => socket.on('data', () => socket.write('N')));
  assert.equal(await answersFromElsewhere(folder, () => folder), true);
});

test('what a killed database leaves behind for a moment is not taken for one', async (t) => {
  const met: Socket[] = [];
  const { folder, server } = await folderWith(t, (socket) => {
    met.push(socket);
    // The second attempt finds it gone.
    server.close();
    setTimeout(() => socket.destroy(), 50);
  });
  assert.equal(await answersFromElsewhere(folder, () => folder), false);
  assert.equal(met.length, 1);
});

test('whoever is silent is taken for a database that stands still', async (t) => {
  const { folder } = await folderWith(t, () => {});
  assert.equal(await answersFromElsewhere(folder, () => folder), true);
});
