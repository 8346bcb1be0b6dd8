import { expect, test } from './fixtures';

/** A platform that has more of everything than a screen holds. */
test.beforeEach(({ page }) => page.setExtraHTTPHeaders({ 'x-scenario': 'many' }));

test('of many releases only those in sight are judged', async ({ page }) => {
  const asked = new Set<string>();
  page.on('request', (request) => {
    const name = /releases\/(.+)\/verdict$/.exec(request.url())?.[1];
    if (name !== undefined) asked.add(name);
  });
  await page.goto('/releases');
  const newest = page.getByRole('row', { name: /^0\.3\.99 / });
  const row = page.getByRole('row', { name: /^0\.3\.0 / });
  await newest.scrollIntoViewIfNeeded();
  await expect(newest).toContainText('Same');
  await expect(row).toContainText('being read');
  expect(asked.size).toBeLessThan(40);
  await row.scrollIntoViewIfNeeded();
  await expect(row).toContainText('Same');
});

test('a kind of job is found however many newer ones of other kinds there are', async ({
  page,
}) => {
  await page.goto('/jobs');
  await page.getByRole('button', { name: 'Conversions' }).click();
  await expect(page.getByRole('row', { name: /cnv_01KB3DONE/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /bmk_/ })).toHaveCount(0);
});
