import { test as base, type Page } from '@playwright/test';
import type { View } from './views';

/** Opens a view and waits until it is there. */
export async function open(page: Page, view: View) {
  await page.setExtraHTTPHeaders(view.scenario ? { 'x-scenario': view.scenario } : {});
  await page.goto(view.path);
  await page.getByText(view.ready).first().waitFor();
}

/** Each test has a page of its own, and fails with what the page could not do. */
export const test = base.extend<{ faults: string[] }>({
  faults: [
    async ({ page }, use) => {
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      await use(faults);
      if (faults.length > 0) throw new Error(`the page failed: ${faults.join('; ')}`);
    },
    { auto: true },
  ],
});
export { expect } from '@playwright/test';
