import { defineConfig } from '@playwright/test';

const PORT = 4173;
const FAKE_PORT = 4174;

/** Against `vite preview` and a fake server with fixed answers, in Debian's Chromium. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: process.env['LOOK'] === undefined ? '*.spec.ts' : 'look.ts',
  globalSetup: './e2e/fake/setup.ts',
  forbidOnly: process.env['CI'] !== undefined,
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    baseURL: `http://localhost:${PORT}`,
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-sync',
      ],
    },
  },
  webServer: {
    command: `npx vite preview --port ${PORT} --strictPort`,
    port: PORT,
    env: { BANTAM_SERVER: `http://localhost:${FAKE_PORT}` },
    reuseExistingServer: false,
  },
});
