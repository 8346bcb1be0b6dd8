// @vitest-environment jsdom
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import type { Device } from '../api/types';
import { MemoryRouter } from 'react-router';
import { afterEach, describe, expect, test } from 'vitest';
import { ChangeDot, ChangeFigure } from './Change/Change';
import { Command } from './Command/Command';
import { DataTable, type Column } from './DataTable/DataTable';
import { sorted } from './DataTable/sorting';
import { windowOf } from './DataTable/useWindow';
import { DeviceName } from './DeviceName/DeviceName';
import { Digest } from './Digest/Digest';
import { csvLine } from './Download/Download';
import { Figure } from './Figure/Figure';
import { Filters } from './Filters/Filters';
import { Log } from './Log/Log';
import { Problem } from './Problem/Problem';
import { Stages } from './Stages/Stages';
import { DeviceState, JobState } from './State/State';
import { Strip } from './Strip/Strip';
import { Verdict } from './Verdict/Verdict';

afterEach(cleanup);
const text = (container: HTMLElement) => container.textContent.replaceAll('\u00a0', ' ');

describe('figures', () => {
  test('a figure has its unit and its interval', () => {
    const { container } = render(
      <Figure kind="time" value={1_870_000} interval={[1_840_000, 1_910_000]} />,
    );
    expect(text(container)).toBe('1.87 ms [1.84, 1.91]');
  });
  test('in a column the unit stands in the header', () => {
    const { container } = render(
      <Figure kind="file" value={95_640} unit={{ symbol: 'kB', factor: 1000 }} exact />,
    );
    expect(text(container)).toBe('95.6 exact');
  });
  test('a change without an interval is exact', () => {
    const { container } = render(<ChangeFigure ratio={1.038} interval={null} />);
    expect(text(container)).toBe('+3.8 % exact');
  });
  test('a whisker that leaves the scale gets an arrow', () => {
    const { container } = render(<ChangeDot ratio={1.2} interval={[1.1, 1.4]} verdict="worse" />);
    expect(container.querySelectorAll('path.whisker')).toHaveLength(1);
    expect(container.querySelector('path.dot')).not.toBeNull();
  });
  test('an unknown change is hollow', () => {
    const { container } = render(
      <ChangeDot ratio={1.01} interval={[0.9, 1.1]} verdict="unknown" />,
    );
    expect(container.querySelector('circle.hollow')).not.toBeNull();
    expect(container.querySelector('line.dash')).not.toBeNull();
  });
});

describe('marks', () => {
  test.each(['better', 'worse', 'same', 'unknown'] as const)(
    '%s has a mark and a word',
    (verdict) => {
      const { container } = render(<Verdict verdict={verdict} />);
      expect(container.querySelector('svg[aria-hidden]')).not.toBeNull();
      expect(text(container).toLowerCase()).toBe(verdict);
    },
  );
  test('states are words', () => {
    const { container } = render(
      <>
        <JobState state="cancelled" />
        <DeviceState state="quarantined" />
      </>,
    );
    expect(text(container)).toBe('CancelledQuarantined');
  });
  test('a stand-in is called one wherever its name stands', () => {
    const { container } = render(
      <MemoryRouter>
        <DeviceName device={BOARD} />
      </MemoryRouter>,
    );
    expect(text(container)).toBe('m4 Emulator');
  });
});

const BOARD: Device = {
  id: 'm4',
  name: 'm4',
  kind: 'microcontroller',
  state: 'idle',
  standIn: true,
  agent: { name: 'a', version: '1', heardAt: '2026-01-01T00:00:00Z' },
  capabilities: {},
  health: { measurements: 0, leases: 0, lostLeases: 0, failuresInARow: 0 },
  queue: { length: 0 },
  createdAt: '2026-01-01T00:00:00Z',
};

