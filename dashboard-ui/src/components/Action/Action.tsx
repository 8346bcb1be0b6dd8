import { useMutation } from '@tanstack/react-query';
import { problemOf } from '../../api/problem';
import './Action.css';

/** A button that changes something at the server: busy while it does, and what it refused beside it. */
export function Action<T>(props: {
  label: string;
  busy: string;
  act: () => Promise<T>;
  done: (answer: T) => unknown;
}) {
  const mutation = useMutation({ mutationFn: props.act, onSuccess: props.done });
  return (
    <span className="action">
      <button
        type="button"
        className="btn"
        disabled={mutation.isPending}
        onClick={() => mutation.mutate()}
      >
        {mutation.isPending ? props.busy : props.label}
      </button>
      <span role="status" className="small unknown">
        {mutation.isError ? problemOf(mutation.error).detail : ''}
      </span>
    </span>
  );
}
