/** Colours of charts in both themes: distinguishable without red against green, readable on the panel. */
export interface ChartTheme {
  palette: string[];
  text: string;
  quiet: string;
  line: string;
  surface: string;
}

export const CHART_LIGHT: ChartTheme = {
  palette: ['#0f5bb8', '#d9822b', '#2f9e8f', '#8a4fbe', '#c9467a', '#6b7a8c'],
  text: '#1b2430',
  quiet: '#566272',
  line: '#e4e8ee',
  surface: '#ffffff',
};

export const CHART_DARK: ChartTheme = {
  palette: ['#5aa2f0', '#f0a35a', '#57c9b8', '#b58ae6', '#ee82ac', '#9aa8b8'],
  text: '#e4e9f0',
  quiet: '#a3afbd',
  line: '#272f39',
  surface: '#1d242d',
};
