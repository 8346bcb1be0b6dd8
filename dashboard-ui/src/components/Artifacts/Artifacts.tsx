import type { Artifact, Model } from '../../api/types';
import { quantity } from '../../format/units';
import { DataTable, type Column } from '../DataTable/DataTable';
import { Digest } from '../Digest/Digest';

/** What a job made, to take along. */
export function Artifacts({ artifacts }: { artifacts: readonly Artifact[] }) {
  const columns: Column<Artifact>[] = [
    {
      key: 'name',
      header: 'Name',
      card: 'first',
      cell: (row) => <a href={row.url}>{row.name}</a>,
    },
    {
      key: 'digest',
      header: 'Digest',
      card: 'left',
      cell: (row) => <Digest digest={row.digest} />,
    },
    {
      key: 'size',
      header: 'Size',
      numeric: true,
      card: 'corner',
      cell: (row) => quantity('file', row.sizeBytes),
    },
  ];
  return (
    <DataTable label="Artifacts" rows={artifacts} rowKey={(row) => row.name} columns={columns} />
  );
}

/** A model as something to take along: its file. */
export function modelArtifact(model: Model): Artifact {
  return {
    name: `${model.name}.${model.format}`,
    digest: model.digest,
    sizeBytes: model.sizeBytes,
    url: `/api/v1/models/${model.id}/content`,
  };
}
