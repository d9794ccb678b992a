export { ProgressTag, StatusTag } from './StatusTag';
export { type Tone, toneOf } from './statuses';
