import type { Subgraph } from '../../api/types';
import { Filters } from '../../components/Filters/Filters';
import type { Variant } from '../../domain/family';
import { shortDigest } from '../../format/identity';
import type { Values } from './values';

/** Which graph is shown, where there is more than one. */
export function GraphChoice(props: {
  variant: Variant;
  variants: readonly Variant[];
  subgraphs: readonly Subgraph[];
  at: number;
  set: (change: Partial<Values>) => void;
}) {
  const { variant, variants, subgraphs, at, set } = props;
  return (
    <div className="graph-choice">
      {variants.length > 1 && (
        <Filters
          label="Variant"
          value={shortDigest(variant.model.digest)}
          onChange={(value) => set({ variant: value, measurement: '' })}
          choices={variants.map((other) => ({
            value: shortDigest(other.model.digest),
            label: other.label,
          }))}
        />
      )}
      {subgraphs.length > 1 && (
        <Filters
          label="Subgraph"
          value={String(at)}
          onChange={(value) => set({ subgraph: value, node: '' })}
          choices={subgraphs.map((other, i) => ({
            value: String(i),
            label: other.name || `subgraph ${i}`,
          }))}
        />
      )}
    </div>
  );
}
