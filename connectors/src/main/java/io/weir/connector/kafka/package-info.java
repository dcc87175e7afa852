/**
 * Apache Kafka: a source that reads all partitions of a topic, and an exactly-once sink on Kafka transactions; rows
 * are the records' values, or change by the records' keys.
 *
 * <p>Doors: {@link io.weir.connector.kafka.KafkaConnector}, {@link io.weir.connector.kafka.UpsertKafkaConnector}. Kafka's clients block, so they are used on I/O threads
 * alone; readers and writers hand over through bounded queues.
 */
@NullMarked
package io.weir.connector.kafka;

import org.jspecify.annotations.NullMarked;
