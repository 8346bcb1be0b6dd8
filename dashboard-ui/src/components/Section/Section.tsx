import { useId, type ReactNode } from 'react';
import './Section.css';

/** A part of a page: its heading, a line on what is shown, what it can be asked for, and the thing itself. */
export function Section(props: {
  title: string;
  caption?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <div className="section-head">
        <h2 id={id}>{props.title}</h2>
        {props.caption && <span className="caption">{props.caption}</span>}
        {props.aside && <span className="section-aside">{props.aside}</span>}
      </div>
      {props.children}
    </section>
  );
}
