import type { Model } from '../../api/types';
import { shape } from '../../format/identity';
import { counted } from '../../format/number';
import { quantity } from '../../format/units';

/** What is true of a whole family: what goes in, how much it computes, how many there are of it. */
export function ModelFacts({ model, variants }: { model: Model; variants: number }) {
  return (
    <>
      {model.inputs[0] && (
        <span>
          input {shape(model.inputs[0].shape)} {model.inputs[0].type}
        </span>
      )}
      {model.parameters != null && <span>{quantity('count', model.parameters)} parameters</span>}
      {model.macs != null && <span>{quantity('count', model.macs)} multiply-adds</span>}
      <span>{counted(variants, 'variant')}</span>
    </>
  );
}
