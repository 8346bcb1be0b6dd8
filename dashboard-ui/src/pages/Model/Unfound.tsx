import { Link } from 'react-router';
import type { FamilyRead } from '../../api/family';
import { Empty } from '../../components/Empty/Empty';
import { QueryProblem } from '../../components/Problem/Problem';
import { Skeleton } from '../../components/Skeleton/Skeleton';

/** In place of a model that is not known: not yet, not at all, or because reading failed. */
export function Unfound({ name, family }: { name: string; family: FamilyRead }) {
  if (family.error) return <QueryProblem error={family.error} onRetry={family.retry} />;
  if (family.model !== null) return <Skeleton rows={10} label="the model" />;
  return (
    <Empty
      title={`No model is called “${name}”`}
      command={`bantam convert ./saved_model -o ${name}.tflite`}
    >
      A model is found by its name, its id, or the first eight digits of its digest.{' '}
      <Link to="/models">All models</Link>
    </Empty>
  );
}
