export * from './broker-server.js';
export * from './broker.js';
export * from './consumer.js';
export * from './dead-letter.js';
export * from './envelope.js';
export * from './kafka/kafka-broker.js';
export * from './kafka/read-topics.js';
export * from './memory/memory-broker.js';
