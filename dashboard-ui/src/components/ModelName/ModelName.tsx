import { Link } from 'react-router';
import type { Model } from '../../api/types';
import { shortDigest } from '../../format/identity';

/** Where a model's page is: by name for a root, by its digest as the chosen variant for what was made from one. */
export function modelAddress(model: Model): string {
  const base = `/models/${encodeURIComponent(model.name)}`;
  return model.parent == null ? base : `${base}?variant=${shortDigest(model.digest)}`;
}

/** A model by name, with its variant below it where it has one. */
export function ModelName(props: { model: Model | undefined; id?: string; label?: string }) {
  if (props.model === undefined) {
    const id = props.id ?? '';
    return <Link to={`/models/${encodeURIComponent(id)}`}>{id}</Link>;
  }
  return (
    <>
      <Link to={modelAddress(props.model)}>{props.model.name}</Link>
      {props.label !== undefined && <span className="sub">{props.label}</span>}
    </>
  );
}
