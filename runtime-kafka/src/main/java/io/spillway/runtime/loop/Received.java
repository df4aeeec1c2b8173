package io.spillway.runtime.loop;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record as read.
 *
 * @param source as it came, for its headers and position
 * @param message what the reader made of it
 */
public record Received<R>(ConsumerRecord<byte[], byte[]> source, R message) {}
