import type { Model } from '../../api/types';
import { Digest } from '../../components/Digest/Digest';
import { Letter } from '../../components/OperatorBars/OperatorBars';
import { recipeText } from '../../domain/family';
import { shortDigest } from '../../format/identity';

/** One side of the comparison: a native list of all models and variants. */
export function Picker(props: {
  letter: 'A' | 'B';
  models: readonly Model[];
  value: string;
  onChange: (digest: string) => void;
}) {
  const sorted = [...props.models].sort(
    (a, b) => a.name.localeCompare(b.name) || a.createdAt.localeCompare(b.createdAt),
  );
  const chosen = sorted.find((model) => model.id === props.value);
  return (
    <div className="picker">
      <Letter of={props.letter} />
      <select
        aria-label={`Model ${props.letter}`}
        value={chosen ? shortDigest(chosen.digest) : ''}
        onChange={(event) => props.onChange(event.target.value)}
      >
        <option value="">Choose a model…</option>
        {sorted.map((model) => (
          <option key={model.id} value={shortDigest(model.digest)}>
            {model.name}, {recipeText(model.recipe)}
          </option>
        ))}
      </select>
      {chosen && <Digest digest={chosen.digest} />}
    </div>
  );
}
