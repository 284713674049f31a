export { EncoderLine, type LineStanding } from './encoder-line.ts';
export { uecpFrames } from './uecp-dialect.ts';
