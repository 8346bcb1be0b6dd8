import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { useFamily } from '../../api/family';
import { graph as graphQuery } from '../../api/queries';
import { useAddress } from '../../app/address';
import { Empty } from '../../components/Empty/Empty';
import { Loaded } from '../../components/Loaded/Loaded';
import { Page } from '../../components/Page/Page';
import { QueryProblem } from '../../components/Problem/Problem';
import { Skeleton } from '../../components/Skeleton/Skeleton';
import { familyOf, flatten } from '../../domain/family';
import { shortDigest } from '../../format/identity';
import { evidenceFor } from './evidence';
import './Graph.css';
import { GraphBody } from './GraphBody';

/** Which part costs the time, the error, the memory? */
export default function Graph() {
  const { name = '' } = useParams();
  const { values, set, unknown } = useAddress({
    variant: '',
    device: '',
    measurement: '',
    colour: '',
    node: '',
    view: 'picture',
    subgraph: '0',
  });
  const family = useFamily(name);
  const tree = family.items ? familyOf(family.items) : null;
  const all = tree ? flatten(tree) : [];
  const variant =
    values.variant === ''
      ? (all.find(({ model }) => model.id === family.model?.id) ?? tree)
      : (all.find(
          ({ model }) =>
            model.id === values.variant || shortDigest(model.digest) === values.variant.slice(0, 8),
        ) ?? null);
  const id = variant?.model.id;
  const query = useQuery({ ...graphQuery(id ?? ''), enabled: id !== undefined });
  if (variant === null || id === undefined) {
    return (
      <Page title={`Graph of ${name}`} unknown={unknown}>
        <div>
          {family.error ? (
            <QueryProblem error={family.error} onRetry={family.retry} />
          ) : family.model === null || tree !== null ? (
            <Empty title="There is no such model">
              “{name}” {values.variant && `with the variant “${values.variant}” `}is not here.{' '}
              <Link to="/models">All models</Link>
            </Empty>
          ) : (
            <Skeleton rows={10} label="the model" />
          )}
        </div>
      </Page>
    );
  }
  const evidence = evidenceFor(id, family, values.measurement, values.device);
  if (query.data === undefined) {
    return (
      <Page title={`Graph of ${name}, ${variant.label}`} unknown={unknown}>
        <div>
          <Loaded query={query} label="the graph" rows={10}>
            {() => null}
          </Loaded>
        </div>
      </Page>
    );
  }
  return (
    <GraphBody
      name={tree?.model.name ?? name}
      variant={variant}
      variants={all}
      graph={query.data}
      evidence={evidence}
      values={values}
      set={set}
      unknown={unknown}
    />
  );
}
