import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  // The server replaces this word by a fresh nonce each time it sends the page, so styles need no 'unsafe-inline'.
  html: { cspNonce: 'MUSTER_NONCE' },
  server: { proxy: { '/v1': 'http://127.0.0.1:3000' } },
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
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\//, priority: 2 },
            { name: 'data', test: /node_modules\/(@tanstack|openapi-fetch|i18next|react-i18next)\//, priority: 1 },
          ],
        },
      },
    },
  },
});
