/**
 * Queries from Kafka to Kafka: topics of JSON are read, results go exactly once to a topic of JSON, and the same local
 * broker serves both engines. How long a run took is read off its results, which carry the time at which they were sent,
 * because the engines differ in how long they keep the last transaction open. Doors: {@code KafkaCommand};
 * {@code KafkaScript}, which every engine's process uses.
 */
@NullMarked
package io.weir.benchmarks.kafka;

import org.jspecify.annotations.NullMarked;
