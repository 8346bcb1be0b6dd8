import { expect, test } from './fixtures';

test('pages are reached by g and a letter, search by /, the keys by ?', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  // On a busy machine the two letters may come too far apart to belong together.
  await expect(async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await expect(page).toHaveURL(/\/devices$/, { timeout: 2000 });
  }).toPass({ timeout: 40_000 });
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('/');
  await page.keyboard.type('int8 resnet');
  await expect(page.getByRole('dialog').getByRole('link').first()).toContainText('resnet8');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/models\/resnet8\?variant=/);
});

test('a dialog gives the focus back', async ({ page }) => {
  await page.goto('/jobs');
  const button = page.getByRole('button', { name: 'Keys' });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(button).toBeFocused();
});

test('the theme is the reader’s own, and stays', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Theme: system' }).click();
  await page.getByRole('button', { name: 'Theme: light' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});