interface Row {
  name: string;
  size: number | null;
}
const COLUMNS: Column<Row>[] = [
  { key: 'name', header: 'Name', cell: (row) => row.name, sort: (row) => row.name },
  {
    key: 'size',
    header: 'Size',
    cell: (row) => row.size ?? 'not told',
    sort: (row) => row.size,
    numeric: true,
  },
];
const ROWS: Row[] = [
  { name: 'b', size: 2 },
  { name: 'a', size: null },
  { name: 'c', size: 10 },
];

function SortedTable() {
  const [sort, setSort] = useState('name');
  return (
    <DataTable
      label="Things"
      rows={ROWS}
      columns={COLUMNS}
      rowKey={(row) => row.name}
      sort={sort}
      onSort={setSort}
    />
  );
}

describe('a table', () => {
  const names = () => screen.getAllByRole('rowheader').map((cell) => cell.textContent);
  test('is sorted by its headers, and says so', async () => {
    render(<SortedTable />);
    expect(names()).toEqual(['a', 'b', 'c']);
    await userEvent.click(screen.getByRole('button', { name: 'Size' }));
    expect(screen.getByRole('columnheader', { name: /Size/ }).getAttribute('aria-sort')).toBe(
      'ascending',
    );
    expect(names()).toEqual(['b', 'c', 'a']);
    await userEvent.click(screen.getByRole('button', { name: /Size/ }));
    expect(screen.getByRole('columnheader', { name: /Size/ }).getAttribute('aria-sort')).toBe(
      'descending',
    );
    expect(names()).toEqual(['c', 'b', 'a']);
  });
  test('what is not known stands last either way', () => {
    expect(sorted(ROWS, COLUMNS, '-size').at(-1)?.name).toBe('a');
    expect(sorted(ROWS, COLUMNS, 'size').at(-1)?.name).toBe('a');
  });
  test('of thousands of rows only some are in the page', () => {
    const rows = Array.from({ length: 5000 }, (_, i) => ({ name: `row ${i}`, size: i }));
    const { container } = render(
      <DataTable label="Many" rows={rows} columns={COLUMNS} rowKey={(row) => row.name} />,
    );
    // By selector: asking a hundred rows for their roles takes jsdom seconds.
    const table = container.querySelector('table');
    expect(table?.querySelectorAll('tbody th').length).toBeLessThan(200);
    expect(table?.getAttribute('aria-rowcount')).toBe('5001');
  });
  test('the window follows the scrolling', () => {
    expect(windowOf(5000, 40, -40_000, 800)).toEqual({
      from: 970,
      to: 1050,
      above: 38_800,
      below: 158_000,
    });
    expect(windowOf(200, 40, 0, 800)).toEqual({ from: 0, to: 200, above: 0, below: 0 });
  });
});

test('filters are pressed or not, and the rest is behind "more"', async () => {
  const choices = Array.from({ length: 9 }, (_, i) => ({ value: String(i), label: `choice ${i}` }));
  const chosen: string[] = [];
  render(
    <Filters label="Choice" choices={choices} value="1" onChange={(value) => chosen.push(value)} />,
  );
  const group = within(screen.getByRole('group', { name: 'Choice' }));
  expect(group.getByRole('button', { name: 'choice 1' }).getAttribute('aria-pressed')).toBe('true');
  await userEvent.click(group.getByRole('button', { name: '+ 3 more' }));
  await userEvent.click(group.getByRole('button', { name: 'choice 8' }));
  expect(chosen).toEqual(['8']);
});

test('a problem says where, what, the cure, and the small print', () => {
  const { container } = render(
    <Problem
      problem={{
        type: '/problems/needs-input',
        title: 'Conversion failed',
        status: 422,
        detail: 'The other 212 converted.',
        errors: [{ pointer: '/recipe/scheme', detail: 'is "int3", must be one of int8, int4' }],
        diagnostics: [
          {
            operator: 'Resize',
            node: 'head/resize',
            problem: 'has no bound',
            fix: 'give its shape',
          },
        ],
      }}
    />,
  );
  expect(screen.getByRole('alert')).not.toBeNull();
  for (const part of [
    '212 converted',
    '/recipe/scheme is "int3"',
    'head/resize',
    'Cure: give its shape',
    '422 /problems/needs-input',
  ]) {
    expect(text(container)).toContain(part);
  }
});

