import { useRef } from 'react';

/** The version that a form was filled with, as If-Match of what it sends, so that it never writes over what another person saved. */
export function useVersion(read: string | undefined) {
  const version = useRef(read);
  return {
    header: () => (version.current === undefined ? {} : { 'If-Match': `"${version.current}"` }),
    /** After a save: the version is the one that the answer names. */
    saved: (next: string) => {
      version.current = next;
    },
    /** What is sent next counts whatever was saved meanwhile. */
    insist: () => {
      version.current = undefined;
    },
  };
}
