import { useRouteError } from 'react-router';

/** A fault of the page itself: said plainly, with the way out and what a report needs. */
export function Broken() {
  const error = useRouteError();
  const message = error instanceof Error ? error.message : String(error);
  return (
    <main className="page">
      <div className="screen">
        <div>
          <h1>This page failed, and that is a fault of the dashboard</h1>
          <p>
            Nothing on the server was changed. Reload the page; if it fails again, report the
            address and this line:
          </p>
          <pre className="mono">{message}</pre>
          <p>
            <a href="/">Overview</a>
          </p>
        </div>
      </div>
    </main>
  );
}
