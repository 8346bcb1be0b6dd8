import { defineConfig } from '@playwright/test';
import { chromium } from './scripts/chromium.js';

/** The built pages before a fake platform with fixed answers, in the system's Chromium. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: process.env['LOOK'] === undefined ? '*.spec.ts' : 'look.ts',
  globalSetup: './e2e/fake/setup.ts',
  forbidOnly: process.env['CI'] !== undefined,
  // One browser, one page: a second one would wait for the same cores.
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: {
    // Set by the fake platform, in time for the process that runs the tests.
    baseURL: process.env['DASHBOARD'],
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: chromium,
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-sync',
      ],
    },
  },
});
