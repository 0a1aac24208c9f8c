// `node --require` this to start a large program in half the time: the machine code of its files is kept.
// Node.js 22 can do so itself (module.enableCompileCache), Node.js 20 can't.
const { createHash } = require("node:crypto");
const { Module } = require("node:module");
const path = require("node:path");
const v8 = require("node:v8");
const { compiled } = require("./machine-code.cjs");

// WebAssembly that hardly runs is compiled once instead of twice, and asm.js, such as the layout engine of the cdktf
// CLI's terminal, when it is called.
v8.setFlagsFromString("--liftoff-only");
v8.setFlagsFromString("--no-validate-asm");

const folder = path.resolve(__dirname, "../../node_modules/.cache/machine-code");
/** In characters. What is smaller is compiled as quickly as it is looked up. */
const large = 5_000;

// @ts-expect-error: Node.js names no other place where a loaded file is compiled.
const { prototype } = Module;
const compileAsUsual = prototype._compile;

/** @this {NodeJS.Module} */
prototype._compile = function (
  /** @type {string} */ content,
  /** @type {string} */ filename,
  /** @type {unknown[]} */ ...more
) {
  const asUsual = () => compileAsUsual.call(this, content, filename, ...more);
  if (content.length < large || /\bimport\b\s*\(/.test(content)) return asUsual();
  const key = createHash("sha256").update(`${filename}\n`).update(content).digest("hex");
  const source = Module.wrap(content.replace(/^#!.*/, ""));
  const script = compiledCommonJs(source, filename, path.join(folder, key));
  if (script === undefined) return asUsual();
  const own = Object.assign(
    (/** @type {string} */ id) => this.require(id),
    Module.createRequire(filename),
    { main: process.mainModule },
  );
  return script
    .runInThisContext()
    .call(this.exports, this.exports, own, this, filename, path.dirname(filename));
};

/** Undefined for an ES module, whose kind Node.js finds out itself. */
function compiledCommonJs(
  /** @type {string} */ source,
  /** @type {string} */ filename,
  /** @type {string} */ name,
) {
  try {
    return compiled(source, filename, name);
  } catch {
    return undefined;
  }
}
