import { expect, test } from './fixtures';

test('a job is watched as it happens; a stream that is lost resumes, and its end brings the result', async ({
  page,
}) => {
  const resumed: (string | undefined)[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/events')) resumed.push(request.headers()['last-event-id']);
  });
  await page.setExtraHTTPHeaders({ 'x-run': `run-${Date.now()}` });
  await page.goto('/jobs/qnt_01KB3LIVE');
  await expect(page.getByText('Live view lost, retrying')).toBeVisible();
  await expect(page.getByText('Succeeded')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText('Against its parent')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Stages' })).toContainText('Evaluate');
  // Each line once: what came before the loss is not told again.
  await expect(page.getByText('65 operators, 3.50 M parameters')).toHaveCount(1);
  expect(resumed.slice(0, 2)).toEqual([undefined, '5']);
});

test('a running job shows stage, what is left, and its log', async ({ page }) => {
  await page.goto('/jobs/qnt_01KB3LIVE');
  await expect(page.getByRole('progressbar', { name: 'Evaluate' })).toHaveAttribute(
    'aria-valuenow',
    '63',
  );
  await expect(page.getByText('about 1 min 40 s left')).toBeVisible();
  await expect(page.getByText('live', { exact: true })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Lines of the log' })).toContainText(
    'warning: block_1/depthwise',
  );
  await expect(page.getByText('bantam quantize')).toBeVisible();
});

test('a failed job says where, what, and the cure', async ({ page }) => {
  await page.goto('/jobs/cnv_01KB3FAIL');
  const problem = page.getByRole('alert');
  await expect(problem).toContainText('block3/act/fused');
  await expect(problem).toContainText('Cure: give the input’s shape');
  await expect(problem).toContainText('422 /problems/needs-input');
});
