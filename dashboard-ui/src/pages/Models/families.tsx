import { Link } from 'react-router';
import type { Model } from '../../api/types';
import type { Column } from '../../components/DataTable/DataTable';
import { Figure, Missing } from '../../components/Figure/Figure';
import { Instant } from '../../components/Instant/Instant';
import { familyOf, flatten } from '../../domain/family';
import { shape } from '../../format/identity';
import { whole } from '../../format/number';
import { unitFor } from '../../format/units';

/** A root and all that was made from it. */
export interface Family {
  readonly root: Model;
  readonly all: readonly Model[];
  readonly labels: readonly string[];
  readonly smallest: number;
}

/** The families among a list of models. One whose parent is not in the list stands for itself. */
export function familiesOf(models: readonly Model[]): Family[] {
  const byId = new Map(models.map((model) => [model.id, model]));
  const rootOf = (model: Model): Model => {
    const seen = new Set<string>();
    let at = model;
    while (at.parent != null && byId.has(at.parent) && !seen.has(at.id)) {
      seen.add(at.id);
      at = byId.get(at.parent) ?? at;
    }
    return at;
  };
  const groups = new Map<string, Model[]>();
  for (const model of models) {
    const root = rootOf(model).id;
    groups.set(root, [...(groups.get(root) ?? []), model]);
  }
  return [...groups].flatMap(([id, all]) => {
    const root = byId.get(id);
    const tree = familyOf(all);
    if (root === undefined || tree === null) return [];
    const labels = flatten(tree).map((variant) => variant.label);
    return [{ root, all, labels, smallest: Math.min(...all.map((model) => model.sizeBytes)) }];
  });
}

export function columnsFor(families: readonly Family[]): Column<Family>[] {
  const file = unitFor(
    'file',
    families.map(({ root }) => root.sizeBytes),
  );
  const parameters = unitFor(
    'count',
    families.map(({ root }) => root.parameters),
  );
  const macs = unitFor(
    'count',
    families.map(({ root }) => root.macs),
  );
  return [
    {
      key: 'name',
      header: 'Model',
      card: 'first',
      sort: ({ root }) => root.name,
      cell: ({ root }) => <Link to={`/models/${encodeURIComponent(root.name)}`}>{root.name}</Link>,
    },
    {
      key: 'variants',
      header: 'Variants',
      card: 'full',
      sort: ({ all }) => all.length,
      cell: ({ labels }) => (
        <span className="quiet">
          {whole(labels.length)}: {labels.slice(0, 5).join(', ')}
          {labels.length > 5 && ` and ${labels.length - 5} more`}
        </span>
      ),
    },
    {
      key: 'input',
      header: 'First input',
      card: 'hide',
      cell: ({ root }) => {
        const input = root.inputs[0];
        return input ? (
          <span className="quiet nowrap">
            {shape(input.shape)} {input.type}
          </span>
        ) : (
          <Missing>{root.format === 'tflite' ? 'takes none' : 'known once converted'}</Missing>
        );
      },
    },
    {
      key: 'parameters',
      header: `Parameters${parameters.symbol && `, ${parameters.symbol}`}`,
      numeric: true,
      card: 'left',
      cardLabel: 'Parameters',
      sort: ({ root }) => root.parameters,
      cell: ({ root }) =>
        root.parameters == null ? (
          <Missing>not told</Missing>
        ) : (
          <Figure kind="count" value={root.parameters} unit={parameters} card />
        ),
    },
    {
      key: 'macs',
      header: `Multiply-adds${macs.symbol && `, ${macs.symbol}`}`,
      numeric: true,
      cardLabel: 'Multiply-adds',
      sort: ({ root }) => root.macs,
      cell: ({ root }) =>
        root.macs == null ? (
          <Missing>not told</Missing>
        ) : (
          <Figure kind="count" value={root.macs} unit={macs} card />
        ),
    },
    {
      key: 'size',
      header: `Size, ${file.symbol}`,
      numeric: true,
      card: 'corner',
      sort: ({ root }) => root.sizeBytes,
      cell: ({ root }) => <Figure kind="file" value={root.sizeBytes} unit={file} card />,
    },
    {
      key: 'smallest',
      header: `Smallest, ${file.symbol}`,
      numeric: true,
      card: 'left',
      cardLabel: 'Smallest',
      sort: ({ smallest }) => smallest,
      cell: ({ smallest }) => <Figure kind="file" value={smallest} unit={file} card />,
    },
    {
      key: 'created',
      header: 'Here since',
      numeric: true,
      sort: ({ root }) => root.createdAt,
      cell: ({ root }) => <Instant at={root.createdAt} short />,
    },
  ];
}
