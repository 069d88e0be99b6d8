import { setFlagsFromString } from 'node:v8';

/**
 * The CDK's validation is a program in WebAssembly that runs once. V8 compiles it quickly, and then again in the background to have it
 * run faster, which takes more of two processors than the run. https://v8.dev/docs/wasm-compilation-pipeline
 */
export const compileOnce = (): void => setFlagsFromString(COMPILE_ONCE);

/** A V8 that does not know it says so, and goes on. */
export const COMPILE_ONCE = '--liftoff-only';
