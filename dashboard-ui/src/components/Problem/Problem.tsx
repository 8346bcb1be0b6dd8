import type { Problem as ProblemBody } from '../../api/types';
import { isNotFound, problemOf } from '../../api/problem';
import { GlyphIcon } from '../Mark/Mark';
import './Problem.css';

/** Where, what, what would be right; then every error of the input at once; then the small print. */
export function Problem(props: { problem: ProblemBody; kept?: string; onRetry?: () => void }) {
  const { problem } = props;
  return (
    <div className="problem" role="alert">
      <h2>
        <span className="worse">
          <GlyphIcon glyph="worse" />
        </span>{' '}
        {problem.title}
      </h2>
      {problem.detail && <p className="small">{problem.detail}</p>}
      {props.kept && <p className="small">{props.kept}</p>}
      {problem.errors && problem.errors.length > 0 && (
        <ol>
          {problem.errors.map((error, i) => (
            <li key={i}>
              {error.pointer && <code>{error.pointer}</code>} {error.detail}
            </li>
          ))}
        </ol>
      )}
      {problem.diagnostics && problem.diagnostics.length > 0 && (
        <ol>
          {problem.diagnostics.map((diagnostic, i) => (
            <li key={i}>
              <b>{diagnostic.node ?? diagnostic.operator}</b>{' '}
              <span className="caption">
                {[diagnostic.operator, diagnostic.source].filter(Boolean).join(', ')}
              </span>
              <br />
              {diagnostic.problem}
              {diagnostic.fix && (
                <>
                  <br />
                  <b>Cure:</b> {diagnostic.fix}
                </>
              )}
            </li>
          ))}
        </ol>
      )}
      {props.onRetry && (
        <div className="actions">
          <button type="button" className="btn" onClick={props.onRetry}>
            Try again
          </button>
        </div>
      )}
      <p className="caption">
        <span className="mono">
          {[problem.status || null, problem.type === 'about:blank' ? null : problem.type]
            .filter((part) => part !== null)
            .join(' ')}
        </span>
      </p>
    </div>
  );
}

/** A problem made from whatever a query threw; what does not exist is not asked for again. */
export function QueryProblem({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return <Problem problem={problemOf(error)} {...(isNotFound(error) ? {} : { onRetry })} />;
}
