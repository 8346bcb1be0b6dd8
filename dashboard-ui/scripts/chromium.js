// The browser of the end-to-end tests: the one that CHROMIUM names, or where systems put theirs.
import { existsSync } from 'node:fs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Its path, or undefined where there is none. */
export const chromium = process.env.CHROMIUM || PLACES.find((place) => existsSync(place));
