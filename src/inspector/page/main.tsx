import { render } from 'preact';
import { CHART_STYLE } from '../charts/chart-style.ts';
import { App } from './app.tsx';
import { connect } from './connection.ts';
import { listenToDrops } from './files.ts';
import { listenToKeys } from './keyboard.ts';

const charts = new CSSStyleSheet();
charts.replaceSync(CHART_STYLE);
document.adoptedStyleSheets = [charts];

render(<App />, document.body);
listenToKeys();
listenToDrops();
connect();
