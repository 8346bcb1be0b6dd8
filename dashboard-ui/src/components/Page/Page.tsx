import { useEffect, useRef, type ReactNode } from 'react';
import { useLocation } from 'react-router';
import './Page.css';

/** The frame of every page: what it is called, what is known of it, and the parts that follow. */
export function Page(props: {
  title: string;
  heading?: ReactNode;
  facts?: ReactNode;
  actions?: ReactNode;
  /** Parameters of the address that this page does not know. */
  unknown?: readonly string[];
  head?: ReactNode;
  children?: ReactNode;
}) {
  const heading = useHeadingFocus();
  useEffect(() => {
    document.title = `${props.title} · Bantam`;
  }, [props.title]);
  return (
    <>
      {props.unknown && props.unknown.length > 0 && (
        <p className="page-note caption" role="status">
          Not known here and left aside: {props.unknown.map((name) => `“${name}”`).join(', ')} in
          the address.
        </p>
      )}
      <div className="screen">
        <div>
          <div className="page-head">
            <div>
              <h1 tabIndex={-1} ref={heading}>
                {props.heading ?? props.title}
              </h1>
              {props.facts && <div className="facts">{props.facts}</div>}
            </div>
            {props.actions && <div className="actions">{props.actions}</div>}
          </div>
          {props.head}
        </div>
        {props.children}
      </div>
    </>
  );
}

/** After a navigation to another page the focus goes to its heading; the first page leaves it alone. */
function useHeadingFocus() {
  const heading = useRef<HTMLHeadingElement>(null);
  const { pathname, key } = useLocation();
  useEffect(() => {
    if (key === 'default') return;
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
    // Only another page counts as a navigation: a filter changes the key, not the path.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [pathname]);
  return heading;
}
