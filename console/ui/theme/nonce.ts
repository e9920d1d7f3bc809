const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';

// The library that locks scrolling behind a dialog takes its nonce only from this global.
Object.assign(window, { __webpack_nonce__: nonce });

/** The nonce with which this page may add styles. The server gives every page a new one. */
export function styleNonce(): string {
  return nonce;
}
