import { useDatasetName } from '../../api/names';
import type { EvaluationReport } from '../../api/types';
import { DataTable, type Column } from '../../components/DataTable/DataTable';
import { Missing } from '../../components/Figure/Figure';
import { Section } from '../../components/Section/Section';
import { metricName } from '../../domain/accuracies';
import { counted, fixed, whole } from '../../format/number';
import { accuracy, plusMinus } from '../../format/share';

type OfClass = EvaluationReport['classes'][number];
type Skipped = EvaluationReport['skipped'][number];

/** How often a model is right: over all, in each class, and which samples could not be used. */
export function EvaluationResult(props: {
  report: EvaluationReport;
  dataset: string | undefined;
  sort: string;
  onSort: (sort: string) => void;
}) {
  const { report } = props;
  const dataset = useDatasetName();
  const on = props.dataset === undefined ? '' : `, ${dataset(props.dataset)}`;
  return (
    <>
      <Section title="Result">
        <dl className="kv">
          <dt>{metricName('top1')}</dt>
          <dd>
            <b>{accuracy(report.accuracy)}</b>{' '}
            <span className="ci">
              {plusMinus(report.interval)}
              {on}
            </span>
          </dd>
          <dt>Right</dt>
          <dd>
            {whole(report.correct)} of {counted(report.samples, 'sample')}
          </dd>
          <dt>Preprocessing</dt>
          <dd>{report.preprocessing}</dd>
          <dt>Skipped</dt>
          <dd>{report.skipped.length === 0 ? 'none' : counted(report.skipped.length, 'sample')}</dd>
        </dl>
      </Section>
      {report.classes.length > 0 && (
        <Section title="By class">
          <DataTable
            label="Accuracy by class"
            rows={report.classes}
            rowKey={(row) => row.name}
            columns={CLASSES}
            sort={props.sort}
            onSort={props.onSort}
          />
        </Section>
      )}
      {report.skipped.length > 0 && (
        <Section title="Skipped samples">
          <DataTable
            label="Skipped samples"
            rows={report.skipped}
            rowKey={(row) => row.sample}
            columns={SKIPPED}
          />
        </Section>
      )}
    </>
  );
}

const shareOf = (row: OfClass): number | null => (row.total === 0 ? null : row.correct / row.total);

const CLASSES: Column<OfClass>[] = [
  {
    key: 'class',
    header: 'Class',
    card: 'first',
    sort: (row) => row.name,
    cell: (row) => row.name,
  },
  {
    key: 'accuracy',
    header: 'Accuracy, %',
    numeric: true,
    card: 'corner',
    sort: shareOf,
    cell: (row) => {
      const share = shareOf(row);
      return share === null ? <Missing>no sample</Missing> : fixed(share * 100, 1);
    },
  },
  {
    key: 'correct',
    header: 'Right',
    numeric: true,
    card: 'left',
    cardLabel: 'right',
    sort: (row) => row.correct,
    cell: (row) => whole(row.correct),
  },
  {
    key: 'total',
    header: 'Samples',
    numeric: true,
    cardLabel: 'samples',
    sort: (row) => row.total,
    cell: (row) => whole(row.total),
  },
];

const SKIPPED: Column<Skipped>[] = [
  { key: 'sample', header: 'Sample', card: 'full', cell: (row) => <code>{row.sample}</code> },
  { key: 'reason', header: 'Why', card: 'full', cell: (row) => row.reason },
];
