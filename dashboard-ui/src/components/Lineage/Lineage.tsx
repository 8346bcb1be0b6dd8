import { useState } from 'react';
import { Link } from 'react-router';
import { flatten, recipeText, type Variant } from '../../domain/family';
import { quantity, type Unit } from '../../format/units';
import { Digest } from '../Digest/Digest';
import './Lineage.css';

/** More than this many are folded away until they are asked for. */
const FOLD_PAST = 12;

/** The family as a tree: each with its recipe, its size and its digest. */
export function Lineage(props: {
  root: Variant;
  selected: string | null;
  unit: Unit;
  addressOf: (variant: Variant) => string;
}) {
  const [open, setOpen] = useState(false);
  const all = flatten(props.root);
  const folded = !open && all.length > FOLD_PAST;
  const shown = new Set(
    (folded ? all.slice(0, FOLD_PAST) : all).map((variant) => variant.model.id),
  );
  return (
    <>
      <ul className="tree">
        <Node {...props} variant={props.root} shown={shown} />
      </ul>
      {folded && (
        <button type="button" className="link" onClick={() => setOpen(true)}>
          {all.length - FOLD_PAST} more
        </button>
      )}
    </>
  );
}

function Node(props: {
  variant: Variant;
  shown: ReadonlySet<string>;
  selected: string | null;
  unit: Unit;
  addressOf: (variant: Variant) => string;
}) {
  const { variant, shown } = props;
  const { model } = variant;
  const chosen = model.id === props.selected;
  const children = variant.children.filter((child) => shown.has(child.model.id));
  return (
    <li>
      <div className={chosen ? 'node chosen' : 'node'}>
        <Link
          to={props.addressOf(variant)}
          replace
          preventScrollReset
          aria-current={chosen ? 'true' : undefined}
        >
          {variant.label}
        </Link>
        <span className="num">{quantity('file', model.sizeBytes, props.unit)}</span>
        <span className="caption">{recipeText(model.recipe)}</span>
        <Digest digest={model.digest} />
      </div>
      {children.length > 0 && (
        <ul>
          {children.map((child) => (
            <Node {...props} key={child.model.id} variant={child} />
          ))}
        </ul>
      )}
    </li>
  );
}
