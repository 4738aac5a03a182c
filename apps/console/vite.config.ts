import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const api = 'http://127.0.0.1:3000';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: '../../dist/apps/console',
    emptyOutDir: true,
    // The first versions with light-dark(), on which theme.css stands.
    target: ['chrome123', 'firefox120', 'safari17.5'],
    // Pages are served with `default-src 'self'`: nothing may become a data: URL.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { '/v1': api, '/health': api } },
});
