import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { LIVE_JOB } from './fake/jobs';

/** Says who one is, by way of the dialog at the foot of the page. */
async function actAs(page: Page, token: string) {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Token' }).click();
  await page.getByLabel('Your token').fill(token);
  await page.getByRole('button', { name: 'Use it' }).click();
}

test('without a token nothing can be changed', async ({ page }) => {
  await page.goto(`/jobs/${LIVE_JOB}`);
  await expect(page.getByText('about 1 min 40 s left')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Cancel' })).toHaveCount(0);
});

test('a token that is not known is refused and not kept', async ({ page }) => {
  await page.goto(`/jobs/${LIVE_JOB}`);
  await actAs(page, 'bt_nobody');
  await expect(page.getByRole('alert')).toContainText('The server knows no such token');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  await expect(page.getByRole('button', { name: 'Token' })).toBeFocused();
});

test('a viewer sees its role, and no more buttons', async ({ page }) => {
  await page.goto(`/jobs/${LIVE_JOB}`);
  await actAs(page, 'bt_viewer');
  await expect(page.getByRole('button', { name: 'Token: viewer' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Cancel' })).toHaveCount(0);
});

test('ci cancels a running job and retries a failed one', async ({ page }) => {
  await page.goto(`/jobs/${LIVE_JOB}`);
  await actAs(page, 'bt_ci');
  const sent = page.waitForRequest((request) => request.method() === 'DELETE');
  await page.getByRole('button', { name: 'Cancel' }).click();
  const request = await sent;
  expect(new URL(request.url()).pathname).toBe(`/api/v1/quantizations/${LIVE_JOB}`);
  expect(request.headers()['authorization']).toBe('Bearer bt_ci');

  await page.goto('/jobs/cnv_01KB3FAIL');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page).toHaveURL(/cnv_01KB3DONE$/);
});

test('only an admin takes a device out, and says why', async ({ page }) => {
  await page.goto('/devices/rpi5-03');
  await actAs(page, 'bt_ci');
  await expect(page.getByRole('button', { name: 'Token: ci' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Quarantine' })).toHaveCount(0);

  await page.getByRole('button', { name: 'Token: ci' }).click();
  await page.getByLabel('Another token').fill('bt_admin');
  await page.getByRole('button', { name: 'Use it' }).click();
  await page.getByRole('button', { name: 'Quarantine' }).click();
  const sent = page.waitForRequest((request) => request.method() === 'POST');
  await page.getByLabel('Why').fill('its fan is broken');
  await page.getByRole('dialog').getByRole('button', { name: 'Quarantine' }).click();
  expect((await sent).postDataJSON()).toEqual({ reason: 'its fan is broken' });
  await expect(page.getByRole('button', { name: 'Put it back' })).toBeVisible();
});
