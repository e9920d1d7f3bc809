const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';

// The library that locks scrolling behind a dialog takes its nonce from this global and has no other way to be told.
Object.assign(window, { __webpack_nonce__: nonce });

/** The word with which this page may add styles of its own; the server gives a new one with every page. */
export function styleNonce(): string {
  return nonce;
}
