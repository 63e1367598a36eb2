/** Colours by what they are for; light is what is drawn where nothing else is set. */
const LIGHT = {
  text: '#1b2330',
  dim: '#5b6675',
  page: '#f6f8fb',
  box: '#ffffff',
  line: '#7d8896',
  border: '#9aa5b4',
  guard: '#7a4a00',
  active: '#1769ff',
  'active-box': '#dbe8ff',
  taken: '#2e8b57',
  risk: '#fff3d6',
  good: '#e3f5e8',
  bad: '#eceff3',
  unknown: '#fde4e4',
};
const DARK: typeof LIGHT = {
  text: '#e6ebf2',
  dim: '#9aa7b8',
  page: '#161b22',
  box: '#21262d',
  line: '#8b97a8',
  border: '#4c5665',
  guard: '#e3b341',
  active: '#58a6ff',
  'active-box': '#16335c',
  taken: '#3fb96b',
  risk: '#3b2f0e',
  good: '#12351f',
  bad: '#2a3039',
  unknown: '#4a1d1f',
};
const properties = (colours: typeof LIGHT) =>
  Object.entries(colours)
    .map(([name, colour]) => `--chart-${name}:${colour}`)
    .join(';');
const of = (name: keyof typeof LIGHT) => `var(--chart-${name},${LIGHT[name]})`;

/** The custom properties for a dark page. */
export const CHART_DARK = properties(DARK);

/** The look of every chart. */
export const CHART_STYLE = [
  `.chart text{font:11px Arial,Helvetica,"Liberation Sans",sans-serif;fill:${of('text')}}`,
  `.chart .chart-key{font-size:14px;font-weight:700}`,
  `.chart .chart-tags{fill:${of('dim')};text-anchor:end;font-style:italic}`,
  `.chart-description,.chart-actions,.chart-keyword{fill:${of('dim')}}`,
  '.chart-keyword{font-style:italic}',
  '.chart-event{font-weight:700}',
  `.chart-guard{fill:${of('guard')}}`,
  `.chart-state>.chart-box{fill:${of('box')};stroke:${of('border')};stroke-width:1.3}`,
  `.chart-state.compound>.chart-box{fill:${of('page')}}`,
  `.chart-inner{fill:none;stroke:${of('border')}}`,
  `.chart-rule{stroke:${of('border')};stroke-width:.6}`,
  `.chart-state.tag-mayCommit>.chart-box{fill:${of('risk')}}`,
  `.chart-state:is(.tag-committed,.tag-acquired)>.chart-box{fill:${of('good')}}`,
  `.chart-state:is(.tag-rolledBack,.tag-refused,.tag-doomed)>.chart-box{fill:${of('bad')}}`,
  `.chart-state.tag-undetermined>.chart-box{fill:${of('unknown')}}`,
  `.chart-any rect{fill:${of('box')};stroke:${of('border')};stroke-dasharray:3 2}`,
  `.chart-any text{fill:${of('dim')};text-anchor:middle;font-style:italic}`,
  `.chart-start circle,.chart-arrow path{fill:${of('line')}}`,
  `.chart-start path,.chart-edge path{fill:none;stroke:${of('line')};stroke-width:1.2}`,
  `.chart-edge>rect{fill:${of('page')};stroke:${of('border')};stroke-opacity:.4}`,
  `.chart-head text{paint-order:stroke;stroke:${of('page')};stroke-width:5px;stroke-linejoin:round}`,
  '.chart-badge,.chart-count{display:none}',
  `.chart-state.counted>.chart-badge{display:inline;fill:${of('active')}}`,
  '.chart .counted>.chart-count{display:inline;fill:#fff;font-weight:700;text-anchor:middle}',
  `.chart-state.visited>.chart-box{stroke:${of('taken')};stroke-width:2}`,
  `.chart-state.active>.chart-box{stroke:${of('active')};stroke-width:2.6}`,
  `.chart-state.active:not(.compound)>.chart-box{fill:${of('active-box')}}`,
  `.chart-edge.taken path{stroke:${of('taken')};stroke-width:1.8}`,
  `.chart-edge.last path{stroke:${of('active')};stroke-width:2.6}`,
  `.chart .chart-transition.last .chart-event{fill:${of('active')}}`,
].join('\n');
