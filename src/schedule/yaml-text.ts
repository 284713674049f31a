import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
  visit,
  type YAMLMap,
} from 'yaml';
import type { Bilingual } from '#kernel';
import { problem } from './problems.ts';

/** A place in a file that is wrong, for a person with an editor. */
export interface Fault {
  readonly line: number;
  readonly field: string;
  readonly text: Bilingual;
}

/** Plain data of one YAML document, and where each part of it stands. */
export interface PlainYaml {
  readonly value: unknown;
  /** The line of a path; of the nearest part above it when the path leads nowhere. */
  lineOf(path: readonly (string | number)[], isKey: boolean): number;
}

/** Deeper than any rule, shallow enough that no reader runs out of stack. */
const MOST_DEPTH = 16;
/** A file of 2,000 rules stays below these; beyond them the parser would hold up the station for seconds. */
const MOST_LINES = 20_000;
const MOST_MARKS = 100_000;

/**
 * Reads YAML 1.2 as plain data: one document, without anchors, aliases, merge keys, tags, directives or doubled keys.
 * An unquoted 05:30 stays that text; 0530 is a number, which the schema then refuses. Never throws for bad text.
 */
export function readYaml(text: string): PlainYaml | Fault {
  if (isCrowded(text)) return { line: 1, field: '-', text: problem('file_crowded') };
  const deep = tooDeepLine(text);
  if (deep !== null) return { line: deep, field: '-', text: problem('yaml_deep') };
  try {
    return parsed(text);
  } catch (error) {
    // The parser calls itself for each level, and there are more ways to nest than can be counted beforehand.
    if (error instanceof RangeError) return { line: 1, field: '-', text: problem('yaml_deep') };
    throw error;
  }
}

function parsed(text: string): PlainYaml | Fault {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    ...{ version: '1.2', schema: 'core', merge: false, uniqueKeys: false, strict: true, prettyErrors: false },
  });
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line);
  const forbidden = forbiddenIn(document, lineAt);
  if (forbidden) return forbidden;
  const [error] = [...document.errors, ...document.warnings];
  if (error) {
    const { code, message } = error;
    const what = code === 'MULTIPLE_DOCS' ? problem('yaml_documents') : problem('yaml', { detail: brief(message) });
    return { line: lineAt(error.pos[0]), field: '-', text: what };
  }
  return {
    value: document.toJS({ maxAliasCount: 0 }),
    lineOf: (path, isKey) => lineAt(offsetOf(document, path, isKey)),
  };
}

function brief(message: string): string {
  return message.replace(/\s+/g, ' ').slice(0, 120);
}

function isCrowded(text: string): boolean {
  let lines = 0;
  let marks = 0;
  for (const letter of text) {
    if (letter === '\n') lines++;
    else if ('[]{},:?"\'-'.includes(letter)) marks++;
  }
  return lines > MOST_LINES || marks > MOST_MARKS;
}

/** Counts what nests: brackets of a line, dashes at its start, and its indent. */
function tooDeepLine(text: string): number | null {
  let open = 0;
  let line = 0;
  const indents: number[] = [];
  for (const words of text.split(/\r?\n/)) {
    line++;
    const start = /^ *(?:[-?] +)*/.exec(words)?.[0] ?? '';
    if (start.length < words.length && !words.startsWith('#', start.length)) {
      while ((indents.at(-1) ?? -1) >= start.length) indents.pop();
      indents.push(start.length);
    }
    for (const letter of words.replace(/"[^"]*"|'[^']*'|#.*/g, '')) {
      if ((letter === '[' || letter === '{') && ++open > MOST_DEPTH) return line;
      if (letter === ']' || letter === '}') open = Math.max(0, open - 1);
    }
    if (indents.length > MOST_DEPTH || (start.match(/[-?]/g)?.length ?? 0) > MOST_DEPTH) return line;
  }
  return null;
}

function forbiddenIn(document: Document.Parsed, lineAt: (offset: number) => number): Fault | null {
  // %YAML 1.1 would turn 05:30 into 330.
  if (document.directives.yaml.explicit || Object.keys(document.directives.tags).length > 1) {
    return { line: 1, field: '-', text: problem('yaml_directive') };
  }
  let fault: Fault | null = null;
  const found = (node: Node, field: string, text: Bilingual) => {
    fault = { line: lineAt(node.range?.[0] ?? 0), field, text };
    return visit.BREAK;
  };
  visit(document, {
    Alias: (_, node) => found(node, `*${node.source.slice(0, 40)}`, problem('yaml_alias')),
    Pair: (_, { key }) => {
      if (isScalar(key)) return key.value === '<<' ? found(key, '<<', problem('yaml_merge')) : undefined;
      return isNode(key) ? found(key, '-', problem('yaml_key')) : undefined;
    },
    Node: (_, node) => {
      if ('anchor' in node && node.anchor) return found(node, `&${node.anchor.slice(0, 40)}`, problem('yaml_alias'));
      if (node.tag) return found(node, '-', problem('yaml_tag', { tag: node.tag.slice(0, 60) }));
      const twin = isMap(node) ? twinKey(node) : null;
      return twin ? found(twin, String(twin.value).slice(0, 60), problem('twice')) : undefined;
    },
  });
  return fault;
}

/** A key that stands twice, by its text. The parser's own check compares every key with every other. */
function twinKey({ items }: YAMLMap): Scalar | null {
  const names = new Set<string>();
  for (const { key } of items) {
    if (!isScalar(key)) continue;
    const name = String(key.value);
    if (names.has(name)) return key;
    names.add(name);
  }
  return null;
}

function offsetOf(document: Document.Parsed, path: readonly (string | number)[], isKey: boolean): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const [place, step] of path.entries()) {
    if (!isCollection(node)) return offset;
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (!isPair(pair)) return offset;
      const { key } = pair;
      if (isNode(key)) offset = key.range?.[0] ?? offset;
      if (isKey && place === path.length - 1) return offset;
      node = pair.value;
    } else node = node.get(step, true);
    if (isNode(node) && !isMap(node)) offset = node.range?.[0] ?? offset;
  }
  return offset;
}
