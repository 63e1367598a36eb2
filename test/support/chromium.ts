import { type Browser, chromium } from 'playwright-core';

/**
 * Debian's Chromium without a window. It asks nobody outside for anything.
 * @throws when it is not installed: `apt-get install chromium fonts-liberation`, or name another by CHROMIUM.
 */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
}
