export { ProgressTag, StatusTag } from './StatusTag';
