import { expect, test } from './fixtures';

test('on a phone a card has no header, so each figure names its unit', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/models');
  const card = page.getByRole('row', { name: /^resnet8/ });
  await expect(card).toHaveText(/0\.318\u00a0MB/);
  await expect(card.getByText('MB').first()).toBeVisible();
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect(card.locator('.card-label').first()).toBeHidden();
});

test('a model is reached from the list, and its setting is in the address', async ({ page }) => {
  await page.goto('/models');
  await page.getByRole('link', { name: 'resnet8', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('resnet8');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await page.getByRole('button', { name: 'Xeon 8481C, 2 threads' }).click();
  await expect(page).toHaveURL(/device=xeon-8481c/);
  await expect(page.getByText('Fastest on Xeon 8481C, 2 threads')).toBeVisible();
  await page.getByRole('button', { name: 'Size, kB' }).click();
  await expect(page).toHaveURL(/sort=size/);
  await expect(page.getByRole('rowheader').first()).toHaveText('int4');
  await page.goBack();
  await expect(page).toHaveURL(/\/models$/);
});

test('an address that was sent opens as it was left, and names what it does not know', async ({
  page,
}) => {
  await page.goto('/models/resnet8?device=xeon-8481c&threads=2&sort=-size&colour=red');
  await expect(page.getByRole('button', { name: 'Xeon 8481C, 2 threads' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await expect(page.getByRole('columnheader', { name: /Size/ })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
  await expect(page.getByText('Not known here and left aside: “colour”')).toBeVisible();
});

test('what is missing is said in words', async ({ page }) => {
  await page.goto('/models/resnet8');
  const row = page.getByRole('row', { name: /^int4/ });
  await expect(row).toContainText('not measured yet: queued');
  await row.getByRole('link', { name: 'queued' }).click();
  await expect(page.getByText('It waits for its turn')).toBeVisible();
});

test('a job that waits again has not begun', async ({ page }) => {
  await page.goto('/jobs?state=queued');
  await expect(page.getByRole('row', { name: /bmk_01KB3WAIT/ })).toContainText('not begun');
});

test('every figure leads to its measurement', async ({ page }) => {
  await page.goto('/models/resnet8');
  await page
    .getByRole('row', { name: /^int8 0/ })
    .getByRole('link', { name: /0\.641/ })
    .click();
  await expect(page).toHaveURL(/\/measurements\/bmk_01KB3R3$/);
  await expect(page.getByText('bits equal')).toBeVisible();
  await expect(page.getByText('bantam benchmark')).toBeVisible();
  await page.getByRole('img', { name: /60 runs/ }).focus();
  await page.keyboard.press('End');
  await expect(page.getByText('Run 60 of 60')).toBeVisible();
});

test('the graph is walked by arrows, and the node is in the address', async ({ page }) => {
  await page.goto('/models/resnet8/graph?variant=mdl_01KB3INT8');
  const stem = page.getByRole('button', { name: /^CONV_2D, stem\/conv/ });
  await stem.click();
  await expect(page).toHaveURL(/node=op-0/);
  await page.keyboard.press('ArrowDown');
  await expect(page).toHaveURL(/node=op-1/);
  await expect(page.getByRole('button', { name: /stack_1\/conv_a/ })).toBeFocused();
  await page.getByRole('button', { name: 'Error', exact: true }).click();
  await expect(page).toHaveURL(/colour=error/);
  await page.keyboard.press('f');
  await page.keyboard.type('shortcut');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /shortcut/ })).toBeVisible();
  await page.getByRole('button', { name: 'Table' }).click();
  await expect(page.getByRole('table', { name: 'Operators' })).toBeVisible();
});

test('of a long graph only a part is drawn', async ({ page }) => {
  test.setTimeout(90_000);
  await page.goto('/models/mobilenet_v2_1.0_224/graph');
  await expect(page.getByRole('button', { name: /layer_1,/ })).toBeVisible({ timeout: 60_000 });
  expect(await page.locator('.graph-node').count()).toBeLessThan(200);
});

test('two variants are compared, and swapped', async ({ page }) => {
  await page.goto('/compare?a=mdl_01KB3RESNET&b=mdl_01KB3INT8');
  await expect(page.getByRole('row', { name: /^Latency/ })).toContainText('Better');
  await expect(page.getByRole('row', { name: /^Top-1/ })).toContainText('paired');
  await page.getByRole('button', { name: 'Swap A and B' }).click();
  await expect(page.getByRole('row', { name: /^Latency/ })).toContainText('Worse');
});

test('on a stand-in variants are compared by what it counts', async ({ page }) => {
  await page.goto('/compare?a=mdl_01KB3INT8&b=mdl_01KB3INT8&device=mps2-an386&threads=1');
  await expect(page.getByRole('row', { name: /^Instructions/ })).toContainText('Same');
  await expect(page.getByRole('row', { name: /^Latency/ })).toContainText('reports no time');
});

test('from one series back to all of its release', async ({ page }) => {
  await page.setExtraHTTPHeaders({ 'x-scenario': 'release' });
  await page.goto('/releases?model=mdl_01KB3INT8&device=rpi5-03&metric=medianNanos&threads=4');
  const series = page.getByRole('table', { name: 'What moved' }).getByRole('row');
  await expect(series).toHaveCount(2);
  await page.getByRole('button', { name: 'All series' }).click();
  await expect(series).toHaveCount(8);
  await expect(page).toHaveURL(/\/releases$/);
});

test('a release that is not there leads to those that are', async ({ page }) => {
  await page.setExtraHTTPHeaders({ 'x-scenario': 'release' });
  await page.goto('/releases?release=9.9.9');
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0);
  await page.getByRole('link', { name: '0.1.4' }).click();
  await expect(page.getByRole('heading', { name: 'Release 0.1.4' })).toBeVisible();
});

test('the bars of operators leave the bar of the page alone', async ({ page }) => {
  await page.goto('/measurements/bmk_01KB3R3');
  await expect(page.getByRole('table', { name: 'Time by operator' })).toBeVisible();
  const bar = await page.getByRole('banner').boundingBox();
  expect(bar?.height).toBeGreaterThan(40);
});

test('a server that is not ready is reported, and asked again on request', async ({ page }) => {
  await page.setExtraHTTPHeaders({ 'x-scenario': 'broken' });
  await page.goto('/devices');
  await expect(page.getByRole('alert')).toContainText('The database does not answer', {
    timeout: 30_000,
  });
  await page.setExtraHTTPHeaders({});
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('link', { name: 'Raspberry Pi 5' })).toBeVisible();
});

test('a server that is gone is told from one that refuses, and what was read stays', async ({
  page,
}) => {
  await page.goto('/jobs/cnv_01KB3DONE');
  await expect(page.getByText('folded into conv1/conv')).toBeVisible();
  await page.route('**/api/**', (route) => route.abort());
  await page.getByRole('link', { name: 'Devices', exact: true }).click();
  await expect(page.getByText('Not refreshed: the server did not answer')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Raspberry Pi 5' })).toBeVisible();
  await page.getByRole('link', { name: 'Releases', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('nothing came back: it is not running');
});

test('the table of a view is saved as CSV', async ({ page }) => {
  await page.goto('/models/resnet8');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV' }).click();
  expect((await download).suggestedFilename()).toBe('resnet8.csv');
});
