import { test } from '@playwright/test';
import { VIEWS } from './views';

/** Not a test: photographs every view, to be looked at by a person. `LOOK=name npx playwright test` takes some. */
const wanted = process.env['LOOK'] ?? '';

for (const view of VIEWS.filter(({ name }) => wanted === 'all' || name.startsWith(wanted))) {
  for (const theme of ['light', 'dark'] as const) {
    for (const width of [1440, 390]) {
      test(`${view.name} ${theme} ${width}`, async ({ page }) => {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme: theme });
        if (view.scenario) await page.setExtraHTTPHeaders({ 'x-scenario': view.scenario });
        await page.goto(view.path);
        await page.getByText(view.ready).first().waitFor({ timeout: 20_000 });
        await page.screenshot({
          path: `test-results/look/${view.name}-${theme}-${width}.png`,
          fullPage: true,
        });
      });
    }
  }
}
