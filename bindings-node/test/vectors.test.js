'use strict';
// Every vector through the door, counted; the report stands beside those of the other languages.

const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { isDeepStrictEqual } = require('node:util');

const root = process.env.RWANDAPAY_ROOT;
const { callRaw } = require(path.join(path.dirname(require.resolve('rwandapay-js')), 'core.js'));

/** The text of a case's input, as it stands in its line: a number of JavaScript would not keep 204.0 or 2^64 - 1. */
function written(line) {
  const from = line.search(/"in": ?[{[]/) + 5;
  let [depth, quoted] = [0, false];
  for (let at = from; ; at++) {
    const character = line[at];
    if (quoted && character === '\\') at++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && '{['.includes(character)) depth++;
    else if (!quoted && '}]'.includes(character) && --depth === 0) return line.slice(from, at + 1);
  }
}

function holds({ op, result, out, error }, input) {
  const answer = JSON.parse(callRaw(op, new TextEncoder().encode(input)));
  if (result === 'valid') return 'ok' in answer && isDeepStrictEqual(answer.ok, out);
  return answer.error?.code === error.code && (answer.error.field ?? null) === (error.field ?? null);
}

test('every vector', () => {
  const folder = path.join(root, 'tests', 'vectors');
  const files = {};
  const wrong = [];
  let total = 0;
  for (const name of fs.readdirSync(folder).filter((file) => file.endsWith('.json')).sort()) {
    const text = fs.readFileSync(path.join(folder, name), 'utf8');
    const { cases, vectors } = JSON.parse(text);
    const lines = text.split('\n').filter((line) => line.trimStart().startsWith('{"id"'));
    assert.equal(cases.length, vectors);
    assert.equal(lines.length, vectors);
    const failed = cases.filter((one, place) => !holds(one, written(lines[place]))).map((one) => one.id);
    wrong.push(...failed);
    total += cases.length;
    files[path.parse(name).name] = { cases: cases.length, passed: cases.length - failed.length };
  }
  const reports = path.join(root, 'target', 'conformance');
  fs.mkdirSync(reports, { recursive: true });
  fs.writeFileSync(path.join(reports, 'javascript.json'), JSON.stringify({ language: 'javascript', files }));
  assert.ok(total > 3000);
  assert.deepEqual(wrong, []);
});
