export { type Encoder, type SourceFormat, startEncoder } from './encode.ts';
export { Feed, type FeedListener } from './feed.ts';
export { FeedBook } from './feed-book.ts';
export { FRAME_BYTES, FRAME_MS, isOurMp3, SILENT_FRAME, silence } from './mp3-frames.ts';
