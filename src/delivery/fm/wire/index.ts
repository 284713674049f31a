export { EncoderLine } from './encoder-line.ts';
export { uecpFrames } from './uecp-dialect.ts';
