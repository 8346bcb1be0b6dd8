import { Missing } from '../../components/Figure/Figure';
import type { Colour } from '../../domain/colouring';
import { profileCommand } from '../../domain/command';
import type { Evidence } from './evidence';

/** Why the chosen colour has nothing to show, where that is so. */
export function Why(props: { colour: Colour; evidence: Evidence; model: string }) {
  const { colour, evidence, model } = props;
  if (colour === 'time' && evidence.profile === null) {
    return (
      <Missing>
        No profile yet: <code>{profileCommand(model, window.location.origin)}</code> brings it.
      </Missing>
    );
  }
  if (colour === 'error' && evidence.errors === null) {
    return (
      <Missing>
        {evidence.maker
          ? 'The job that made it did not compare tensors.'
          : 'No error: it was not made by quantization or pruning.'}
      </Missing>
    );
  }
  return null;
}
