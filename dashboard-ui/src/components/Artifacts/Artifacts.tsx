import type { Artifact, Model } from '../../api/schema';
import { capital } from '../../format/identity';
import { quantity } from '../../format/units';
import { DataTable, type Column } from '../DataTable/DataTable';
import { Digest } from '../Digest/Digest';
import { Missing } from '../Figure/Figure';

/** What a job made, to take along. */
export function Artifacts({ artifacts }: { artifacts: readonly Artifact[] }) {
  const columns: Column<Artifact>[] = [
    {
      key: 'name',
      header: 'Name',
      card: 'first',
      cell: (row) => (row.url ? <a href={row.url}>{row.name}</a> : row.name),
    },
    {
      key: 'digest',
      header: 'Digest',
      card: 'left',
      cell: (row) => (row.digest ? <Digest digest={row.digest} /> : <Missing>not told</Missing>),
    },
    {
      key: 'size',
      header: 'Size',
      numeric: true,
      card: 'corner',
      cell: (row) =>
        row.sizeBytes == null ? <Missing>not told</Missing> : quantity('file', row.sizeBytes),
    },
    {
      key: 'stage',
      header: 'Made by',
      cell: (row) =>
        row.stage ? (
          <span className="quiet">{capital(row.stage)}</span>
        ) : (
          <Missing>not told</Missing>
        ),
    },
  ];
  return (
    <DataTable label="Artifacts" rows={artifacts} rowKey={(row) => row.name} columns={columns} />
  );
}

/** A model as something to take along: its file. */
export function modelArtifact(model: Model, stage: string | null): Artifact {
  return {
    name: `${model.name}.${model.format}`,
    digest: model.digest,
    sizeBytes: model.sizeBytes,
    stage,
    url: `/api/v1/models/${model.id}/content`,
  };
}
