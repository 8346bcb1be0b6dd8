import AxeBuilder from '@axe-core/playwright';
import { expect, open, test } from './fixtures';
import { VIEWS } from './views';

/** Each view, both themes, desktop and phone: nothing that axe finds, and nothing wider than the screen, down to 320 px. */
for (const view of VIEWS) {
  test(`${view.name} is accessible and fits`, async ({ page }) => {
    test.setTimeout(300_000);
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
    await page.setViewportSize({ width: 1440, height: 900 });
    await open(page, view);
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        // The theme changes colours and nothing else, so the second one is looked over for contrast.
        const axe = new AxeBuilder({ page });
        if (colorScheme === 'dark') axe.withRules('color-contrast');
        const { violations } = await axe.analyze();
        const found = violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map((n) => n.target.join(' ')).join(', ')}`,
        );
        expect(found, `${colorScheme} at ${width}`).toEqual([]);
      }
    }
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 900 });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide, `at ${width}`).toBeLessThanOrEqual(width);
    }
  });
}
