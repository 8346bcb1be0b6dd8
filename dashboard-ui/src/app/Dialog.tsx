import { useEffect, useRef, type ReactNode } from 'react';

/** A native dialog: it keeps the focus inside, closes on Esc, and gives the focus back. */
export function Dialog(props: { label: string; onClose: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-label={props.label}
      className="dialog"
      onClose={props.onClose}
      onClick={(event) => {
        if (event.target === dialog.current) props.onClose();
      }}
    >
      <div className="dialog-in">{props.children}</div>
    </dialog>
  );
}