test('stages say what is done, what runs, what waits', () => {
  const first = { stage: 'load', done: 0, total: 1, message: '' };
  render(
    <Stages
      seen={[
        { name: 'load', from: '2026-01-01T00:00:00Z', to: '2026-01-01T00:00:48Z', first },
        { name: 'evaluate', from: '2026-01-01T00:00:48Z', to: null, first },
      ]}
      planned={['load', 'evaluate', 'store']}
      state="running"
      now={Date.UTC(2026, 0, 1, 0, 1, 0)}
      finishedAt={null}
    />,
  );
  const items = screen.getAllByRole('listitem').map((item) => item.textContent.trim());
  expect(items).toEqual(['Load 0:48', 'Evaluate 0:12', 'Store waits']);
  expect(
    screen
      .getByText(/Evaluate/)
      .closest('li')
      ?.getAttribute('aria-current'),
  ).toBe('step');
});

test('a log names its warnings', () => {
  const { container } = render(
    <Log
      name="j"
      over={false}
      lines={[
        { at: '2026-01-01T14:28:57Z', level: 'warning', stage: 'calibrate', message: 'wide' },
      ]}
    />,
  );
  expect(text(container)).toContain('14:28:57calibratewarning: wide');
});

test('samples are read out by arrows, and are there as a table', async () => {
  render(<Strip samples={[1_000_000, 1_100_000, 1_050_000]} median={1_050_000} interval={null} />);
  const picture = screen.getByRole('img');
  expect(picture.getAttribute('aria-label')?.replaceAll('\u00a0', ' ')).toBe(
    '3 runs, 1.00 ms to 1.10 ms; median 1.05 ms.',
  );
  picture.focus();
  await userEvent.keyboard('{ArrowRight}{ArrowRight}');
  expect(screen.getByText(/Run 2 of 3/)).not.toBeNull();
  await userEvent.click(screen.getByRole('button', { name: /table of the samples/ }));
  expect(screen.getAllByRole('rowheader')).toHaveLength(3);
});

test('runs that took far longer than most do not set the scale, and are counted', () => {
  const samples = Array.from({ length: 40 }, (_, i) => (i % 8 === 7 ? 90e6 : 48e3 + 100 * i));
  render(<Strip samples={samples} median={50_000} interval={null} />);
  expect(screen.getByText(/^Dots/).textContent.replaceAll('\u00a0', ' ')).toContain(
    'Triangles: 5 runs above the scale, up to 90.0 ms.',
  );
});

test('where there is no clipboard a command is selected, to be copied by hand', async () => {
  const user = userEvent.setup({ writeToClipboard: false });
  Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true });
  render(<Command command="bantam evaluate mdl_1 dst_1 --server http://farm" />);
  await user.click(screen.getByRole('button', { name: 'Copy' }));
  expect(await screen.findByRole('button', { name: 'Selected' })).not.toBeNull();
  expect(window.getSelection()?.toString()).toBe(
    'bantam evaluate mdl_1 dst_1 --server http://farm',
  );
});

test('a digest is shown whole where it cannot be copied', async () => {
  const user = userEvent.setup({ writeToClipboard: false });
  Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true });
  const whole = `sha256:${'ab'.repeat(32)}`;
  render(<Digest digest={whole} />);
  await user.click(screen.getByText('abababab'));
  expect(await screen.findByText(whole)).not.toBeNull();
});

test('CSV is quoted where it has to be', () => {
  expect(csvLine(['a', 'b,c', 'say "x"', null, 3])).toBe('a,"b,c","say ""x""",,3');
});
