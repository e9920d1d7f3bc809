import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Writes compressed forms beside each file, a third of the bytes, which the server sends to clients that accept them. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    writeBundle({ dir = '' }, bundle) {
      for (const file of Object.values(bundle)) {
        if (!/\.(js|css|svg)$/.test(file.fileName)) continue;
        const content = file.type === 'chunk' ? file.code : file.source;
        writeFileSync(join(dir, `${file.fileName}.gz`), gzipSync(content, { level: 9 }));
        writeFileSync(join(dir, `${file.fileName}.br`), brotliCompressSync(content));
      }
    },
  };
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), compressed()],
  // The server replaces this word by a fresh nonce for each page, so styles need no 'unsafe-inline'.
  html: { cspNonce: 'MUSTER_NONCE' },
  server: {
    strictPort: true,
    proxy: { '^/(v1|docs|openapi.json)': `http://127.0.0.1:${process.env['PORT'] || 3000}` },
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // A data: URL would need its own exception in the content security policy.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\//, priority: 5 },
            { name: 'data', test: /node_modules\/(@tanstack|openapi-fetch|i18next|react-i18next)\//, priority: 4 },
            // Each with all its dependencies: thirty small chunks would queue on a slow connection.
            { name: 'first', test: /console\/main\.tsx$/, priority: 3 },
            { name: 'frame', test: /console\/shell\/frame\.tsx$/, priority: 2 },
            { name: 'list', test: /console\/users\/list\/users-page\.tsx$/, priority: 1 },
          ],
        },
      },
    },
  },
});
