import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Where the platform answers while the pages are worked on: `bantam serve`, unless told otherwise. */
const api = process.env['BANTAM_SERVER'] ?? 'http://localhost:8080';
const proxy = { '/api': { target: api, changeOrigin: true } };

export default defineConfig({
  plugins: [react()],
  server: { proxy },
  build: { target: 'es2022', assetsInlineLimit: 0, manifest: true },
  test: {
    include: ['src/**/*.test.{ts,tsx}'],
    css: false,
    // A loaded machine is no failure of the test.
    testTimeout: 60_000,
  },
});
