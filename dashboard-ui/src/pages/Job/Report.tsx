import type { Diagnostic, ReportLine, Result } from '../../api/types';
import { DataTable, type Column } from '../../components/DataTable/DataTable';
import { Missing } from '../../components/Figure/Figure';
import { Section } from '../../components/Section/Section';

const LINES: Column<ReportLine & { at: number }>[] = [
  { key: 'from', header: 'From', card: 'first', sort: (row) => row.from, cell: (row) => row.from },
  {
    key: 'to',
    header: 'To',
    card: 'corner',
    sort: (row) => row.to,
    cell: (row) => row.to ?? <Missing>folded away</Missing>,
  },
  {
    key: 'node',
    header: 'Node',
    card: 'full',
    sort: (row) => row.node,
    cell: (row) => (row.node ? <code>{row.node}</code> : <Missing>without a name</Missing>),
  },
  {
    key: 'notes',
    header: 'Notes',
    card: 'full',
    cell: (row) => row.notes || <Missing>nothing to note</Missing>,
  },
];

const DIAGNOSTICS: Column<Diagnostic & { at: number }>[] = [
  { key: 'operator', header: 'Operator', card: 'first', cell: (row) => row.operator },
  {
    key: 'node',
    header: 'Node',
    card: 'full',
    cell: (row) => row.node ?? row.source ?? <Missing>without a name</Missing>,
  },
  { key: 'problem', header: 'What was found', card: 'full', cell: (row) => row.problem },
  {
    key: 'fix',
    header: 'Cure',
    card: 'full',
    cell: (row) => row.fix ?? <Missing>none needed</Missing>,
  },
];

/** What a conversion did to each node, and what it had to say about it. */
export function Report({ result }: { result: Result }) {
  const lines = (result.report ?? []).map((line, at) => ({ ...line, at }));
  const diagnostics = (result.diagnostics ?? []).map((line, at) => ({ ...line, at }));
  return (
    <>
      {diagnostics.length > 0 && (
        <Section title="Diagnostics">
          <DataTable
            label="Diagnostics"
            rows={diagnostics}
            rowKey={(row) => String(row.at)}
            columns={DIAGNOSTICS}
          />
        </Section>
      )}
      {lines.length > 0 && (
        <Section title="Report" caption="Each node of the source, and what it became">
          <DataTable label="Report" rows={lines} rowKey={(row) => String(row.at)} columns={LINES} />
        </Section>
      )}
    </>
  );
}
