import { expect, test } from './fixtures';

test('on paper there is dark ink on no ground, and no control, in the dark theme too', async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/models/resnet8');
  await expect(page.getByText('Filled: on the Pareto line')).toBeVisible();
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const body = page.locator('body');
  await expect(body).toHaveCSS('color', 'rgb(24, 28, 32)');
  await expect(body).toHaveCSS('background-color', 'rgba(0, 0, 0, 0)');
  await expect(page.getByRole('banner')).toBeHidden();
  await expect(page.getByRole('button', { name: 'CSV' })).toBeHidden();
  await expect(page.getByRole('table', { name: 'Variants' })).toBeVisible();
});
