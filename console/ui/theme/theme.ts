import {
  alpha,
  type CSSVariablesResolver,
  createTheme,
  DEFAULT_THEME,
  darken,
  type MantineColorsTuple,
  type MantineThemeOverride,
} from '@mantine/core';

const ink: MantineColorsTuple = [
  '#eef1fd',
  '#dfe5fb',
  '#bfcaf4',
  '#9aaaea',
  '#8093e4',
  '#637edd',
  '#4a63cf',
  '#3a50b4',
  '#30439a',
  '#25357e',
];

const dark: MantineColorsTuple = [
  '#dcdee3',
  '#c3c6cd',
  '#a7abb5',
  '#858a96',
  '#3d424c',
  '#31353e',
  '#262a31',
  '#1b1e23',
  '#15171b',
  '#0f1113',
];

const font =
  '"Inter Variable", "Muster fallback", system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

// Overlays are inside the page, so that they are within a landmark.
const within = { target: '#content' };
// The list itself scrolls (theme.css). A scrolling frame around it would have to be focusable.
const list = { withScrollArea: false, comboboxProps: { portalProps: within } };

// The page already has a banner, and dialogs may be stacked.
const plainHeader = { header: { role: 'presentation' } };

export const theme: MantineThemeOverride = createTheme({
  colors: { ink, dark },
  primaryColor: 'ink',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  luminanceThreshold: 0.179, // where black and white text contrast equally: either is then above 4.5
  fontFamily: font,
  headings: { fontFamily: font, fontWeight: '600', sizes: { h1: { fontSize: '1.375rem', lineHeight: '1.3' } } },
  defaultRadius: 'md',
  radius: { md: '0.4375rem' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // Fields are required unless their label says otherwise.
    InputWrapper: { defaultProps: { withAsterisk: false } },
    Drawer: { defaultProps: { attributes: plainHeader } },
    Modal: { defaultProps: { attributes: plainHeader, centered: true, overlayProps: { backgroundOpacity: 0.45 } } },
    Tooltip: {
      defaultProps: { withArrow: true, multiline: true, maw: 320, events: { hover: true, focus: true, touch: true } },
    },
    Badge: { defaultProps: { variant: 'light', tt: 'none', fw: 500, radius: 'sm' } },
    Select: { defaultProps: list },
    Autocomplete: { defaultProps: list },
    Menu: { defaultProps: { shadow: 'md', withInitialFocusPlaceholder: false, portalProps: within } },
  },
});

/** Mantine's own text shades miss AA on tinted and dark backgrounds; these do not (checked by axe on every page). */
export const cssVariables: CSSVariablesResolver = () => {
  const light: Record<string, string> = {
    '--mantine-color-dimmed': '#5a616b',
    '--mantine-color-placeholder': '#6a717b',
    '--mantine-color-error': '#b42318',
    '--mantine-color-anchor': ink[7],
    '--muster-field-border': '#8a919c',
    '--muster-ground': '#f6f7f9',
    '--muster-button-border': '#c3c9d1',
    '--muster-shade': 'rgb(16 20 28 / 28%)',
  };
  const tinted = tintedIn('ink', ink);
  for (const [name, shades] of Object.entries(DEFAULT_THEME.colors)) {
    if (name === 'dark') continue;
    light[`--mantine-color-${name}-light-color`] = darken(shades[9], 0.35);
    light[`--mantine-color-${name}-text`] = darken(shades[9], 0.25);
    Object.assign(tinted, tintedIn(name, shades));
  }
  return {
    variables: {},
    light,
    dark: {
      ...tinted,
      '--mantine-color-dimmed': dark[2],
      '--mantine-color-placeholder': '#8f949f',
      '--mantine-color-error': '#ff9d94',
      '--mantine-color-anchor': ink[3],
      '--mantine-color-ink-text': ink[3],
      '--muster-field-border': '#747a86',
      '--muster-ground': dark[8],
      '--muster-button-border': '#5b616d',
      '--muster-shade': 'rgb(0 0 0 / 70%)',
    },
  };
};

/** On dark ground: a tint of the colour, with light text of it. */
function tintedIn(name: string, shades: MantineColorsTuple): Record<string, string> {
  return {
    [`--mantine-color-${name}-light`]: alpha(shades[5], 0.16),
    [`--mantine-color-${name}-light-hover`]: alpha(shades[5], 0.24),
    [`--mantine-color-${name}-light-color`]: shades[3],
  };
}
