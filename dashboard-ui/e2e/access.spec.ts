import axe, { type AxeResults } from 'axe-core';
import type { Page } from '@playwright/test';
import { expect, open, test } from './fixtures';
import { VIEWS } from './views';

/** Every pair of theme and width comes up, each theme and each width in a whole look. */
const LOOKS = [
  { colorScheme: 'light', width: 1440, rules: [] },
  { colorScheme: 'dark', width: 1440, rules: ['color-contrast'] },
  { colorScheme: 'dark', width: 390, rules: [] },
] as const;

/** Each view, both themes, desktop and phone: nothing that axe finds, and nothing wider than the screen, to 320 px. */
test.describe('a view is accessible and fits:', () => {
  for (const view of VIEWS) {
    test(view.name, async ({ page }) => {
      await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
      await page.setViewportSize({ width: 1440, height: 900 });
      await open(page, view);
      await page.evaluate(axe.source);
      for (const { colorScheme, width, rules } of LOOKS) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        expect(await findings(page, rules), `${colorScheme} at ${width}`).toEqual([]);
      }
      for (const width of [390, 320]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await tooWide(page, width), `wider than ${width}`).toEqual([]);
      }
    });
  }
});

/** What axe finds: by these rules, or by all. */
async function findings(page: Page, rules: readonly string[]): Promise<string[]> {
  const { violations } = await page.evaluate<AxeResults, readonly string[]>(
    (only) =>
      (window as unknown as { axe: typeof axe }).axe.run(document, {
        resultTypes: ['violations'],
        ...(only.length > 0 && { runOnly: [...only] }),
      }),
    rules,
  );
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
  );
}

/** The innermost elements that make the page wider than the screen. */
function tooWide(page: Page, width: number): Promise<string[]> {
  return page.evaluate((limit) => {
    if (document.documentElement.scrollWidth <= limit) return [];
    const wide = [...document.querySelectorAll('body *')].filter(
      (element) => element.getBoundingClientRect().right > limit + 0.5,
    );
    const inner = wide.filter(
      (element) => !wide.some((other) => other !== element && element.contains(other)),
    );
    return inner.map(
      (element) => `${element.tagName.toLowerCase()}.${element.className}: ${element.textContent}`,
    );
  }, width);
}
